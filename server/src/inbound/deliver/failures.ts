import type { ReasonCode, ReasonDetails } from '../route';

/** The action cannot succeed until a person mends something: the mail waits in quarantine for a replay. */
export class PermanentFailure extends Error {
  constructor(
    readonly reason: Extract<ReasonCode, 'mapping_failed' | 'content_type_missing'>,
    readonly details: ReasonDetails
  ) {
    super(reason);
    this.name = 'PermanentFailure';
  }
}

interface ValidationDetail {
  path?: readonly (string | number)[];
  message?: string;
}

/** Errors by which Strapi says that an entry's values do not fit its schema. */
const VALIDATION_ERRORS = new Set(['ValidationError', 'YupValidationError']);

const firstDetailOf = (error: Error): ValidationDetail | undefined => {
  if (!('details' in error) || typeof error.details !== 'object' || error.details === null) return undefined;
  const { errors }: { errors?: ValidationDetail[] } = error.details;
  return Array.isArray(errors) ? errors[0] : undefined;
};

/** Which attribute broke which rule, when Strapi refused an entry's values; null for any other error. */
export const validationProblem = (error: unknown): { attribute: string; rule: string } | null => {
  if (!(error instanceof Error) || !VALIDATION_ERRORS.has(error.name)) return null;
  const detail = firstDetailOf(error);
  return { attribute: (detail?.path ?? []).join('.') || 'entry', rule: detail?.message ?? error.message };
};
