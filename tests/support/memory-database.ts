import knex, { type Knex } from 'knex';
import type { Database } from '../../server/src/storage';

/** SQLite in memory behind the gateway's `Database`, with the tables that a test makes; the SQL and the clock are real. */
export const createMemoryDatabase = (): { database: Database; connection: Knex; stop(): Promise<void> } => {
  const connection = knex({
    client: 'better-sqlite3',
    connection: { filename: ':memory:' },
    useNullAsDefault: true,
  });
  const database: Database = {
    client: 'sqlite',
    inTransaction: () => false,
    transaction: (work) => connection.transaction((trx) => work(trx, { onCommit: () => undefined })),
    singleStatement: (work) => connection.transaction(work),
    read: (work) => connection.transaction(work),
    async insertOnce(trx, table, row, uniqueColumns) {
      const inserted = await trx(table)
        .insert(row)
        .onConflict([...uniqueColumns])
        .ignore()
        .returning(uniqueColumns[0] ?? 'id');
      return inserted.length > 0;
    },
    async insertAllOnce(trx, table, rows, uniqueColumns, named) {
      const inserted: Record<string, unknown>[] = await trx(table)
        .insert([...rows])
        .onConflict([...uniqueColumns])
        .ignore()
        .returning(named);
      return new Set(inserted.map((row) => String(row[named])));
    },
    now: async () => Date.now(),
    time: async () => Date.now(),
    nowExpression: () => connection.raw(`CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)`),
  };
  return { database, connection, stop: () => connection.destroy() };
};
