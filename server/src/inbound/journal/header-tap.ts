import { Transform } from 'node:stream';

/** The longest header block that is looked at when a mail comes in. */
const LIMIT = 64 * 1024;

export interface HeaderTap {
  /** Passes everything on unchanged. */
  stream: Transform;
  /** What went through so far, up to the empty line that ends the headers, 64 kB at most. */
  headerBlock(): Buffer;
}

/** Keeps the header block of a mail while its bytes stream by, so that the journal row can name subject and sender. */
export const createHeaderTap = (): HeaderTap => {
  let kept = Buffer.alloc(0);

  return {
    stream: new Transform({
      transform(piece: Buffer, _encoding, done) {
        if (kept.length < LIMIT) kept = Buffer.concat([kept, piece.subarray(0, LIMIT - kept.length)]);
        done(null, piece);
      },
    }),
    headerBlock() {
      const end = kept.toString('latin1').search(/\r?\n\r?\n/);
      return end < 0 ? kept : kept.subarray(0, end);
    },
  };
};
