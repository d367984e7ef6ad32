import { Readable } from 'node:stream';
import { TABLE } from '../constants';
import type { ChunkStore, Database } from '../storage';
import type { OutboundDependencies } from './dependencies';

/** Bytes sealed at a time; sealing writes base64 as hexadecimal, so that a piece is a little over one chunk. */
const PIECE = 90 * 1024;

/** Owners of sealed chunks start with this and the documentId of their content. */
const PREFIX = 'outbound:';

export const sealedOwner = (contentId: string, index: number): string => `${PREFIX}${contentId}:${index}`;

/** Attachments of sealed mail: encrypted piece by piece, a line each, so that memory does not grow with them. */
export interface SealedAttachments {
  write(owner: string, bytes: Buffer): Promise<void>;
  read(owner: string): Readable;
  /** Removes what belongs to the contents. */
  remove(contentIds: readonly string[]): Promise<void>;
  /** Removes what a broken-off `send` left an hour ago. */
  sweep(): Promise<void>;
}

const HOUR_MS = 3_600_000;
/** Older bytes were looked at by earlier runs: the cost is that of a week's mail, not of all mail. */
const LOOK_BACK_MS = 7 * 24 * HOUR_MS;

/** @see SealedAttachments */
export const createSealedAttachments = ({
  database,
  chunks,
  secrets,
}: {
  database: Database;
  chunks: ChunkStore;
  secrets: Pick<OutboundDependencies['secrets'], 'seal' | 'unseal'>;
}): SealedAttachments => {
  const sealedLines = function* (owner: string, bytes: Buffer): Generator<Buffer> {
    for (let start = 0; start < bytes.length; start += PIECE) {
      const piece = bytes.subarray(start, start + PIECE).toString('base64');
      yield Buffer.from(`${secrets.seal(piece, `${owner}:${start}`)}\n`);
    }
  };

  const open = async function* (owner: string): AsyncGenerator<Buffer> {
    let waiting = '';
    let start = 0;
    // The store gives bytes; Node types the iteration of a stream as any.
    for await (const chunk of chunks.read(owner) as AsyncIterable<Buffer>) {
      waiting += chunk.toString('latin1');
      const lines = waiting.split('\n');
      waiting = lines.pop() ?? '';
      for (const line of lines) {
        const piece = secrets.unseal(line, `${owner}:${start}`);
        if (piece === null) throw new Error('An attachment was sealed with another encryption key.');
        const bytes = Buffer.from(piece, 'base64');
        start += bytes.length;
        yield bytes;
      }
    }
  };

  const contentOf = (owner: string): string => owner.split(':')[1] ?? '';

  return {
    async write(owner, bytes) {
      await chunks.write(owner, Readable.from(sealedLines(owner, bytes)));
    },

    read: (owner) => Readable.from(open(owner), { objectMode: false }),

    async remove(contentIds) {
      await database.transaction(async (trx) => {
        for (const contentId of contentIds) {
          // By whole names: no index of PostgreSQL or SQLite serves a search by their beginning.
          for (let index = 0, removed = 1; removed > 0; index += 1) {
            removed = await trx(TABLE.chunks)
              .where({ owner: sealedOwner(contentId, index) })
              .delete();
          }
        }
      });
    },

    async sweep() {
      await database.transaction(async (trx) => {
        const now = await database.now();
        const owners: string[] = await trx(TABLE.chunks)
          .where('owner', 'like', `${PREFIX}%`)
          .whereBetween('created_at', [now - LOOK_BACK_MS, now - HOUR_MS])
          .distinct()
          .limit(500)
          .pluck('owner');
        const contentIds = [...new Set(owners.map(contentOf))];
        if (contentIds.length === 0) return;
        const living = new Set(
          await trx(TABLE.sealedContents).whereIn('content_id', contentIds).pluck('content_id')
        );
        const orphans = owners.filter((owner) => !living.has(contentOf(owner)));
        if (orphans.length > 0) await trx(TABLE.chunks).whereIn('owner', orphans).delete();
      });
    },
  };
};
