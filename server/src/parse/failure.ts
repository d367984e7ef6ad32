import type { ParseWarning } from '../mail';

/** The mail itself cannot be read further. Never leaves this folder: it becomes a warning on the mail. */
export class ParseFailure extends Error {
  constructor(
    /** Why, where that is known; `unparsable` alone otherwise. */
    readonly warning: ParseWarning | null,
    message: string
  ) {
    super(message);
    this.name = 'ParseFailure';
  }
}

/** What the MIME parser complained about, as a failure of the mail. */
export const parseFailure = (error: Error): ParseFailure => {
  if (error instanceof ParseFailure) return error;
  const tooLarge = 'code' in error && error.code === 'EMAXLEN';
  if (!tooLarge) return new ParseFailure(null, error.message);
  return new ParseFailure(
    /header/i.test(error.message) ? 'header_too_large' : 'too_many_parts',
    error.message
  );
};
