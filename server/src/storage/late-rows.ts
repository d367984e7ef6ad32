import type { Database, Row, Transaction } from './database';
import { insertRows, type InsertRow } from './insert-rows';
import { updateRows, type OwnColumns, type RowUpdate } from './update-rows';

/** Updates a row within a transaction: at once, or together with others before the commit. */
export type UpdateRow = (table: string, own: OwnColumns, update: RowUpdate) => Promise<void>;

/** Rows that nobody reads before the commit, kept until then and written together. */
export interface LateRows {
  insert: InsertRow;
  update: UpdateRow;
  flush(trx: Transaction): Promise<void>;
}

/** @see LateRows */
export const createLateRows = (client: Database['client']): LateRows => {
  const inserts = new Map<string, Row[]>();
  const updates = new Map<string, { own: OwnColumns; rows: RowUpdate[] }>();

  return {
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
      for (const [table, rows] of inserts) await insertRows(trx, table, rows);
      for (const [table, { own, rows }] of updates) await updateRows(trx, client, { table, own }, rows);
    },
  };
};
