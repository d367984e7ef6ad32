import { randomUUID } from 'node:crypto';
import { TABLE } from '../constants';
import { cleanString, cleanText } from '../mail';
import type { Database, Row, Transaction, Writer } from '../storage';
import type { Contents } from './contents';
import { interrupted, type RowChange, type SendingRow } from './outcome';
import { EMAIL_TABLE } from './tables';
import type { OutboundKind } from './types';

/** A row that this process has claimed for sending. */
export interface ClaimedRow {
  id: number;
  documentId: string;
  kind: OutboundKind;
  contentId: string;
  recipient: string;
  attempts: number;
  maybeTwice: boolean;
  /** The server of the attempt before. */
  serverId: string | null;
  contentType: string | null;
  entryDocumentId: string | null;
  fence: number;
}

/** A state that a row has come to. */
export interface Transition {
  documentId: string;
  state: RowChange['state'];
  contentType: string | null;
  entryDocumentId: string | null;
}

/** Claims that are not renewed for this long are anybody's. */
export const CLAIM_MS = 30_000;
const BATCH = 100;

/**
 * The outbox table as a queue for any number of processes. A row is claimed by a conditional update, by the database's
 * clock; whoever finishes it must still hold the claim.
 */
export interface OutboxRows {
  claim(limit: number): Promise<ClaimedRow[]>;
  /** Keeps claims of this process alive. @param ids those that it is working on; what it let go of is anybody's. */
  renew(ids: readonly number[]): Promise<void>;
  /** Commits that the end of the mail is about to go out. @throws Error when the claim was lost. */
  markData(row: ClaimedRow): Promise<void>;
  /** Writes the outcome, gives the claim up, and empties a sealed content that nobody needs any more. @returns null when the claim was lost, and nothing was written. */
  finish(
    row: ClaimedRow,
    change: RowChange,
    sending: SendingColumns | null,
    sealed: boolean
  ): Promise<Transition | null>;
  /**
   * Rows whose process died: tried again later, or uncertain where the mail's end may have gone out. It counts as an
   * attempt, since it may be the mail that ends the process.
   */
  recover(uncertain: (row: SendingRow) => RowChange): Promise<Transition[]>;
  /** Uncertain rows whose ten minutes are over: sent once more. */
  resendUncertain(): Promise<Transition[]>;
  /** Says of the mails that are due why they do not leave. */
  explainWaiting(sentence: string): Promise<void>;
  /** Queued rows that came too late, and sealed contents that nobody may send any more. */
  expire(): Promise<Transition[]>;
}

/** How the row was sent; stored with the outcome. */
export interface SendingColumns {
  serverId: string;
  serverName: string;
  from: string;
  envelopeFrom: string;
  decision: object;
}

const COLUMNS: Record<keyof RowChange, string> = {
  state: 'state',
  attempts: 'attempts',
  nextAttemptAt: 'next_attempt_at',
  acceptedAt: 'accepted_at',
  smtpCode: 'smtp_code',
  enhancedCode: 'enhanced_code',
  response: 'response',
  failureType: 'failure_type',
  explanation: 'explanation',
  serverMessageId: 'server_message_id',
  serverMessageKey: 'server_message_key',
};

const EXPLANATION_LIMIT = 2_000;

/** Column names and storable values of a change: explanations carry words of servers and hooks. */
const columnsOf = (change: Partial<RowChange>): Row =>
  Object.fromEntries(
    // Object.entries forgets the type of keys and values; the cast restores what RowChange says.
    (Object.entries(change) as [keyof RowChange, RowChange[keyof RowChange]][]).map(([key, value]) => [
      COLUMNS[key],
      typeof value === 'string' ? cleanText(value, EXPLANATION_LIMIT) : value,
    ])
  );

const claimedRow = (row: Row): ClaimedRow => ({
  id: Number(row.id),
  documentId: String(row.document_id),
  kind: row.kind === 'mass' ? 'mass' : 'transactional',
  contentId: String(row.content_id),
  recipient: String(row.recipient),
  attempts: Number(row.attempts ?? 0),
  maybeTwice: Boolean(row.maybe_twice),
  serverId: textOrNull(row.server_id),
  contentType: textOrNull(row.content_type),
  entryDocumentId: textOrNull(row.entry_document_id),
  fence: Number(row.fence ?? 0),
});

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const transition = (row: Row, state: RowChange['state']): Transition => ({
  documentId: String(row.document_id),
  state,
  contentType: textOrNull(row.content_type),
  entryDocumentId: textOrNull(row.entry_document_id),
});

