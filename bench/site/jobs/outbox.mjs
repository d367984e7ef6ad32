/** How many mails of the outbox are in each state. */
export default async function outbox({ strapi }) {
  const table = strapi.db.metadata.get('plugin::mail-gateway.outbound-email').tableName;
  const rows = await strapi.db.connection(table).select('state').count('* as count').groupBy('state');
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}
