/** Rows of one INSERT: below every database's limit of bound values for the widest table. */
const ROWS = 200;

/** Rows that share a transaction. */
const TOGETHER = 50_000;

/** JSON comes back from PostgreSQL as objects, which a statement does not take. */
const bound = (value) =>
  value !== null && typeof value === 'object' && !(value instanceof Date) && !Buffer.isBuffer(value)
    ? JSON.stringify(value)
    : value;

const list = (length, item) => Array.from({ length }, (_none, index) => item(index)).join(',');

/** Past knex, which would take apart and put together each of a million statements. */
const WRITERS = {
  sqlite(connection, { name, columns }) {
    const insert = connection.prepare(
      `INSERT INTO "${name}" (${columns.map((column) => `"${column}"`).join(',')}) VALUES (${list(columns.length, () => '?')})`
    );
    const storable = (value) => {
      if (value instanceof Date) return value.getTime();
      return typeof value === 'boolean' ? Number(value) : value;
    };
    return async (rows) => {
      for (const row of rows) insert.run(row.map(storable));
    };
  },

  postgres(connection, { name, columns }) {
    const head = `INSERT INTO "${name}" (${columns.map((column) => `"${column}"`).join(',')}) VALUES `;
    const group = (row) => `(${list(columns.length, (index) => `$${row * columns.length + index + 1}`)})`;
    return (rows) =>
      connection.query({
        // By its name PostgreSQL knows the statement of the last time.
        name: `fill ${name} ${rows.length}`,
        text: head + list(rows.length, group),
        values: rows.flat(),
      });
  },

  mysql(connection, { name, columns }) {
    const head = `INSERT INTO \`${name}\` (${columns.map((column) => `\`${column}\``).join(',')}) VALUES `;
    const group = `(${list(columns.length, () => '?')})`;
    return (rows) =>
      new Promise((resolve, reject) => {
        connection.query(head + list(rows.length, () => group), rows.flat(), (error) =>
          error ? reject(error) : resolve()
        );
      });
  },
};

const ask = {
  sqlite: async (connection, sql) => connection.exec(sql),
  postgres: (connection, sql) => connection.query(sql),
  mysql: (connection, sql) =>
    new Promise((resolve, reject) => connection.query(sql, (error) => (error ? reject(error) : resolve()))),
};

/** Settings of SQLite for so much writing: nothing is lost that could not be written again. */
const HASTE = { synchronous: 0, cache_size: -500_000 };

/**
 * Puts away what makes each row expensive. Indexes are built anew afterwards, which is sorting instead of searching;
 * MariaDB keeps them.
 *
 * @param {string[]} tables
 * @returns {Promise<() => Promise<void>>} puts back what was there before
 */
const hurry = {
  async sqlite(connection, tables) {
    const settings = Object.keys(HASTE).map((name) => [name, connection.pragma(name, { simple: true })]);
    for (const [name, value] of Object.entries(HASTE)) connection.pragma(`${name} = ${value}`);
    const indexes = connection
      .prepare(`SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL`)
      .all()
      .filter((index) => tables.includes(index.tbl_name));
    for (const { name } of indexes) connection.exec(`DROP INDEX "${name}"`);
    return async () => {
      for (const { sql } of indexes) connection.exec(sql);
      for (const [name, value] of settings) connection.pragma(`${name} = ${value}`);
    };
  },

  async postgres(connection, tables) {
    const { rows } = await connection.query(
      `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY($1)
       AND indexname NOT IN (SELECT conname FROM pg_constraint)`,
      [tables]
    );
    for (const { indexname } of rows) await connection.query(`DROP INDEX "${indexname}"`);
    return async () => {
      for (const { indexdef } of rows) await connection.query(indexdef);
    };
  },

  mysql: async () => async () => undefined,
};

/**
 * Writes many rows over one connection. A table is filled after the likeness of a row that the plugin itself has
 * written: what is not given is taken from there.
 *
 * @param {'sqlite' | 'postgres' | 'mysql'} client
 * @param {object} connection the driver's own
 * @param {string[]} names of the tables
 */
export async function createBulk(client, connection, names) {
  const tables = [];
  const putBack = await hurry[client](connection, names);
  let open = 0;
  await ask[client](connection, 'BEGIN');

  async function write(table) {
    if (table.rows.length === 0) return;
    await table.write(table.rows);
    open += table.rows.length;
    table.rows = [];
    if (open < TOGETHER) return;
    open = 0;
    await ask[client](connection, 'COMMIT');
    await ask[client](connection, 'BEGIN');
  }

  return {
    /** @param {object} like a row, with its `id` */
    table(name, like) {
      const columns = Object.keys(like).filter((column) => column !== 'id');
      const given = columns.map((column) => bound(like[column]));
      const table = { name, rows: [], count: 0, write: WRITERS[client](connection, { name, columns }) };
      tables.push(table);
      return {
        async add(values) {
          table.rows.push(
            columns.map((column, index) => (column in values ? bound(values[column]) : given[index]))
          );
          table.count += 1;
          if (table.rows.length === ROWS) await write(table);
        },
      };
    },

    /** @returns {Promise<Record<string, number>>} how many rows each table got */
    async end() {
      for (const table of tables) await write(table);
      await ask[client](connection, 'COMMIT');
      await putBack();
      const counts = {};
      for (const { name, count } of tables) counts[name] = (counts[name] ?? 0) + count;
      return counts;
    },
  };
}
