import type { Row, Transaction } from './database';

/** Inserts a row within a transaction: at once, or together with others before the commit. */
export type InsertRow = (table: string, row: Row) => Promise<void>;

/** Rows of one statement. With thirty columns each they stay far below the values that a statement may bind. */
const ROWS = 100;

/** Bytes of one statement: MariaDB refuses packets over 16 MB, and writes each byte as two characters. */
const BYTES = 1024 * 1024;

const bytesOf = (row: Row): number =>
  Object.values(row).reduce<number>(
    (sum, value) => sum + (typeof value === 'string' || Buffer.isBuffer(value) ? value.length : 8),
    0
  );

/** Rows by the statements that take them. */
export const portions = function* <OneRow extends Row>(rows: readonly OneRow[]): Generator<OneRow[]> {
  let portion: OneRow[] = [];
  let size = 0;
  for (const row of rows) {
    const bytes = bytesOf(row);
    if (portion.length > 0 && (portion.length >= ROWS || size + bytes > BYTES)) {
      yield portion;
      portion = [];
      size = 0;
    }
    portion.push(row);
    size += bytes;
  }
  if (portion.length > 0) yield portion;
};

/** Inserts any number of rows with as few statements as a database takes. */
export const insertRows = async (trx: Transaction, table: string, rows: readonly Row[]): Promise<void> => {
  for (const portion of portions(rows)) await trx(table).insert(portion);
};

/** One statement for each row. */
export const insertAtOnce =
  (trx: Transaction): InsertRow =>
  async (table, row) => {
    await trx(table).insert(row);
  };
