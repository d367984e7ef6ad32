import { Transform, type Readable } from 'node:stream';

/** The longest header block that is looked at when a mail comes in. */
export const HEADER_LIMIT = 64 * 1024;

export interface HeaderTap {
  /** Passes everything on unchanged. */
  stream: Transform;
  /** What went through so far, up to the empty line that ends the headers, 64 kB at most. */
  headerBlock(): Buffer;
}

/** The header block at the start of a mail, up to the empty line that ends it, 64 kB at most. */
export const headerBlockOf = (start: Buffer): Buffer => {
  const bytes = start.subarray(0, HEADER_LIMIT);
  const end = bytes.toString('latin1').search(/\r?\n\r?\n/);
  return end < 0 ? bytes : bytes.subarray(0, end);
};

/** Keeps the header block of a mail while its bytes stream by, so that the journal row can name subject and sender. */
export const createHeaderTap = (): HeaderTap => {
  let kept = Buffer.alloc(0);

  return {
    stream: new Transform({
      transform(piece: Buffer, _encoding, done) {
        if (kept.length < HEADER_LIMIT)
          kept = Buffer.concat([kept, piece.subarray(0, HEADER_LIMIT - kept.length)]);
        done(null, piece);
      },
    }),
    headerBlock: () => headerBlockOf(kept),
  };
};

/** The header block of a stored mail. Reads its first row alone. */
export const firstBytes = async (raw: Readable): Promise<Buffer> => {
  for await (const piece of raw) {
    const bytes: Buffer = piece;
    return headerBlockOf(bytes);
  }
  return Buffer.alloc(0);
};
