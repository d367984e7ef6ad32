/** Rows of one INSERT: below every database's limit of bound values for the widest table. */
const ROWS = 200;

/** Rows that share a transaction. */
const TOGETHER = 20_000;

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

/**
 * Writes many rows over one connection. A table is filled after the likeness of a row that the plugin itself has
 * written: what is not given is taken from there.
 *
 * @param {'sqlite' | 'postgres' | 'mysql'} client
 * @param {object} connection the driver's own
 */
export async function createBulk(client, connection) {
  const tables = [];
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
      const counts = {};
      for (const { name, count } of tables) counts[name] = (counts[name] ?? 0) + count;
      return counts;
    },
  };
}
