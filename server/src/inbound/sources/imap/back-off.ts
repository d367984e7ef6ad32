const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Milliseconds that a mailbox waits at most. */
export const LONGEST_PAUSE = HOUR;

/** Trying again does not help before a person has done something, and many tries lock the account. */
const NEEDS_A_PERSON = new Set([
  'authentication_failed',
  'authentication_unsupported',
  'login_disabled',
  'password_missing',
  'plain_password_refused',
]);

/**
 * When a mailbox that failed is tried again. It never stops for good: a mended one goes on by itself, and saving the
 * server's row clears the wait.
 * @param failures runs that failed in a row, this one included.
 * @param asked milliseconds that the server asked to wait.
 * @returns milliseconds.
 */
export const backOff = (code: string, failures: number, asked: number | null = null): number => {
  if (NEEDS_A_PERSON.has(code)) return LONGEST_PAUSE;
  const growing = Math.min(15, 2 ** Math.min(10, Math.max(0, failures - 1))) * MINUTE;
  return Math.min(LONGEST_PAUSE, Math.max(growing, asked ?? 0));
};
