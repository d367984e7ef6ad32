import { setTimeout as sleep } from 'node:timers/promises';

/** How often is looked, in milliseconds: much shorter than a round, and no load. */
const PAUSE = 20;

/**
 * Waits until every journaled mail has its final state.
 *
 * @returns {Promise<Record<string, number>>} how many mails of the journal are in each state
 */
export default async function settled({ strapi, input: { limit = 600_000 } }) {
  const until = Date.now() + limit;
  const journal = strapi.db.query('plugin::mail-gateway.inbound-email');
  while ((await journal.findOne({ select: ['id'], where: { state: 'received' } })) !== null) {
    if (Date.now() > until) throw new Error('Mails still wait in the journal.');
    await sleep(PAUSE);
  }
  const table = strapi.db.metadata.get('plugin::mail-gateway.inbound-email').tableName;
  const rows = await strapi.db.connection(table).select('state').count('* as count').groupBy('state');
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}
