import { Readable } from 'node:stream';

/**
 * The same bytes, with an error at the end where there are fewer or more than were stored: an attachment must not
 * arrive empty or cut off without anybody noticing.
 */
export const complete = (source: Readable, fileName: string, size: number): Readable => {
  const counted = async function* (): AsyncGenerator<Buffer> {
    let length = 0;
    for await (const piece of source) {
      // Stores of attachments give bytes; Node types the iteration of a stream as any.
      const bytes = piece as Buffer;
      length += bytes.length;
      yield bytes;
    }
    if (length !== size) {
      throw new Error(`The attachment "${fileName}" is damaged: ${length} of ${size} bytes are left.`);
    }
  };
  return Readable.from(counted(), { objectMode: false });
};
