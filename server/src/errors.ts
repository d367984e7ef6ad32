import type { ErrorAnswer } from '../../contracts';

/**
 * Something that a person did and can mend: a value that does not fit, a secret that is missing, a server that said
 * no. The API answers it with `status`, the code and the sentence; `details.values` is what the sentence is about.
 */
export class GatewayError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: 400 | 403 | 404 | 409 | 413 | 415 | 422 | 503 = 422,
    readonly details: ErrorAnswer['error']['details'] = {}
  ) {
    super(message);
    this.name = 'GatewayError';
  }
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
