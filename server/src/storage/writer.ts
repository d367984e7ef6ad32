import type { Database, Row, Transaction } from './database';
import { createLateRows, type InsertNew, type NewRows, type UpdateRow } from './late-rows';

/** What a write may use, beside the transaction that it shares with others. */
export interface Within {
  /** For rows that nobody reads before the commit: they go in together with those of the other writes. */
  rows: NewRows;
  /** The same for updates. */
  update: UpdateRow;
  /** Whether its first row was free; true where it has none. */
  isMine: boolean;
}

/** One write, within a transaction that others may share. */
export type Write<T> = (trx: Transaction, within: Within) => Promise<T>;

/** A row that is there once, for whoever comes first. */
export interface FirstRow {
  table: string;
  row: Row;
  /** Columns of the unique index, in their database spelling; the first one tells the rows of a transaction apart. */
  unique: readonly [string, ...string[]];
}

/**
 * Writes of mails that are under way at the same time, in shared transactions: what comes while one commits goes into
 * the next, so that fifty mails cost a handful of commits and not a hundred. The order is that of the calls.
 */
export interface Writer {
  /**
   * Resolves after the commit. Rejects when this write failed; all of the same transaction is then rolled back and
   * repeated, each write alone, so that `work` may run more than once. Called inside a transaction, it joins that one.
   * @param work no network, no parsing: others wait for it.
   * @param first a row that is inserted before any work, unless it is there already. Those of all writes of a transaction
   *   are its first statement.
   */
  write<T>(work: Write<T>, first?: FirstRow): Promise<T>;
  /** The same in a transaction of its own, for work that takes long. */
  writeAlone<T>(work: Write<T>, first?: FirstRow): Promise<T>;
}

interface Waiting {
  first: FirstRow | null;
  run(trx: Transaction, within: Within): Promise<void>;
  done(): void;
  fail(error: unknown): void;
}

/** As many writes as share a transaction. */
const AT_ONCE = 50;

/** Milliseconds after which a transaction begins no further write: other processes wait for it. */
const OPEN_MS = 100;

/** It may take so many more where that ends all of them, by how long the others took: a second commit takes longer. */
const OVERTIME_MS = 15;

/** What is ready now comes along; without the pause the first of fifty writes would have a commit of its own. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** @see Writer */
export const createWriter = ({ database }: { database: Database }): Writer => {
  const waiting: Waiting[] = [];
  let flushing = false;

  /** Inserts the first rows. @returns the writes whose row was free; of those with the same row, the first. */
  const takeFirstRows = async (trx: Transaction, writes: readonly Waiting[]): Promise<Set<Waiting>> => {
    const mine = new Set(writes.filter(({ first }) => first === null));
    const tables = new Map<string, Map<string, { write: Waiting; first: FirstRow }>>();
    for (const write of writes) {
      const { first } = write;
      if (!first) continue;
      const rows = tables.get(first.table) ?? new Map<string, { write: Waiting; first: FirstRow }>();
      tables.set(first.table, rows);
      const name = String(first.row[first.unique[0]]);
      if (!rows.has(name)) rows.set(name, { write, first });
    }
    for (const [table, rows] of tables) {
      const [one] = rows.values();
      if (!one) continue;
      const { unique } = one.first;
      const values = [...rows.values()].map(({ first }) => first.row);
      const inserted = await database.insertAllOnce(trx, table, values, unique, unique[0]);
      for (const [name, { write }] of rows) if (inserted.has(name)) mine.add(write);
    }
    return mine;
  };

  const giveBack = async (trx: Transaction, { table, row, unique }: FirstRow): Promise<void> => {
    await trx(table)
      .where(Object.fromEntries(unique.map((column) => [column, row[column]])))
      .delete();
  };

  /** @returns how many of the writes are committed: all of them, but for those that time did not allow. */
  const commit = async (writes: readonly Waiting[]): Promise<number> => {
    const committed = await database.transaction(async (trx) => {
      const begun = performance.now();
      const isOver = (done: number): boolean => {
        const passed = performance.now() - begun;
        const rest = (passed / done) * (writes.length - done);
        return passed > OPEN_MS && passed + rest > OPEN_MS + OVERTIME_MS;
      };
      const late = createLateRows(database);
      const atOnce: InsertNew = (table, row, { columns }) => database.insertOnce(trx, table, row, columns);
      // A write by itself can be told what is there already.
      const rows = { insert: late.insert, insertNew: writes.length === 1 ? atOnce : late.insertNew };
      const mine = await takeFirstRows(trx, writes);
      let count = 0;
      for (const write of writes) {
        if (count > 0 && isOver(count)) break;
        await write.run(trx, { rows, update: late.update, isMine: mine.has(write) });
        count += 1;
      }
      await late.flush(trx);
      for (const write of writes.slice(count)) {
        if (write.first && mine.has(write)) await giveBack(trx, write.first);
      }
      return count;
    });
    for (const write of writes.slice(0, committed)) write.done();
    return committed;
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

  const promised =
    (begin: (write: Waiting) => void) =>
    <T>(work: Write<T>, first?: FirstRow): Promise<T> =>
      new Promise<T>((resolve, reject) => {
        let result: T;
        begin({
          first: first ?? null,
          async run(trx, within) {
            result = await work(trx, within);
          },
          done: () => resolve(result),
          fail: reject,
        });
      });

  const alone = (write: Waiting): void => void commit([write]).catch(write.fail);

  const shared = (write: Waiting): void => {
    if (database.inTransaction()) return alone(write);
    waiting.push(write);
    if (!flushing) void flush();
  };

  return { write: promised(shared), writeAlone: promised(alone) };
};
