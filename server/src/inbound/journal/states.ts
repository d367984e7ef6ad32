import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { LONGEST_TAKE_OVER_MS, UID } from '../../constants';
import { messageKey } from '../../mail';
import { createTogether, updateRows, type Database, type OwnColumns, type Row } from '../../storage';
import type { Acceptance, ClaimedRow, InboundState, JournalRow } from '../types';
import { claimUntil } from './claim-until';
import { columnsOf, news, type Outcome } from './outcome-columns';

/** Longer than any mail is told to wait: it was told so before the clock was set back. */
const LONGEST_WAIT_MS = 3_600_000;

/** The right to process one mail, held by one process. */
export interface Claim {
  row: JournalRow;
  /** Writes the final state. @returns false when the claim was lost: nothing was written. */
  finish(outcome: Outcome): Promise<boolean>;
  /** Gives the mail back, to be looked at again in so many milliseconds. Does not count as an attempt. */
  postpone(milliseconds: number): Promise<void>;
}

/** A mail that is due. */
export interface DueMail {
  documentId: string;
  /** Bytes. */
  size: number;
  /** How often it was begun. */
  attempts: number;
}

/** What was claimed together. */
export interface Claims {
  /** In the order in which the mails were received. */
  claims: Claim[];
  /** Renews those that are not finished; what somebody else has taken over is left to them. */
  renew(): Promise<void>;
}

/** How journal rows move between states. Each move is one conditional update, so that two processes cannot both make it. */
export interface JournalStates {
  find(documentId: string): Promise<JournalRow | null>;
  /**
   * Claims those of the mails that wait and that no other process has. Counts an attempt. Those that were claimed when
   * they were stored are taken as they are.
   */
  claim(mails: readonly { documentId: string; claimed?: ClaimedRow }[]): Promise<Claims>;
  /** Ends a mail that nobody processes. */
  conclude(documentId: string, outcome: Outcome): Promise<void>;
  /** Makes a mail wait again. False for a state that must not be repeated (`delivered`, `reported`), or a mail in work. */
  reopen(documentId: string): Promise<boolean>;
  /** Makes a suggested mail wait, to join the thread that an editor chose. False where it is no suggestion any more. */
  acceptSuggestion(documentId: string, accepted: Acceptance): Promise<boolean>;
  /** Ends a suggested mail as an editor decided. False where it is no suggestion any more. */
  refuseSuggestion(documentId: string, outcome: Outcome): Promise<boolean>;
  /**
   * Mails that wait and are due, those first that were begun least often, then the oldest: a process that is ended again
   * and again must not cost always the same mail an attempt, until that one counts as the cause.
   */
  due(limit: number): Promise<DueMail[]>;
  /** Of those Message-IDs, whether one belongs to another mail that still waits, stored within the last minutes. */
  waitsFor(messageIds: readonly string[], except: string, minutes: number): Promise<boolean>;
}

/** New values of a mail that this process holds. */
interface Move {
  documentId: string;
  owner: string;
  columns: Row;
}

/** In these the outcomes of different mails differ. */
const OWN_COLUMNS: OwnColumns = {
  content_key: 'text',
  entry_document_id: 'text',
  explanation: 'text',
  flags: 'json',
  from: 'text',
  from_name: 'text',
  message_id: 'text',
  message_key: 'text',
  next_attempt_at: 'timestamp',
  results: 'json',
  route: 'json',
  subject: 'text',
  thread_id: 'text',
  updated_at: 'timestamp',
};

/** A mail that is to be decided anew. */
const WAITING: Row = {
  state: 'received',
  attempts: 0,
  next_attempt_at: null,
  locked_by: null,
  locked_until: null,
};

const REPLAYABLE: readonly InboundState[] = ['received', 'rejected', 'ignored', 'unroutable', 'failed'];

/** A delivered mail is done, but for the targets that were held back beside others. */
const isReplayable = ({ state, route }: JournalRow): boolean =>
  REPLAYABLE.includes(state) || (state === 'delivered' && (route?.held ?? []).length > 0);

