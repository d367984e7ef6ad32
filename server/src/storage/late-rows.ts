import type { Database, Row, Transaction } from './database';
import { insertRows, type InsertRow } from './insert-rows';
import { updateRows, type OwnColumns, type RowUpdate } from './update-rows';

/** Updates a row within a transaction: at once, or together with others before the commit. */
export type UpdateRow = (table: string, own: OwnColumns, update: RowUpdate) => Promise<void>;

/** What tells whether a row is there already. */
export interface Unique {
  /** Columns of the unique index, in their database spelling. */
  columns: readonly string[];
  /** A column in which all rows differ. */
  named: string;
}

/** Inserts a row unless its unique columns are taken. @returns false when they are. */
export type InsertNew = (table: string, row: Row, unique: Unique) => Promise<boolean>;

/** Inserts within a transaction, of rows that nobody reads before the commit. */
export interface NewRows {
  insert: InsertRow;
  insertNew: InsertNew;
}

/** Rows that nobody reads before the commit, kept until then and written together. */
export interface LateRows extends NewRows {
  /** Says yes before it knows. */
  insertNew: InsertNew;
  update: UpdateRow;
  /** @throws TakenMeanwhile when it said yes to a row that is taken. */
  flush(trx: Transaction): Promise<void>;
}

/** A row that nearly always is new was there: the transaction has to be repeated with answers that are known. */
export class TakenMeanwhile extends Error {
  constructor(table: string) {
    super(`A row of ${table} was there already.`);
    this.name = 'TakenMeanwhile';
  }
}

/** @see LateRows */
export const createLateRows = (database: Pick<Database, 'client' | 'insertAllOnce'>): LateRows => {
  const news = new Map<string, { unique: Unique; rows: Row[] }>();
  const inserts = new Map<string, Row[]>();
  const updates = new Map<string, { own: OwnColumns; rows: RowUpdate[] }>();

  return {
    insertNew(table, row, unique) {
      const known = news.get(table);
      if (known) known.rows.push(row);
      else news.set(table, { unique, rows: [row] });
      return Promise.resolve(true);
    },

    insert(table, row) {
      const rows = inserts.get(table);
      if (rows) rows.push(row);
      else inserts.set(table, [row]);
      return Promise.resolve();
    },

    update(table, own, update) {
      const known = updates.get(table);
      if (known) known.rows.push(update);
      else updates.set(table, { own, rows: [update] });
      return Promise.resolve();
    },

    async flush(trx) {
      for (const [table, { unique, rows }] of news) {
        const inserted = await database.insertAllOnce(trx, table, rows, unique.columns, unique.named);
        if (inserted.size < rows.length) throw new TakenMeanwhile(table);
      }
      for (const [table, rows] of inserts) await insertRows(trx, table, rows);
      for (const [table, { own, rows }] of updates)
        await updateRows(trx, database.client, { table, own }, rows);
    },
  };
};
