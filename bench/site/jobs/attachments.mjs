import { createHash } from 'node:crypto';

/**
 * The private attachments of all messages, read from where they are stored.
 *
 * @returns {Promise<{ size: number, digest: string }[]>} `digest`: SHA-256 of the stored bytes
 */
export default async function attachments({ strapi }) {
  const { attachments: store } = strapi.plugin('mail-gateway').service('thread');
  const rows = await strapi.db.connection('mail_gateway_attachments').select('document_id').orderBy('id');
  const found = [];
  for (const { document_id: documentId } of rows) {
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of await store.read(documentId)) {
      hash.update(piece);
      size += piece.length;
    }
    found.push({ size, digest: hash.digest('hex') });
  }
  return found;
}
