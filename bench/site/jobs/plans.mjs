import { scansOf, planOf, tablesOf } from '../../growth/plans.mjs';

let listener = null;
let seen = null;

/** Lists of values have one shape, however long they are. */
const shapeOf = (sql) =>
  sql
    .replace(/\$\d+/g, '?')
    .replace(/\(\s*\?(?:\s*,\s*\?)*\s*\)/g, '(?…)')
    .replace(/(?:\(\?…\)(?:\s*,\s*)?)+/g, '(?…)')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * How the database finds what it is asked for: `start`, work, then `stop`.
 *
 * @param {{ input: { action: 'start' | 'stop' } }} context
 * @returns {Promise<Plan[] | undefined>} of every statement on a table of the plugin, once for each shape
 *
 * @typedef {object} Plan
 * @property {string} sql
 * @property {number} times
 * @property {string} plan in the database's words, shortened
 * @property {string[]} scans tables of the plugin that are read from end to end
 */
export default async function plans({ strapi, input: { action } }) {
  const knex = strapi.db.connection;
  if (action === 'start') {
    seen = new Map();
    listener = ({ sql, bindings }) => {
      if (!/mail_gateway_/.test(sql) || !/^\s*(?:select|update|delete|insert|with)/i.test(sql)) return;
      const shape = shapeOf(sql);
      const known = seen.get(shape);
      if (known) known.times += 1;
      else seen.set(shape, { sql, bindings: bindings ?? [], times: 1 });
    };
    knex.on('query', listener);
    return undefined;
  }
  knex.removeListener('query', listener);
  const { client } = strapi.db.dialect;
  const explained = [];
  for (const [shape, { sql, bindings, times }] of seen) {
    const nodes = await planOf(knex, client, sql, bindings);
    explained.push({
      sql: shape,
      times,
      tables: tablesOf(sql),
      plan: nodes.map(({ text }) => text).join('; ') || 'by no search',
      scans: scansOf(nodes, sql),
    });
  }
  return explained;
}
