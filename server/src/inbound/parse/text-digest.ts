import { createHash } from 'node:crypto';

/** SHA-256 of text in the form in which copies are equal. */
export interface TextDigest {
  update(bytes: Buffer): void;
  /** Lower-case hexadecimal. */
  digest(): string;
}

const LF = 0x0a;
/** A run of blanks longer than this counts as text: what is held back must stay bounded. */
const LONGEST_RUN = 64 * 1024;

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d;

/**
 * Digest of text that does not change when a mail server rewrites line ends or cuts blanks at the end of lines or of the
 * text (RFC 5322 transport does all three): line ends are LF, blanks before them and empty lines at the end are left
 * out. Memory is bounded whatever comes, and chunk borders make no difference.
 */
export const createTextDigest = (): TextDigest => {
  const hash = createHash('sha256');
  let newlines = 0;
  let blanks: Buffer[] = [];
  let run = 0;

  const flush = (): void => {
    for (; newlines > 0; newlines -= Math.min(newlines, LONGEST_RUN)) {
      hash.update('\n'.repeat(Math.min(newlines, LONGEST_RUN)));
    }
    for (const piece of blanks) hash.update(piece);
    blanks = [];
  };

  const addLinePart = (part: Buffer): void => {
    let end = part.length;
    while (end > 0 && isBlank(part[end - 1])) end -= 1;
    if (end > 0) {
      flush();
      hash.update(part.subarray(0, end));
      run = 0;
    }
    if (end === part.length) return;
    blanks.push(part.subarray(end));
    run += part.length - end;
    if (run > LONGEST_RUN) flush();
  };

  return {
    update(bytes) {
      let start = 0;
      for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
        addLinePart(bytes.subarray(start, end));
        blanks = [];
        run = 0;
        newlines += 1;
        start = end + 1;
      }
      if (start < bytes.length) addLinePart(bytes.subarray(start));
    },
    digest: () => hash.digest('hex'),
  };
};

/** The same digest of text at hand. */
export const digestOfText = (text: string): string => {
  const digest = createTextDigest();
  digest.update(Buffer.from(text));
  return digest.digest();
};
