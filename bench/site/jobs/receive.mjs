const JOURNAL = 'plugin::mail-gateway.inbound-email';

/**
 * Takes mails in, one after the other, each to its final state.
 *
 * @param {{ input: { mails: { raw: string, recipient: string }[] } }} context
 * @returns {Promise<{ milliseconds: number, mails: { documentId: string, state: string, threadId: string | null,
 *   entryDocumentId: string | null }[] }>}
 */
export default async function receive({ strapi, input: { mails } }) {
  const inbound = strapi.plugin('mail-gateway').service('inbound');
  const documentIds = [];
  const begun = performance.now();
  for (const { raw, recipient } of mails) {
    const envelope = { recipients: [recipient], sender: null };
    documentIds.push((await inbound.receive(raw, { envelope })).documentId);
  }
  const milliseconds = performance.now() - begun;

  const rows = await strapi.db.query(JOURNAL).findMany({
    where: { documentId: { $in: documentIds } },
    select: ['documentId', 'state', 'threadId', 'entryDocumentId'],
  });
  const found = new Map(rows.map((row) => [row.documentId, row]));
  return {
    milliseconds,
    mails: documentIds.map((documentId) => found.get(documentId) ?? { documentId, state: 'lost' }),
  };
}
