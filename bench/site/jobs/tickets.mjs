/**
 * The tickets that were made after a given one, with what they hold: the evidence that nothing was lost.
 *
 * @returns {Promise<{ last: number, titles: string[], empty: number, files: number, kilobytes: number }>} `last`: id of
 *   the newest ticket; `empty`: tickets without text or sender
 */
export default async function tickets({ strapi, input: { after = 0 } }) {
  const rows = await strapi.db.query('api::ticket.ticket').findMany({
    select: ['id', 'title', 'description', 'email'],
    where: { id: { $gt: after } },
    populate: { attachments: { select: ['size'] } },
    orderBy: { id: 'asc' },
  });
  const files = rows.flatMap(({ attachments }) => attachments);
  return {
    last: rows.at(-1)?.id ?? after,
    titles: rows.map(({ title }) => title),
    empty: rows.filter(({ description, email }) => !description || !email).length,
    files: files.length,
    kilobytes: files.reduce((sum, { size }) => sum + Number(size), 0),
  };
}
