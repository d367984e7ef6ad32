import type { FieldProblem } from '../../../contracts';
import { GatewayError } from '../errors';

/** Why one key cannot have its value. */
export interface Problem {
  key: string;
  /** For the field of a form, which says by itself which key and value are meant. */
  message: string;
  /** The same, naming key and value. */
  sentence: string;
  /** Of the message. */
  about: Pick<FieldProblem, 'code' | 'values'>;
  details: GatewayError['details'];
}

/** A name that is taken, told from the side of the parameter. Any other error is thrown on. */
export const takenProblem = (key: string, text: string | null, error: unknown): Problem => {
  if (!(error instanceof GatewayError) || error.code !== 'address_taken') throw error;
  const { details, message } = error;
  const about = { code: 'name_taken', values: details.values };
  return { key, message, about, sentence: `${key} cannot be "${text ?? ''}": ${message}`, details };
};

/** Throws where there is a problem: all of them, each at the path of its key. */
export const refuseProblems = (
  code: 'invalid_parameter' | 'address_taken',
  problems: readonly Problem[]
): void => {
  const [first] = problems;
  if (!first) return;
  const sentences = problems.map(({ sentence }) => sentence).join(' ');
  throw new GatewayError(code, sentences, code === 'address_taken' ? 409 : 422, {
    ...first.details,
    issues: problems.map(({ key, message, about }) => ({ path: key, message, ...about })),
  });
};
