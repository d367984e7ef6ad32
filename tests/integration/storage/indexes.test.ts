import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseKind, type DatabaseKind } from '../../support/databases';
import { startSite, type Site } from '../../support/site';

/** What the database says of its own indexes, one row for each column, in the order of the columns. */
const QUERIES: Record<DatabaseKind, string> = {
  sqlite: `
    SELECT t.name AS "table", i.name AS "name", i."unique" AS "unique", c.name AS "column"
    FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
    WHERE t.type = 'table' ORDER BY t.name, i.name, c.seqno`,
  postgres: `
    SELECT t.relname AS "table", i.relname AS "name", x.indisunique AS "unique", a.attname AS "column"
    FROM pg_index x
    JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_class i ON i.oid = x.indexrelid
    CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k(number, place)
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
    ORDER BY t.relname, i.relname, k.place`,
  // A part of a column, or a hash of it, is where MariaDB makes do with what MySQL refuses.
  mysql: `
    SELECT table_name AS "table", index_name AS "name", NOT non_unique AS "unique",
      CONCAT(column_name, COALESCE(CONCAT('(', sub_part, ')'), ''), IF(index_type = 'HASH', ' hash', '')) AS "column"
    FROM information_schema.statistics WHERE table_schema = DATABASE()
    ORDER BY table_name, index_name, seq_in_index`,
};

let site: Site;

beforeAll(async () => {
  site = await startSite({ listen: false });
});

afterAll(() => site.stop());

const rowsOf = (answer: unknown): Record<string, unknown>[] => {
  const [first, rows] = [Array.isArray(answer) ? answer[0] : null, (answer as { rows?: unknown }).rows];
  return (rows ?? (Array.isArray(first) ? first : answer)) as Record<string, unknown>[];
};

it('every index that the plugin declares is there, over its columns as they are', async () => {
  const declared = [...site.strapi.db.metadata.values()]
    .filter(({ tableName }) => tableName.startsWith('mail_gateway_'))
    .flatMap(({ tableName, indexes }) =>
      indexes.map(({ name, columns, type }) => ({
        table: tableName,
        name,
        columns,
        unique: type === 'unique',
      }))
    );
  expect(declared.length).toBeGreaterThan(40);

  const found = rowsOf(await site.strapi.db.connection.raw(QUERIES[databaseKind()]));
  const present = declared.map(({ table, name }) => {
    const parts = found.filter((row) => row.table === table && row.name === name);
    return {
      table,
      name,
      columns: parts.map((part) => part.column),
      unique: Boolean(Number(parts[0]?.unique)),
    };
  });
  expect(present).toEqual(declared);
});
