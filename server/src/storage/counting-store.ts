import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ChunkStore } from './chunks';

/** Takes bytes, tells how many they were, and keeps none: for those who read a mail without writing anything. */
export const countingStore: ChunkStore = {
  async write(_owner, source) {
    const digest = createHash('sha256');
    let size = 0;
    for await (const piece of source as AsyncIterable<Buffer>) {
      size += piece.length;
      digest.update(piece);
    }
    return { size, digest: digest.digest('hex') };
  },
  read: () => Readable.from([]),
  remove: () => Promise.resolve(),
};
