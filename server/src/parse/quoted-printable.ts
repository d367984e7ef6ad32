import { Transform } from 'node:stream';

const [LF, CR, SPACE, TAB, EQUALS] = [0x0a, 0x0d, 0x20, 0x09, 0x3d];
/** The longest run of blanks that is held back until it is known whether the line ends after it. */
const LONGEST_RUN = 64 * 1024;

const isBlank = (byte: number): boolean => byte === SPACE || byte === TAB;

/** The value of a hexadecimal digit, lower case too; -1 for anything else. */
const hexValue = (byte: number): number => {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
};

/**
 * Decodes quoted-printable (RFC 2045 6.7) as it comes: libqp, which mailparser uses, waits for the end of the part and
 * would hold all of it. Blanks before a line end are transport padding and go; what is no valid escape stays as it is.
 */
export const createQuotedPrintableDecoder = (): Transform => {
  /** Bytes whose meaning the next byte decides: blanks, a CR, an unfinished escape. */
  let held: number[] = [];
  let out = Buffer.alloc(0);
  let length = 0;

  const write = (byte: number): void => {
    out[length] = byte;
    length += 1;
  };
  const writeHeld = (): void => {
    for (const byte of held) write(byte);
    held = [];
  };
  const inEscape = (): boolean => held[0] === EQUALS;
  const isHex = (byte: number | undefined): byte is number => byte !== undefined && hexValue(byte) >= 0;

  /** Continues `=`, `=4`, `= ` or `=<CR>`; false when the byte belongs to something new. */
  const escape = (byte: number): boolean => {
    const last = held.at(-1) ?? EQUALS;
    if (byte === LF && (last === EQUALS || last === CR || isBlank(last))) {
      held = [];
      return true;
    }
    const padding = (isBlank(byte) || byte === CR) && (last === EQUALS || isBlank(last));
    const firstDigit = last === EQUALS && isHex(byte);
    if ((padding || firstDigit) && held.length < LONGEST_RUN) {
      held.push(byte);
      return true;
    }
    if (held.length === 2 && isHex(last) && isHex(byte)) {
      write(hexValue(last) * 16 + hexValue(byte));
      held = [];
      return true;
    }
    writeHeld();
    return false;
  };

  const take = (byte: number): void => {
    if (inEscape() && escape(byte)) return;
    if (byte === LF) {
      const crlf = held.at(-1) === CR;
      held = [];
      if (crlf) write(CR);
      write(LF);
    } else if (byte === EQUALS) {
      writeHeld();
      held.push(byte);
    } else if (isBlank(byte) || byte === CR) {
      if (held.at(-1) === CR || held.length >= LONGEST_RUN) writeHeld();
      held.push(byte);
    } else {
      if (held.length > 0) writeHeld();
      write(byte);
    }
  };

  const flushInto = (push: (bytes: Buffer) => void): void => {
    if (length > 0) push(out.subarray(0, length));
    length = 0;
  };

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      out = Buffer.allocUnsafe(chunk.length + held.length);
      for (const byte of chunk) take(byte);
      flushInto((bytes) => this.push(bytes));
      done();
    },
    flush(done) {
      out = Buffer.allocUnsafe(held.length);
      // Blanks and a soft line break at the very end are padding; a lone CR and half an escape are not.
      const isContent = inEscape() ? held.length === 2 && isHex(held[1]) : held.at(-1) === CR;
      if (isContent) writeHeld();
      flushInto((bytes) => this.push(bytes));
      done();
    },
  });
};
