/**
 * The exit codes that mail servers know (`sysexits.h`), as far as this command uses them. Postfix bounces on every other
 * code but 0, also on 69, 77 and 78; none of them may say "something is wrong with the site or its set-up".
 */
export const EX_OK = 0;
/** Something is wrong with this very mail, and will be the next time: the mail server bounces it. */
export const EX_DATAERR = 65;
/** There is no such recipient: the mail server bounces it. */
export const EX_NOUSER = 67;
/** Not now: the mail server keeps the mail and tries again. */
export const EX_TEMPFAIL = 75;
