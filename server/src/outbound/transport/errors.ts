import type { SmtpError, SmtpPhase } from '../classify';

/** A server could not be reached, secured or logged in to. */
export class TransportError extends Error {
  constructor(
    readonly phase: SmtpPhase,
    readonly error: SmtpError
  ) {
    super(error.message);
    this.name = 'TransportError';
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** What nodemailer or the system threw, as plain data. */
export const smtpErrorOf = (thrown: unknown): SmtpError => {
  const fields: Record<string, unknown> = typeof thrown === 'object' && thrown !== null ? { ...thrown } : {};
  const code = textOf(fields.code);
  const command = textOf(fields.command);
  const response = textOf(fields.response);
  return {
    message: thrown instanceof Error ? thrown.message : String(thrown),
    ...(code && { code }),
    ...(command && { command }),
    ...(response && { response }),
    ...(typeof fields.responseCode === 'number' && { responseCode: fields.responseCode }),
  };
};

/** The same error, its texts as `redact` gives them. */
export const redactedError = (error: SmtpError, redact: (text: string) => string): SmtpError => ({
  ...error,
  message: redact(error.message),
  ...(error.response !== undefined && { response: redact(error.response) }),
});

/** Greetings that only a mail server gives (RFC 5321 3.1, 4.3.2). */
const GREETING = /^(220|421|554)[ -]/;

/**
 * An error before the greeting without a byte of what was answered: whoever may type a host name must not read what
 * some other service says there.
 */
export const withoutForeignBytes = (error: SmtpError): SmtpError => {
  if (error.command !== 'CONN' || error.response === undefined || GREETING.test(error.response)) return error;
  return { message: 'What answers there is no mail server.', code: error.code, command: error.command };
};
