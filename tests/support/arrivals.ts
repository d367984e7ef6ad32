import { buffer } from 'node:stream/consumers';
import { createChunkStore, createDatabase } from '../../server/src/storage';
import { createAttachments } from '../../server/src/threads/attachments';
import type { GeneratedMail } from './mails';
import type { Site } from './site';

export const TICKET = 'api::ticket.ticket';
export const JOURNAL = 'plugin::mail-gateway.inbound-email';
export const MESSAGE = 'plugin::mail-gateway.message';
export const OUTBOX = 'plugin::mail-gateway.outbound-email';

/** A row of the journal, as far as tests of arrival read it. */
export interface Journaled {
  documentId: string;
  messageId: string;
  state: string;
  reason: string;
  explanation: string;
  sourceType: string;
}

/** A message of a thread with the bytes of its attachments. */
export interface Arrived {
  threadId: string;
  messageId: string;
  subject: string;
  text: string;
  attachments: { name: string; bytes: Buffer }[];
}

/** What of a mail has to arrive. */
export type SentMail = Pick<GeneratedMail, 'raw' | 'messageId' | 'subject' | 'text' | 'attachments'>;

/** All rows of a table of the site, oldest first. */
export const rowsOf = <Row>({ strapi }: Pick<Site, 'strapi'>, uid: string, where = {}): Promise<Row[]> =>
  strapi.db.query(uid).findMany({ where, orderBy: { id: 'asc' } });

/** Every message that became of received mail. */
export const arrivedAt = async (site: Pick<Site, 'strapi'>, where = {}): Promise<Arrived[]> => {
  const database = createDatabase({ strapi: site.strapi });
  const attachments = createAttachments({ database, chunks: createChunkStore({ database }) });
  const messages = await rowsOf<Omit<Arrived, 'attachments'> & { documentId: string }>(site, MESSAGE, where);
  const arrived: Arrived[] = [];
  for (const { documentId, ...message } of messages) {
    const kept = [];
    for (const { documentId: id, name } of await attachments.list(documentId)) {
      const stream = await attachments.read(id);
      kept.push({ name, bytes: stream ? await buffer(stream) : Buffer.alloc(0) });
    }
    arrived.push({ ...message, attachments: kept });
  }
  return arrived;
};

/** What is wrong with a mail that arrived; nothing when all of it is there to the byte. */
export const damageOf = (mail: SentMail, message: Arrived | undefined): string[] => {
  if (!message) return [`${mail.messageId} is lost`];
  const names = message.attachments.map(({ name }) => name);
  const whole =
    names.join() === mail.attachments.map(({ fileName }) => fileName).join() &&
    mail.attachments.every(({ bytes }, position) => message.attachments[position]?.bytes.equals(bytes));
  return [
    ...(message.subject === mail.subject ? [] : [`${mail.messageId}: subject`]),
    ...(message.text.trimEnd() === mail.text.trimEnd() ? [] : [`${mail.messageId}: text`]),
    ...(whole ? [] : [`${mail.messageId}: attachments`]),
  ];
};

/** Owners of stored bytes that neither a mail nor an attachment names. */
export const orphanedBytes = async ({ strapi }: Pick<Site, 'strapi'>): Promise<string[]> => {
  const { connection } = strapi.db;
  const owners: string[] = await connection('mail_gateway_chunks').distinct('owner').pluck('owner');
  const owned = new Set<string>([
    ...(await connection('mail_gateway_inbound_emails').pluck('document_id')),
    ...(await connection('mail_gateway_attachments').pluck('bytes_owner')),
  ]);
  return owners.filter((owner) => !owned.has(owner));
};

/** Makes all stored bytes two hours old: what nobody owns is swept after one. */
export const ageBytes = async ({ strapi }: Pick<Site, 'strapi'>): Promise<void> => {
  await strapi.db.connection('mail_gateway_chunks').update({ created_at: Date.now() - 2 * 3_600_000 });
};
