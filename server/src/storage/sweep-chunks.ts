import type { Core } from '@strapi/strapi';
import { TABLE, UID } from '../constants';
import type { Database, Row } from './database';

/** Bytes younger than this may belong to a mail that is being written right now. */
const ORPHAN_AGE_MS = 3_600_000;
/** Older bytes were looked at by earlier runs: the cost is that of a week's mail, not of all mail. */
const LOOK_BACK_MS = 7 * 24 * ORPHAN_AGE_MS;
const PAGE = 500;

/** Sealed attachments of the outbox have owners of another form, and a sweep of their own. */
const OF_THE_OUTBOX = 'outbound:%';

/**
 * Removes bytes that nobody owns: a write that was cut off, attachments of a mail that became no message.
 * @returns how many owners were removed.
 */
export const sweepChunks = async ({
  strapi,
  database,
}: {
  strapi: Core.Strapi;
  database: Database;
}): Promise<number> => {
  const now = await database.now();
  const journal = strapi.db.metadata.get(UID.inboundEmail).tableName;
  const orphans: Row[] = await database.read((trx) =>
    trx(TABLE.chunks)
      .where({ position: 0 })
      .whereNot('owner', 'like', OF_THE_OUTBOX)
      .whereBetween('created_at', [now - LOOK_BACK_MS, now - ORPHAN_AGE_MS])
      .whereNotExists((owned) =>
        owned
          .select(trx.raw('1'))
          .from(journal)
          .whereRaw('?? = ??', [`${journal}.document_id`, `${TABLE.chunks}.owner`])
      )
      .whereNotExists((owned) =>
        owned
          .select(trx.raw('1'))
          .from(TABLE.attachments)
          .whereRaw('?? = ??', [`${TABLE.attachments}.bytes_owner`, `${TABLE.chunks}.owner`])
      )
      .limit(PAGE)
      .select('owner')
  );
  for (const { owner } of orphans) {
    await database.transaction((trx) =>
      trx(TABLE.chunks)
        .where({ owner: String(owner) })
        .delete()
    );
  }
  return orphans.length;
};
