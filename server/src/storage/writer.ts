import type { Database, Transaction } from './database';
import { createLateRows, insertAtOnce, type InsertRow } from './insert-rows';

/**
 * One write, within a transaction that others may share.
 * @param insert for rows that nobody reads before the commit: they go in together with those of the other writes.
 */
export type Write<T> = (trx: Transaction, insert: InsertRow) => Promise<T>;

/**
 * Writes of mails that are under way at the same time, in shared transactions: what comes while one commits goes into
 * the next, so that fifty mails cost a handful of commits and not a hundred. The order is that of the calls.
 */
export interface Writer {
  /**
   * Resolves after the commit. Rejects when this write failed; all of the same transaction is then rolled back and
   * repeated, each write alone, so that `work` may run more than once. Called inside a transaction, it joins that one.
   * @param work no network, no parsing: others wait for it.
   */
  write<T>(work: Write<T>): Promise<T>;
}

interface Waiting {
  run(trx: Transaction, insert: InsertRow): Promise<void>;
  done(): void;
  fail(error: unknown): void;
}

/** As many writes as share a transaction. */
const AT_ONCE = 50;

/** Milliseconds after which a transaction begins no further write: other processes wait for it. */
const OPEN_MS = 100;

/** What is ready now comes along; without the pause the first of fifty writes would have a commit of its own. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** @see Writer */
export const createWriter = ({ database }: { database: Database }): Writer => {
  const waiting: Waiting[] = [];
  let flushing = false;

  /** @returns how many of the writes are committed: all of them, but for those that time did not allow. */
  const commit = async (writes: readonly Waiting[]): Promise<number> => {
    const begun = await database.transaction(async (trx) => {
      const until = performance.now() + OPEN_MS;
      const late = createLateRows();
      let count = 0;
      for (const write of writes) {
        if (count > 0 && performance.now() > until) break;
        await write.run(trx, late.insert);
        count += 1;
      }
      await late.flush(trx);
      return count;
    });
    for (const write of writes.slice(0, begun)) write.done();
    return begun;
  };

  const flush = async (): Promise<void> => {
    flushing = true;
    await turn();
    while (waiting.length > 0) {
      const together = waiting.splice(0, AT_ONCE);
      try {
        const begun = await commit(together);
        waiting.unshift(...together.slice(begun));
      } catch {
        for (const write of together) await commit([write]).catch(write.fail);
      }
    }
    flushing = false;
  };

  return {
    write<T>(work: Write<T>) {
      if (database.inTransaction()) return database.transaction((trx) => work(trx, insertAtOnce(trx)));
      return new Promise<T>((resolve, reject) => {
        let result: T;
        waiting.push({
          async run(trx, insert) {
            result = await work(trx, insert);
          },
          done: () => resolve(result),
          fail: reject,
        });
        if (!flushing) void flush();
      });
    },
  };
};
