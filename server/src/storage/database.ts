import type { Core } from '@strapi/strapi';

/** One row as knex gives it: column names as in the table. */
export type Row = Record<string, unknown>;

/** knex, by way of Strapi's own types: where packages are not hoisted, a site's compiler finds no `knex` from here. */
type Connection = Core.Strapi['db']['connection'];

export type Transaction = Awaited<ReturnType<ReturnType<Connection['transactionProvider']>>>;

/** A piece of SQL. */
export type Expression = ReturnType<Connection['raw']>;

/**
 * The database behind the raw models: transactions that are repeated when the database asks for it, inserts that tell
 * "already there" from "failed" on every dialect, and the database's own clock.
 */
export interface Database {
  readonly client: 'sqlite' | 'postgres' | 'mysql';
  /** Whether the caller runs inside a transaction of Strapi's, which `transaction` would join. */
  inTransaction(): boolean;
  /**
   * Runs `work` in Strapi's transaction (joining one that is open, so `db.query` and the document service take part)
   * and repeats the whole of it up to five times when the database reports a deadlock or a busy file. No network, no
   * parsing inside: SQLite has a single connection. An error of the database driver is thrown with its code and without
   * its statement.
   */
  transaction<T>(
    work: (trx: Transaction, hooks: { onCommit(callback: () => void): void }) => Promise<T>
  ): Promise<T>;
  /**
   * The same for work of a single statement, which PostgreSQL commits by itself: without it, BEGIN and COMMIT would be two
   * thirds of what is sent. Should there be more statements, each is committed by itself.
   */
  singleStatement<T>(work: (trx: Transaction) => Promise<T>): Promise<T>;
  /** One SELECT, by itself or in the transaction that is open. */
  read<T>(work: (trx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Inserts one row unless its unique columns are taken. An answer of false leaves the transaction usable on every
   * dialect (a plain unique violation would kill it on PostgreSQL; INSERT IGNORE would hide truncation on MySQL).
   * @param uniqueColumns the columns of the unique index, in their database spelling.
   */
  insertOnce(trx: Transaction, table: string, row: Row, uniqueColumns: readonly string[]): Promise<boolean>;
  /**
   * The same for several rows of one table.
   * @param named the column by which a row is told from the others.
   * @returns its values of the rows that were inserted.
   */
  insertAllOnce(
    trx: Transaction,
    table: string,
    rows: readonly Row[],
    uniqueColumns: readonly string[],
    named: string
  ): Promise<Set<string>>;
  /** Milliseconds since 1970 by the database's clock, so that processes with wrong clocks agree. */
  now(): Promise<number>;
  /**
   * The same clock, read once a minute at most and carried on by this process's, which may stand wrong but runs right:
   * for instants that are kept and compared later. Conditions of leases and claims take `nowExpression`.
   */
  time(): Promise<number>;
  /** The same clock as an SQL expression, for conditions of leases and claims. */
  nowExpression(): Expression;
}

const RETRYABLE = new Set([
  'SQLITE_BUSY',
  'SQLITE_BUSY_RECOVERY',
  'SQLITE_BUSY_SNAPSHOT',
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  // MariaDB: the row was changed since the transaction began (innodb_snapshot_isolation).
  'ER_CHECKREAD',
  '40001',
  '40P01',
]);

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Whether the database asks to repeat the transaction (deadlock, serialisation failure, busy file). */
export const isRetryable = (error: unknown): boolean => RETRYABLE.has(codeOf(error));

/** Errors of statements, as knex tells them (`query-error`): those that a lost connection causes often have no code. */
const statementErrors = new WeakSet();

const noted = new WeakSet<Connection>();

/** Once for a connection, however many parts of the plugin make a database of it. */
const noteStatementErrors = (connection: Connection): void => {
  if (noted.has(connection)) return;
  noted.add(connection);
  connection.on('query-error', (error: object) => statementErrors.add(error));
};

/** What people can mend without knowing the database. */
const DISK_FULL = new Set(['SQLITE_FULL', '53100', 'ER_DISK_FULL', 'ER_RECORD_FILE_FULL']);

/**
 * A database error without its message, in which knex shows the statement with all its values: the text of a mail and
 * ciphertext have no place in a log, nor in what is told to a caller. Errors of others are given back as they are.
 */
const withoutStatement = (error: unknown): unknown => {
  if (typeof error !== 'object' || error === null || !statementErrors.has(error)) return error;
  const code = codeOf(error);
  const what = DISK_FULL.has(code) ? 'The disk of the database is full' : 'The database refused a statement';
  return Object.assign(new Error(`${what} (error ${code || 'unknown'}).`), { code });
};

const CLOCK = {
  sqlite: `CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)`,
  postgres: `CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)`,
  mysql: `(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000)`,
};

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

const ATTEMPTS = 5;

/** How long the database's clock is carried on before it is read again: a machine may sleep in between. */
const CLOCK_AGE_MS = 60_000;

const clientOf = (name: string): Database['client'] => {
  if (name === 'sqlite' || name === 'postgres' || name === 'mysql') return name;
  throw new Error(`Mail Gateway cannot work on the database client "${name}".`);
};

/** What Strapi hands to a transaction's callback; it types the transaction itself as `any`. */
interface Callbacks {
  trx: Transaction;
  onCommit(callback: () => void): void;
}

/**
 * Strapi's database, whose transactions are READ COMMITTED on MySQL as they are on PostgreSQL. Under MySQL's default
 * whoever looks for a row also locks the gap beside it, and processes that claim rows wait for each other's gaps until
 * one of them is ended. Strapi's `transaction` takes no options, but begins on what it finds as `this.connection`.
 */
const readingCommitted = (db: Core.Strapi['db'], client: Database['client']): Core.Strapi['db'] => {
  if (client !== 'mysql') return db;
  const transaction = () => db.connection.transaction({ isolationLevel: 'read committed' });
  return Object.create(db, { connection: { value: { transaction } } });
};

/** @see Database */
export const createDatabase = ({ strapi }: { strapi: Core.Strapi }): Database => {
  const client = clientOf(strapi.db.dialect.client);
  noteStatementErrors(strapi.db.connection);
  const db = readingCommitted(strapi.db, client);
  const nowExpression = (): Expression => strapi.db.connection.raw(CLOCK[client]);

  const once: Database['transaction'] = async (work) => {
    try {
      return await db.transaction(({ trx, onCommit }: Callbacks) => work(trx, { onCommit }));
    } catch (error) {
      throw withoutStatement(error);
    }
  };

  const insertOnce: Database['insertOnce'] = async (trx, table, row, uniqueColumns) => {
    if (client === 'mysql') {
      try {
        await trx(table).insert(row);
        return true;
      } catch (error) {
        if (codeOf(error) === 'ER_DUP_ENTRY') return false;
        throw error;
      }
    }
    const [first] = uniqueColumns;
    const inserted = await trx(table)
      .insert(row)
      .onConflict([...uniqueColumns])
      .ignore()
      .returning(first ?? 'id');
    return inserted.length > 0;
  };

  const now = async (): Promise<number> => {
    const answer: Row | undefined = await once((trx) =>
      trx.select(nowExpression().wrap('', ' as now')).first()
    );
    return Number(answer?.now);
  };

  let clock: { read: number; since: number } | null = null;

  const repeated = async <T>(attemptOnce: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await attemptOnce();
      } catch (error) {
        if (attempt >= ATTEMPTS || !isRetryable(error)) throw error;
        await pause(20 * 2 ** attempt * (0.5 + Math.random()));
      }
    }
  };

