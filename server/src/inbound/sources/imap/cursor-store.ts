import type { Core } from '@strapi/strapi';
import { UID } from '../../../constants';
import type { Database, Row, Transaction } from '../../../storage';
import type { Trouble } from './types';

/** Where a run stands, guarded by the lease that it runs under. */
export interface CursorPosition {
  documentId: string;
  /** Of the run's lease: a run that has lost its lease must not move the cursor any more. */
  fence: number;
  uidValidity: string;
  lastUid: number;
  actedUid: number;
}

/** A run whose lease went to another process tried to write. */
export class CursorLost extends Error {
  constructor() {
    super('Another process has taken over this mailbox.');
    this.name = 'CursorLost';
  }
}

/** What remembers how far each folder has been taken in. */
export interface CursorStore {
  /**
   * Which of these copies are journaled, in one query.
   * @returns source key → whether the mail's bytes were taken in, for the journaled ones alone.
   */
  journaled(sourceKeys: readonly string[]): Promise<Map<string, { rawStored: boolean }>>;
  /**
   * Moves a cursor forwards, never back, in the transaction of the journal row.
   * @throws CursorLost
   */
  advance(trx: Transaction, position: CursorPosition): Promise<void>;
  /** As `advance`, in a transaction of its own. @throws CursorLost */
  save(position: CursorPosition): Promise<void>;
  /**
   * Starts again at the beginning of a folder that its server has renumbered.
   * @param startUid the next UID that the server will give.
   * @throws CursorLost
   */
  renew(position: {
    documentId: string;
    fence: number;
    uidValidity: string;
    startUid: number;
  }): Promise<void>;
  /** Remembers the mails that could not be taken in yet. @throws CursorLost */
  saveTroubles(waiting: { documentId: string; fence: number; troubles: readonly Trouble[] }): Promise<void>;
}

/** @see CursorStore */
export const createCursorStore = ({
  strapi,
  database,
}: {
  strapi: Core.Strapi;
  database: Database;
}): CursorStore => {
  const servers = (): string => strapi.db.metadata.get(UID.incomingServer).tableName;
  const journal = (): string => strapi.db.metadata.get(UID.inboundEmail).tableName;

  /** One conditional update; no row changed means that a later holder of the lease was here. */
  const write = async (trx: Transaction, documentId: string, fence: number, change: Row, where: Row = {}) => {
    const written = await trx(servers())
      .where({ document_id: documentId, ...where })
      .where((holder) => holder.whereNull('cursor_fence').orWhere('cursor_fence', '<=', fence))
      .update({ ...change, cursor_fence: fence });
    if (written !== 1) throw new CursorLost();
  };

  const forwards = (trx: Transaction, column: string, uid: number) =>
    trx.raw('CASE WHEN ?? > ? THEN ?? ELSE ? END', [column, uid, column, uid]);

  const advance: CursorStore['advance'] = (trx, { documentId, fence, uidValidity, lastUid, actedUid }) =>
    write(
      trx,
      documentId,
      fence,
      { last_uid: forwards(trx, 'last_uid', lastUid), acted_uid: forwards(trx, 'acted_uid', actedUid) },
      { uid_validity: uidValidity }
    );

  return {
    async journaled(sourceKeys) {
      if (sourceKeys.length === 0) return new Map();
      const rows: Row[] = await database.read((trx) =>
        trx(journal())
          .whereIn('source_key', [...sourceKeys])
          .select('source_key', 'raw_stored')
      );
      return new Map(rows.map((row) => [String(row.source_key), { rawStored: Boolean(row.raw_stored) }]));
    },

    advance,
    save: (position) => database.transaction((trx) => advance(trx, position)),

    renew: ({ documentId, fence, uidValidity, startUid }) =>
      database.transaction((trx) =>
        write(trx, documentId, fence, {
          uid_validity: uidValidity,
          last_uid: 0,
          acted_uid: 0,
          start_uid: startUid,
          start_uids: null,
          troubles: JSON.stringify([]),
        })
      ),

    saveTroubles: ({ documentId, fence, troubles }) =>
      database.transaction((trx) => write(trx, documentId, fence, { troubles: JSON.stringify(troubles) })),
  };
};
