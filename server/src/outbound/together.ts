import type { Database, Transaction } from '../storage';

/**
 * Small writes of many connections, each of them one value, done by one function for all that come at the same time:
 * a handful of statements and one commit for fifty mails. What comes while one commits goes into the next.
 */
export interface Together<Item, Result> {
  /** Resolves after the commit. Rejects when this write failed; others of the same transaction are then repeated alone. */
  write(item: Item): Promise<Result>;
  /**
   * Says that a write comes within milliseconds.
   * @returns says that it has come, or comes no more; may be called more than once.
   */
  announce(): () => void;
}

interface Waiting<Item, Result> {
  item: Item;
  done(result: Result): void;
  fail(error: unknown): void;
}

const AT_ONCE = 50;

/** How long announced writes are waited for, in milliseconds. */
const PATIENCE = 5;

/**
 * @param work writes all items and answers for each of them, in their order. May run again when the database asks for it.
 * @see Together
 */
export const createTogether = <Item, Result>({
  database,
  work,
}: {
  database: Database;
  work(trx: Transaction, items: readonly Item[]): Promise<Result[]>;
}): Together<Item, Result> => {
  const waiting: Waiting<Item, Result>[] = [];
  let announced = 0;
  /** Ends the waiting for what was announced. */
  let complete: () => void = () => undefined;
  let flushing = false;

  const commit = async (writes: readonly Waiting<Item, Result>[]): Promise<void> => {
    const results = await database.transaction((trx) =>
      work(
        trx,
        writes.map(({ item }) => item)
      )
    );
    for (const [index, result] of results.entries()) writes[index]?.done(result);
  };

  /** SQLite's commit stops this whole process while the disk works: the fewer, the better, also for those who wait. */
  const company = async (): Promise<void> => {
    if (database.client !== 'sqlite' || announced === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      complete = resolve;
      timer = setTimeout(resolve, PATIENCE);
    });
    clearTimeout(timer);
  };

  const flush = async (): Promise<void> => {
    flushing = true;
    while (waiting.length > 0) {
      await company();
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
    write: (item) =>
      new Promise<Result>((resolve, reject) => {
        waiting.push({ item, done: resolve, fail: reject });
        if (!flushing) void flush();
      }),

    announce() {
      let open = true;
      announced += 1;
      return () => {
        if (!open) return;
        open = false;
        announced -= 1;
        if (announced === 0) complete();
      };
    },
  };
};
