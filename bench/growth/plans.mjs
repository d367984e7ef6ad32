/** Tables of the plugin in a statement, by the names under which its plan shows them. */
const aliasesOf = (sql) => {
  const names = new Map();
  for (const [, table, alias] of sql.matchAll(/["`]?(mail_gateway_\w+)["`]?(?:\s+as\s+["`]?(\w+)["`]?)?/gi)) {
    names.set(table, table);
    if (alias) names.set(alias, table);
  }
  return names;
};

/** @returns {string[]} */
export const tablesOf = (sql) => [...new Set(aliasesOf(sql).values())];

/**
 * Asks the database how it would do a statement.
 *
 * @returns {Promise<{ text: string, table: string | null, scan: boolean }[]>} the steps that read tables; `scan`: it goes
 *   through a table, or through an index, without knowing where to begin
 */
export async function planOf(knex, client, sql, bindings) {
  // Statements come with the placeholders of the driver; knex wants its own.
  const asked = client === 'postgres' ? sql.replace(/\$\d+/g, '?') : sql;
  const explain = { sqlite: 'explain query plan', postgres: 'explain (format json)', mysql: 'explain' }[
    client
  ];
  const answer = await knex.raw(`${explain} ${asked}`, bindings);
  return READERS[client](answer);
}

const READERS = {
  sqlite: (rows) =>
    rows.map(({ detail }) => ({
      text: detail,
      table: /^(?:SCAN|SEARCH) (\w+)/.exec(detail)?.[1] ?? null,
      scan: detail.startsWith('SCAN'),
    })),

  postgres: ({ rows }) => {
    const steps = [];
    const walk = (node) => {
      const table = node['Relation Name'] ?? null;
      const conditions = node['Index Cond'] ?? node['Recheck Cond'];
      if (table !== null && node['Node Type'] !== 'ModifyTable') {
        const by = node['Index Name'] ? ` by ${node['Index Name']}` : '';
        const whole = !conditions && node['Node Type'] !== 'Tid Scan';
        steps.push({ text: `${node['Node Type']} ${table}${by}`, table, scan: whole });
      }
      for (const child of node.Plans ?? []) walk(child);
    };
    walk(rows[0]['QUERY PLAN'][0].Plan);
    return steps;
  },

  mysql: ([rows]) =>
    rows
      .filter(({ table }) => table !== null)
      .map(({ table, type, key }) => ({
        text: `${type} ${table}${key ? ` by ${key}` : ''}`,
        table,
        scan: type === 'ALL' || type === 'index',
      })),
};

/** A page of a list that begins at its end reads as many rows as it shows. */
const isOnePage = (sql) =>
  /\blimit\b/i.test(sql) && !/\bwhere\b/i.test(sql) && /order by\s+\S*\bid\b/i.test(sql);

/** Tables of the plugin that the statement reads from end to end. */
export function scansOf(steps, sql) {
  if (isOnePage(sql) || /^\s*insert/i.test(sql)) return [];
  const names = aliasesOf(sql);
  return [...new Set(steps.filter(({ scan }) => scan).flatMap(({ table }) => names.get(table) ?? []))];
}
