import type { Database, Transaction } from './database';

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
  write<T>(work: (trx: Transaction) => Promise<T>): Promise<T>;
}

interface Waiting {
  run(trx: Transaction): Promise<void>;
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
      let count = 0;
      for (const write of writes) {
        if (count > 0 && performance.now() > until) break;
        await write.run(trx);
        count += 1;
      }
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
    write<T>(work: (trx: Transaction) => Promise<T>) {
      if (database.inTransaction()) return database.transaction(work);
      return new Promise<T>((resolve, reject) => {
        let result: T;
        waiting.push({
          async run(trx) {
            result = await work(trx);
          },
          done: () => resolve(result),
          fail: reject,
        });
        if (!flushing) void flush();
      });
    },
  };
};