/** @see OutboxRows */
export const createOutboxRows = ({
  database,
  writer,
  contents,
  onErased,
}: {
  database: Database;
  writer: Writer;
  contents: Contents;
  /** Told which sealed contents were emptied, after the commit. */
  onErased(contentIds: string[]): void;
}): OutboxRows => {
  const me = randomUUID();
  const unlocked = { locked_by: null, locked_until: null };
  const until = () => database.nowExpression().wrap('(', ` + ${CLAIM_MS})`);

  const erase = async (trx: Transaction, contentIds: string[]): Promise<void> => {
    const erased = await contents.eraseFinished(trx, contentIds);
    if (erased.length > 0) onErased(erased);
  };

  /** Moves rows that `pick` finds, if they are still as found. Conditional on `state`: another process may be faster. */
  const move = async (
    from: string,
    pick: (trx: Transaction, now: number) => Promise<Row[]>,
    change: (row: Row, now: number) => Row & { state: RowChange['state'] }
  ): Promise<Transition[]> =>
    database.transaction(async (trx) => {
      const now = await database.now();
      const moved: Transition[] = [];
      const finished: string[] = [];
      for (const row of await pick(trx, now)) {
        const columns = change(row, now);
        const count = await trx(EMAIL_TABLE)
          .where({ id: row.id, state: from, fence: row.fence })
          .update({ ...columns, ...unlocked, fence: trx.raw('fence + 1'), updated_at: new Date(now) });
        if (count !== 1) continue;
        moved.push(transition(row, columns.state));
        if (columns.state === 'failed' || columns.state === 'uncertain')
          finished.push(String(row.content_id));
      }
      await erase(trx, [...new Set(finished)]);
      return moved;
    });

  return {
    async claim(limit) {
      return database.transaction(async (trx) => {
        const now = await database.now();
        const ids = await trx(EMAIL_TABLE)
          .where({ state: 'queued' })
          .where('next_attempt_at', '<=', new Date(now))
          .where((row) => row.whereNull('expires_at').orWhere('expires_at', '>', new Date(now)))
          .orderBy([{ column: 'next_attempt_at' }, { column: 'id' }])
          .limit(limit)
          .pluck('id');
        if (ids.length === 0) return [];
        await trx(EMAIL_TABLE)
          .whereIn('id', ids)
          .where({ state: 'queued' })
          .update({
            state: 'sending',
            locked_by: me,
            locked_until: until(),
            fence: trx.raw('fence + 1'),
            data_at: null,
            updated_at: new Date(now),
          });
        const rows: Row[] = await trx(EMAIL_TABLE)
          .whereIn('id', ids)
          .where({ state: 'sending', locked_by: me });
        return rows.map(claimedRow).sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
      });
    },

    async renew(ids) {
      if (ids.length === 0) return;
      await database.transaction((trx) =>
        trx(EMAIL_TABLE)
          .whereIn('id', [...ids])
          .where({ state: 'sending', locked_by: me })
          .update({ locked_until: until() })
      );
    },

    async markData({ id, fence }) {
      const marked = await writer.write((trx) =>
        trx(EMAIL_TABLE).where({ id, state: 'sending', locked_by: me, fence }).update({ data_at: new Date() })
      );
      if (marked !== 1) throw new Error('Another process has taken the mail over.');
    },

    async finish(row, change, sending, sealed) {
      const { id, fence } = row;
      const sent = sending && {
        server_id: sending.serverId,
        server_name: cleanString(sending.serverName),
        from: cleanString(sending.from),
        envelope_from: cleanString(sending.envelopeFrom),
        decision: JSON.stringify(sending.decision),
      };
      const written = await writer.write(async (trx) => {
        const count = await trx(EMAIL_TABLE)
          .where({ id, state: 'sending', locked_by: me, fence })
          .update({ ...columnsOf(change), ...sent, ...unlocked, updated_at: new Date() });
        if (sealed && count === 1 && change.state !== 'queued') await erase(trx, [row.contentId]);
        return count;
      });
      const { documentId, contentType, entryDocumentId } = row;
      return written === 1 ? { documentId, state: change.state, contentType, entryDocumentId } : null;
    },

    recover: (uncertain) =>
      move(
        'sending',
        (trx, now) =>
          trx(EMAIL_TABLE).where({ state: 'sending' }).where('locked_until', '<', now).limit(BATCH),
        (row, now) => {
          const claimed = claimedRow(row);
          const { state, ...change } =
            row.data_at === null ? interrupted(claimed, new Date(now)) : uncertain(claimed);
          return { ...columnsOf(change), state };
        }
      ),

    resendUncertain: () =>
      move(
        'uncertain',
        (trx, now) =>
          trx(EMAIL_TABLE)
            .where({ state: 'uncertain' })
            .where('next_attempt_at', '<=', new Date(now))
            .where((row) => row.whereNull('expires_at').orWhere('expires_at', '>', new Date(now)))
            .limit(BATCH),
        (_row, now) => ({ state: 'queued', maybe_twice: true, next_attempt_at: new Date(now) })
      ),

    async explainWaiting(sentence) {
      await database.transaction((trx) =>
        trx(EMAIL_TABLE)
          .where({ state: 'queued' })
          .where('next_attempt_at', '<=', new Date())
          .whereNull('explanation')
          .update({ explanation: sentence })
      );
    },

    async expire() {
      const late = await move(
        'queued',
        (trx, now) =>
          trx(EMAIL_TABLE).where({ state: 'queued' }).where('expires_at', '<=', new Date(now)).limit(BATCH),
        () => ({
          state: 'failed',
          failure_type: 'expired',
          next_attempt_at: null,
          explanation: 'The mail could not leave before its time was over.',
        })
      );
      await move(
        'uncertain',
        (trx, now) =>
          trx(EMAIL_TABLE)
            .where({ state: 'uncertain' })
            .where('expires_at', '<=', new Date(now))
            .whereIn('content_id', trx(TABLE.sealedContents).select('content_id'))
            .limit(BATCH),
        () => ({ state: 'uncertain', next_attempt_at: null })
      );
      return late;
    },
  };
};
