/** Statements by shape, of the count that runs; null: nothing is counted. */
let counted = null;
let listener = null;

/** Lists of values have one shape, however long they are. */
const shapeOf = (sql) =>
  sql
    .replace(/\$\d+/g, '?')
    .replace(/\(\s*\?(?:\s*,\s*\?)+\s*\)(?:\s*,\s*\(\s*\?(?:\s*,\s*\?)+\s*\))*/g, '(?…)')
    .replace(/(?:select (?:\?|NULL) as .*?)(?: union all select .*)/gi, 'select ? … union all')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * Counts what is asked of the database: `start`, then `stop`, which answers the statements, the most frequent first,
 * each with the values of one example.
 *
 * @returns {Promise<{ sql: string, count: number, bindings: unknown[], example: string }[] | undefined>}
 */
export default async function statements({ strapi, input: { action } }) {
  const knex = strapi.db.connection;
  if (action === 'start') {
    counted = new Map();
    listener = ({ sql, bindings }) => {
      const shape = shapeOf(sql);
      const known = counted.get(shape);
      if (known) known.count += 1;
      else counted.set(shape, { sql: shape, count: 1, example: sql, bindings: (bindings ?? []).map(plain) });
    };
    knex.on('query', listener);
    return undefined;
  }
  knex.removeListener('query', listener);
  const list = [...counted.values()].sort((left, right) => right.count - left.count);
  counted = null;
  return list;
}

/** Bytes are of no interest, and would be large. */
function plain(value) {
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  return value instanceof Date ? value.toISOString() : value;
}