  const transaction: Database['transaction'] = (work) =>
    strapi.db.inTransaction() ? once(work) : repeated(() => once(work));

  const byItself: Database['singleStatement'] = async (work) => {
    try {
      // The connection makes the same statements as a transaction; what ends one is not called.
      return await work(strapi.db.connection as Transaction);
    } catch (error) {
      throw withoutStatement(error);
    }
  };

  const read: Database['read'] = (work) =>
    strapi.db.inTransaction() ? transaction(work) : repeated(() => byItself(work));

  return {
    client,
    inTransaction: () => strapi.db.inTransaction(),
    transaction,

    singleStatement: (work) => (client === 'postgres' ? read(work) : transaction(work)),

    read,

    insertOnce,

    async insertAllOnce(trx, table, rows, uniqueColumns, named) {
      if (client === 'mysql') {
        const inserted = new Set<string>();
        for (const row of rows) {
          if (await insertOnce(trx, table, row, uniqueColumns)) inserted.add(String(row[named]));
        }
        return inserted;
      }
      const inserted: Row[] = await trx(table)
        .insert([...rows])
        .onConflict([...uniqueColumns])
        .ignore()
        .returning(named);
      return new Set(inserted.map((row) => String(row[named])));
    },

    now,

    async time() {
      const since = performance.now();
      if (!clock || since - clock.since > CLOCK_AGE_MS) clock = { read: await now(), since };
      return Math.round(clock.read + performance.now() - clock.since);
    },

    nowExpression,
  };
};
