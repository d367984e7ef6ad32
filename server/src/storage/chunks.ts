import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { TABLE } from '../constants';
import { reached } from '../moments';
import type { Database, Row } from './database';
import { insertRows } from './insert-rows';

/** Bytes per row. Small enough that no row blocks the database, large enough that a mail is a handful of rows. */
export const CHUNK_SIZE = 256 * 1024;

/**
 * The rows of bytes that are in memory, for a caller that inserts them together with others.
 * @param createdAt by the database's clock: the sweep tells by it what is being written right now.
 * @param first position of the first row.
 */
export const chunkRows = (
  owner: string,
  bytes: Buffer,
  createdAt: ReturnType<Database['nowExpression']>,
  first = 0
): Row[] =>
  Array.from({ length: Math.ceil(bytes.length / CHUNK_SIZE) }, (_, index) => ({
    owner,
    position: first + index,
    bytes: bytes.subarray(index * CHUNK_SIZE, (index + 1) * CHUNK_SIZE),
    created_at: createdAt,
  }));

/** Bytes of one commit: a transaction stays short, and a large mail does not cost one for each row. */
const COMMIT_SIZE = 4 * CHUNK_SIZE;

export interface StoredBytes {
  /** Bytes written. */
  size: number;
  /** SHA-256, lower-case hexadecimal. */
  digest: string;
}

/**
 * Byte strings of any length, kept as rows of at most 256 kB under an owner's documentId and written in short
 * transactions, so that memory does not grow with a mail. A failed write leaves rows without an owner; `sweep` removes
 * those of an hour ago.
 */
export interface ChunkStore {
  /** Writes everything that `source` gives. Throws what the source or the database throws; the owner's rows are then removed. */
  write(owner: string, source: Readable | AsyncIterable<Buffer>): Promise<StoredBytes>;
  /** The bytes in order, read one row at a time. Ends at once when the owner has none. */
  read(owner: string): Readable;
  remove(owner: string): Promise<void>;
}

const positions = async function* (database: Database, owner: string): AsyncGenerator<Buffer> {
  for (let position = 0; ; position += 1) {
    const row: { bytes: Buffer } | undefined = await database.read((trx) =>
      trx(TABLE.chunks).where({ owner, position }).first('bytes')
    );
    if (!row) return;
    yield Buffer.from(row.bytes);
  }
};

/** The same bytes in pieces of exactly `size`, the last one shorter. */
const slices = async function* (
  source: Readable | AsyncIterable<Buffer>,
  size: number
): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const piece of source) {
    const bytes: Buffer = piece;
    waiting.push(bytes);
    length += bytes.length;
    if (length < size) continue;
    const joined = Buffer.concat(waiting);
    const whole = joined.length - (joined.length % size);
    for (let start = 0; start < whole; start += size) yield joined.subarray(start, start + size);
    waiting = [joined.subarray(whole)];
    length = joined.length - whole;
  }
  if (length > 0) yield Buffer.concat(waiting);
};

/** @see ChunkStore */
export const createChunkStore = ({ database }: { database: Database }): ChunkStore => {
  const remove = async (owner: string): Promise<void> => {
    await database.transaction((trx) => trx(TABLE.chunks).where({ owner }).delete());
  };

  return {
    remove,

    async write(owner, source) {
      const hash = createHash('sha256');
      let size = 0;
      let position = 0;
      try {
        for await (const bytes of slices(source, COMMIT_SIZE)) {
          hash.update(bytes);
          size += bytes.length;
          const rows = chunkRows(owner, bytes, database.nowExpression(), position);
          await database.transaction((trx) => insertRows(trx, TABLE.chunks, rows));
          reached('chunk.stored');
          position += rows.length;
        }
      } catch (error) {
        await remove(owner);
        throw error;
      }
      return { size, digest: hash.digest('hex') };
    },

    read(owner) {
      return Readable.from(positions(database, owner), { objectMode: false });
    },
  };
};
