import type { Database, Transaction } from '../storage';

/**
 * Small writes of many connections in shared transactions: what comes while one commits goes into the next, so that
 * fifty connections cost a handful of commits and not a hundred.
 */
export interface Writer {
  /** Resolves after the commit. Rejects when this write failed; others of the same transaction are then repeated alone. */
  write<T>(work: (trx: Transaction) => Promise<T>): Promise<T>;
}

interface Waiting {
  run(trx: Transaction): Promise<void>;
  done(): void;
  fail(error: unknown): void;
}

const AT_ONCE = 50;

/** @see Writer */
export const createWriter = ({ database }: { database: Database }): Writer => {
  const waiting: Waiting[] = [];
  let flushing = false;

  const commit = async (writes: readonly Waiting[]): Promise<void> => {
    await database.transaction(async (trx) => {
      for (const write of writes) await write.run(trx);
    });
    for (const write of writes) write.done();
  };

  const flush = async (): Promise<void> => {
    flushing = true;
    while (waiting.length > 0) {
      const together = waiting.splice(0, AT_ONCE);
      try {
        await commit(together);
      } catch {
        for (const write of together) await commit([write]).catch(write.fail);
      }
    }
    flushing = false;
  };

  return {
    write<T>(work: (trx: Transaction) => Promise<T>) {
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
