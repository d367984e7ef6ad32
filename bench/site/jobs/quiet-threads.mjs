const UID = 'plugin::mail-gateway';

/**
 * Of these threads, those that one person alone follows: an answer there is one mail.
 *
 * @returns {Promise<string[]>} documentIds
 */
export default async function quietThreads({ strapi, input: { threads } }) {
  const table = strapi.db.metadata.get(`${UID}.follower`).tableName;
  const rows = await strapi.db
    .connection(table)
    .select('thread_id')
    .count('* as followers')
    .whereIn('thread_id', threads)
    .groupBy('thread_id');
  return rows.filter(({ followers }) => Number(followers) === 1).map((row) => row.thread_id);
}
