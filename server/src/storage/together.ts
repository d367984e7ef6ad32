import type { Database, Transaction } from './database';

/**
 * Small writes of many connections, each of them one value, done by one function for all that come at the same time:
 * a handful of statements and one commit for fifty mails. What comes while one commits goes into the next.
 */
export interface Together<Item, Result> {
  /**
   * Resolves after the commit. Rejects when this write failed; others of the same transaction are then repeated alone.
   * Called inside a transaction, it joins that one.
   */
  write(item: Item): Promise<Result>;
  /**
   * Says that somebody is at work who will write within milliseconds, and again when there is more to do: as long as it
   * has neither written nor said that its work is over, others wait for it a little.
   */
  announce(): Announced<Item, Result>;
}

export interface Announced<Item, Result> {
  write(item: Item): Promise<Result>;
  /** May be called more than once. */
  over(): void;
}

interface Waiting<Item, Result> {
  item: Item;
  done(result: Result): void;
  fail(error: unknown): void;
}

const AT_ONCE = 50;

/** How long those at work are waited for, in milliseconds. */
const PATIENCE = 10;

/**
 * @param commit runs `work`; in a transaction, where nothing is said.
 * @param work writes all items and answers for each of them, in their order. May run again when the database asks for it.
 * @see Together
 */
export const createTogether = <Item, Result>({
  database,
  commit = database.transaction,
  work,
}: {
  database: Pick<Database, 'inTransaction' | 'transaction'>;
  commit?: Database['singleStatement'];
  work(trx: Transaction, items: readonly Item[]): Promise<Result[]>;
}): Together<Item, Result> => {
  const waiting: Waiting<Item, Result>[] = [];
  /** Those who have not written yet, or have been answered and may have more to do. */
  const atWork = new Set<symbol>();
  /** Ends the waiting for them. */
  let complete: () => void = () => undefined;
  let flushing = false;

  const commitAll = async (writes: readonly Waiting<Item, Result>[]): Promise<void> => {
    const results = await commit((trx) =>
      work(
        trx,
        writes.map(({ item }) => item)
      )
    );
    for (const [index, result] of results.entries()) writes[index]?.done(result);
  };

  /** Five statements and a wait for the disk are the same for one mail and for fifty: the fewer, the better for all. */
  const company = async (): Promise<void> => {
    if (atWork.size === 0) {
      // What is ready now comes along.
      await new Promise((resolve) => setImmediate(resolve));
      return;
    }
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
        await commitAll(together);
      } catch {
        for (const write of together) await commitAll([write]).catch(write.fail);
      }
    }
    flushing = false;
  };

  const write = (item: Item): Promise<Result> =>
    new Promise((resolve, reject) => {
      const one = { item, done: resolve, fail: reject };
      // Others may wait for the very connection that the transaction holds.
      if (database.inTransaction()) return void commitAll([one]).catch(reject);
      waiting.push(one);
      if (!flushing) void flush();
    });

  return {
    write,

    announce() {
      const who = Symbol('at work');
      const leave = (): void => {
        if (atWork.delete(who) && atWork.size === 0) complete();
      };
      let isOver = false;
      atWork.add(who);
      return {
        async write(item) {
          leave();
          const result = await write(item);
          if (!isOver) atWork.add(who);
          return result;
        },
        over() {
          isOver = true;
          leave();
        },
      };
    },
  };
};
