import { randomUUID } from 'node:crypto';
import type { OutboundExplanation } from '../../../contracts';
import { LONGEST_TAKE_OVER_MS, TABLE } from '../constants';
import type { Database, Row, Transaction } from '../storage';
import {
  claimedRow,
  columnsOf,
  explanationColumns,
  transitionOf,
  type ClaimedRow,
  type Transition,
} from './claimed-row';
import type { Contents } from './contents';
import { explain } from './explain';
import { interrupted, type RowChange, type SendingRow } from './outcome';
import { createSendingWrites, type SendingWrites } from './sending-writes';
import { EMAIL_TABLE } from './tables';

const EXPIRED = explain('expired', {}, 'The mail could not leave before its time was over.');

const BATCH = 100;
/** Clocks that are read once a minute may differ by less. */
const CLOCK_STEP_MS = 5 * 60_000;

/**
 * The outbox table as a queue for any number of processes. A row is claimed by a conditional update, by the database's
 * clock; whoever finishes it must still hold the claim.
 */
export interface OutboxRows extends SendingWrites {
  claim(limit: number): Promise<ClaimedRow[]>;
  /** Keeps claims of this process alive. @param ids those that it is working on; what it let go of is anybody's. */
  renew(ids: readonly number[]): Promise<void>;
  /**
   * Rows whose process died: tried again later, or uncertain where the mail's end may have gone out. It counts as an
   * attempt, since it may be the mail that ends the process.
   * @param inWork ids that this process is working on: it knows better, also when it could not renew their claims.
   */
  recover(uncertain: (row: SendingRow) => RowChange, inWork: readonly number[]): Promise<Transition[]>;
  /** Rows that wait although they were written in what is the future now: the clock was set back, and they are due. */
  catchUp(): Promise<void>;
  /** Uncertain rows whose ten minutes are over: sent once more. */
  resendUncertain(): Promise<Transition[]>;
  /** Says of the mails that are due why they do not leave. */
  explainWaiting(sentence: OutboundExplanation): Promise<void>;
  /** Queued rows that came too late, and sealed contents that nobody may send any more. */
  expire(): Promise<Transition[]>;
}

/** @see OutboxRows */
export const createOutboxRows = ({
  database,
  contents,
  takeOverMs,
  onErased,
}: {
  database: Database;
  contents: Contents;
  /** Claims that are not renewed for this long are anybody's. */
  takeOverMs: number;
  /** Told which sealed contents were emptied, after the commit. */
  onErased(contentIds: string[]): void;
}): OutboxRows => {
  const me = randomUUID();
  const unlocked = { locked_by: null, locked_until: null };
  const until = () => database.nowExpression().wrap('(', ` + ${takeOverMs})`);

  /** Moves rows that `pick` finds, if they are still as found. Conditional on `state`: another process may be faster. */
  const move = async (
    from: string,
    pick: (trx: Transaction, now: number) => Promise<Row[]>,
    change: (row: Row, now: number) => Row & { state: RowChange['state'] }
  ): Promise<Transition[]> => {
    const { moved, erased } = await database.transaction(async (trx) => {
      const now = await database.now();
      const moved: Transition[] = [];
      const finished: string[] = [];
      for (const row of await pick(trx, now)) {
        const columns = change(row, now);
        const count = await trx(EMAIL_TABLE)
          .where({ id: row.id, state: from, fence: row.fence })
          .update({ ...columns, ...unlocked, fence: trx.raw('fence + 1'), updated_at: new Date(now) });
        if (count !== 1) continue;
        moved.push(transitionOf(claimedRow(row), columns.state));
        if (columns.state === 'failed' || columns.state === 'uncertain')
          finished.push(String(row.content_id));
      }
      return { moved, erased: await contents.eraseFinished(trx, [...new Set(finished)]) };
    });
    if (erased.length > 0) onErased(erased);
    return moved;
  };

  return {
    ...createSendingWrites({ database, contents, me, onErased }),

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

    recover: (uncertain, inWork) =>
      move(
        'sending',
        (trx, now) =>
          trx(EMAIL_TABLE)
            .where({ state: 'sending' })
            .whereNotIn('id', [...inWork])
            // A claim that ends later than any can was made before the clock was set back.
            .where((time) =>
              time.where('locked_until', '<', now).orWhere('locked_until', '>', now + LONGEST_TAKE_OVER_MS)
            )
            .limit(BATCH),
        (row, now) => {
          const claimed = claimedRow(row);
          const { state, ...change } =
            row.data_at === null ? interrupted(claimed, new Date(now)) : uncertain(claimed);
          return { ...columnsOf(change), state };
        }
      ),

    async catchUp() {
      await database.transaction(async (trx) => {
        const now = await database.now();
        await trx(EMAIL_TABLE)
          .whereIn('state', ['queued', 'uncertain'])
          .where('next_attempt_at', '>', new Date(now))
          .where('updated_at', '>', new Date(now + CLOCK_STEP_MS))
          .update({ next_attempt_at: new Date(now), updated_at: new Date(now) });
      });
    },

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
      const now = new Date(await database.now());
      await database.transaction((trx) =>
        trx(EMAIL_TABLE)
          .where({ state: 'queued' })
          .where('next_attempt_at', '<=', now)
          .whereNull('explanation')
          .update(explanationColumns([sentence]))
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
          ...explanationColumns([EXPIRED]),
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
