import { createHash } from 'node:crypto';

/** SHA-256 of text in the form in which copies are equal. */
export interface TextDigest {
  update(bytes: Buffer): void;
  /** Lower-case hexadecimal. */
  digest(): string;
}

const [LF, CR, SPACE, TAB] = [0x0a, 0x0d, 0x20, 0x09];
/** Bytes that are hashed at once, and the longest run of blanks that is held back; a longer one counts as text. */
const BLOCK = 64 * 1024;
/** Most texts are short: memory is taken in this size first. */
const FIRST_BLOCK = 2 * 1024;

/** A buffer that grows to `BLOCK` and then says that it is full. */
const createBlock = (): { bytes: Buffer; length: number; add(byte: number): boolean } => ({
  bytes: Buffer.allocUnsafe(FIRST_BLOCK),
  length: 0,
  add(byte) {
    if (this.length === this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(BLOCK, this.bytes.length * 4));
      this.bytes.copy(larger);
      this.bytes = larger;
    }
    this.bytes[this.length] = byte;
    this.length += 1;
    return this.length === BLOCK;
  },
});

/**
 * Digest of text that does not change when a mail server rewrites line ends or cuts blanks at the end of lines or of the
 * text (RFC 5322 transport does all three): line ends are LF, blanks before them and empty lines at the end are left
 * out. Memory is bounded whatever comes, and chunk borders make no difference.
 */
export const createTextDigest = (): TextDigest => {
  const hash = createHash('sha256');
  const out = createBlock();
  const blanks = createBlock();
  let newlines = 0;

  const hashBlock = (): void => {
    hash.update(out.bytes.subarray(0, out.length));
    out.length = 0;
  };
  const write = (byte: number): void => {
    if (out.add(byte)) hashBlock();
  };
  const writeHeldBack = (): void => {
    for (; newlines > 0; newlines -= 1) write(LF);
    for (const byte of blanks.bytes.subarray(0, blanks.length)) write(byte);
    blanks.length = 0;
  };

  return {
    update(bytes) {
      for (const byte of bytes) {
        if (byte === LF) {
          newlines += 1;
          blanks.length = 0;
        } else if (byte === SPACE || byte === TAB || byte === CR) {
          if (blanks.add(byte)) writeHeldBack();
        } else {
          if (newlines > 0 || blanks.length > 0) writeHeldBack();
          write(byte);
        }
      }
    },
    digest() {
      hashBlock();
      return hash.digest('hex');
    },
  };
};

const isBlank = (code: number): boolean => code === SPACE || code === TAB || code === CR;

const withoutBlanksAtEnd = (line: string): string => {
  let end = line.length;
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end -= 1;
  return line.slice(0, end);
};

/** The same digest of text at hand. Line by line, which is quicker than byte by byte where no run of blanks is too long. */
export const digestOfText = (text: string): string => {
  if (text.length >= BLOCK) {
    const digest = createTextDigest();
    digest.update(Buffer.from(text));
    return digest.digest();
  }
  const lines = text.split('\n').map(withoutBlanksAtEnd);
  while (lines.at(-1) === '') lines.pop();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
};
