import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import sanitizeHtml from 'sanitize-html';

/**
 * What a developer writes who has never heard of the plugin: every unseen mail becomes a ticket. It keeps no journal
 * and no original; a crash between two lines loses or doubles a mail.
 */
export default async function ingestBare({ strapi, input: { account } }) {
  const client = new ImapFlow({ ...account, logger: false });
  await client.connect();
  const lock = await client.getMailboxLock('INBOX');
  for (const uid of await client.search({ seen: false }, { uid: true })) {
    const { source } = await client.fetchOne(uid, { source: true }, { uid: true });
    const mail = await simpleParser(source);
    const attachments = [];
    for (const { content, contentType, filename, size } of mail.attachments) {
      const filepath = path.join(tmpdir(), randomUUID());
      await writeFile(filepath, content);
      const [file] = await strapi
        .plugin('upload')
        .service('upload')
        .upload({
          data: { fileInfo: { name: filename } },
          files: { filepath, originalFilename: filename, mimetype: contentType, size },
        });
      await rm(filepath);
      attachments.push(file.id);
    }
    await strapi.documents('api::ticket.ticket').create({
      data: {
        title: mail.subject,
        description: mail.html ? sanitizeHtml(mail.html) : mail.text,
        email: mail.from.value[0].address,
        attachments,
      },
    });
    await client.messageFlagsAdd(uid, ['\\Seen'], { uid: true });
  }
  lock.release();
  await client.logout();
}