/** @see JournalStates */
export const createJournalStates = ({
  strapi,
  database,
  takeOverMs,
  onState,
}: {
  strapi: Core.Strapi;
  database: Database;
  /** A claim not renewed for this long is anybody's. */
  takeOverMs: number;
  /** Told of every final state, after its commit. */
  onState(documentId: string, outcome: Outcome): void;
}): JournalStates => {
  const table = (): string => strapi.db.metadata.get(UID.inboundEmail).tableName;
  const find = (documentId: string): Promise<JournalRow | null> =>
    strapi.db.query(UID.inboundEmail).findOne({ where: { documentId } });

  /** A claim that ends later than any can was made before the clock was set back. */
  const isFree = (rows: Knex.QueryBuilder): Knex.QueryBuilder =>
    rows
      .whereNull('locked_until')
      .orWhere('locked_until', '<', database.nowExpression())
      .orWhere('locked_until', '>', database.nowExpression().wrap('(', ` + ${LONGEST_TAKE_OVER_MS})`));

  /** Moves of mails that this process holds. */
  const held = createTogether({
    database,
    async work(trx, moves: readonly Move[]) {
      const updated = await updateRows(
        trx,
        database.client,
        { table: table(), own: OWN_COLUMNS },
        moves.map(({ documentId, owner, columns }) => ({
          key: { document_id: documentId },
          held: { locked_by: owner },
          columns,
        }))
      );
      if (updated === moves.length) return moves.map(() => true);
      if (moves.length === 1) return [false];
      throw new Error('Another process has taken one of the mails over.');
    },
  });

  const claimOf = (row: JournalRow, owner: string): Claim => ({
    row,
    async finish(outcome) {
      const columns = news(columnsOf(outcome, await database.time()), row);
      const written = await held.write({ documentId: row.documentId, owner, columns });
      if (written) onState(row.documentId, outcome);
      return written;
    },
    async postpone(milliseconds) {
      const columns = {
        locked_by: null,
        locked_until: null,
        next_attempt_at: new Date((await database.time()) + milliseconds),
        attempts: Math.max(0, (row.attempts ?? 1) - 1),
      };
      await held.write({ documentId: row.documentId, owner, columns });
    },
  });

  const claimAll = async (documentIds: readonly string[]): Promise<ClaimedRow[]> => {
    if (documentIds.length === 0) return [];
    const owner = randomUUID();
    const claimed = await database.transaction((trx) =>
      trx(table())
        .whereIn('document_id', [...documentIds])
        .where({ state: 'received' })
        .where(isFree)
        .update({
          locked_by: owner,
          locked_until: claimUntil(database, takeOverMs),
          attempts: trx.raw('attempts + 1'),
        })
    );
    if (claimed === 0) return [];
    const where = { documentId: { $in: [...documentIds] }, lockedBy: owner };
    const rows: JournalRow[] = await strapi.db
      .query(UID.inboundEmail)
      .findMany({ where, orderBy: { id: 'asc' } });
    return rows.map((row) => ({ row, owner }));
  };

  const updateSuggestion = async (documentId: string, columns: Row): Promise<boolean> => {
    const suggested = { document_id: documentId, state: 'unroutable', reason: 'suggestion' };
    const updated = await database.transaction((trx) => trx(table()).where(suggested).update(columns));
    return updated === 1;
  };

  return {
    find,

    acceptSuggestion: (documentId, accepted) =>
      updateSuggestion(documentId, { ...WAITING, accepted: JSON.stringify(accepted) }),

    async refuseSuggestion(documentId, outcome) {
      const columns = columnsOf(outcome, await database.time());
      const written = await updateSuggestion(documentId, columns);
      if (written) onState(documentId, outcome);
      return written;
    },

    async claim(mails) {
      const stored = mails.flatMap(({ claimed }) => claimed ?? []);
      const waiting = mails.filter(({ claimed }) => claimed === undefined);
      const all = [...stored, ...(await claimAll(waiting.map(({ documentId }) => documentId)))];
      return {
        claims: all.map(({ row, owner }) => claimOf(row, owner)),
        async renew() {
          await database.transaction((trx) =>
            trx(table())
              .whereIn(
                'document_id',
                all.map(({ row }) => row.documentId)
              )
              .whereIn('locked_by', [...new Set(all.map(({ owner }) => owner))])
              .update({ locked_until: claimUntil(database, takeOverMs) })
          );
        },
      };
    },

    async conclude(documentId, outcome) {
      const columns = columnsOf(outcome, await database.time());
      const written = await database.transaction((trx) =>
        trx(table()).where({ document_id: documentId, state: 'received' }).where(isFree).update(columns)
      );
      if (written === 1) onState(documentId, outcome);
    },

    async reopen(documentId) {
      const row = await find(documentId);
      if (!row || !isReplayable(row)) return false;
      const reopened = await database.transaction((trx) =>
        trx(table()).where({ document_id: documentId, state: row.state }).where(isFree).update(WAITING)
      );
      return reopened === 1;
    },

    async due(limit) {
      const now = await database.now();
      const rows: Row[] = await database.read((trx) =>
        trx(table())
          .where({ state: 'received' })
          .where((time) =>
            time
              .whereNull('next_attempt_at')
              .orWhere('next_attempt_at', '<=', new Date(now))
              .orWhere('next_attempt_at', '>', new Date(now + LONGEST_WAIT_MS))
          )
          .where(isFree)
          .orderBy(['attempts', 'id'])
          .limit(limit)
          .select('document_id', 'size', 'attempts')
      );
      return rows.map((row) => ({
        documentId: String(row.document_id),
        size: Number(row.size),
        attempts: Number(row.attempts),
      }));
    },

    async waitsFor(messageIds, except, minutes) {
      if (messageIds.length === 0) return false;
      const since = new Date((await database.time()) - minutes * 60_000);
      const waiting = await database.read((trx) =>
        trx(table())
          .whereIn('message_key', messageIds.map(messageKey))
          .where({ state: 'received' })
          .where('created_at', '>', since)
          .whereNot({ document_id: except })
          .first('id')
      );
      return waiting !== undefined;
    },
  };
};
