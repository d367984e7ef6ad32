import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAttachments } from '../../server/src/threads/attachments';
import { createChunkStore, createDatabase } from '../../server/src/storage';
import { startDovecot, type Dovecot } from '../support/dovecot';
import { addAlias, setParameter } from '../support/gateway';
import { generateMails, type GeneratedMail } from '../support/mails';
import { startSite, type Site } from '../support/site';

/** A mailbox of 500 mails on a real Dovecot, fetched by a real Strapi: nothing lost, nothing doubled, nothing changed. */

const COUNT = 500;
const TICKET = 'api::ticket.ticket';

interface MessageRow {
  documentId: string;
  threadId: string;
  messageId: string;
  subject: string;
  text: string;
}

let dovecot: Dovecot;
let site: Site;
let mails: GeneratedMail[];
let serverId: string;

const post = async (path: string, body?: unknown) => {
  const answer = await site.admin('POST', path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body.data;
};

const rows = <Row>(uid: string): Promise<Row[]> =>
  site.strapi.db.query(uid).findMany({ orderBy: { id: 'asc' } });

beforeAll(async () => {
  dovecot = await startDovecot();
  site = await startSite({ env: { MAIL_GATEWAY_ALLOWED_PORTS: String(dovecot.ports.imap) } });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  mails = [...generateMails({ count: COUNT, seed: 500, to: 'support@site.example' })];
  await dovecot.deliver(
    'support',
    mails.map(({ raw }) => raw)
  );
  const server = await post('/mail-gateway/incoming-servers', {
    name: 'Support mailbox',
    protocol: 'imap',
    host: '127.0.0.1',
    port: dovecot.ports.imap,
    encryption: 'none',
    username: 'support',
    password: dovecot.password,
  });
  serverId = server.documentId;
});

afterAll(async () => {
  await site?.stop();
  await dovecot?.stop();
});

describe('500 mails in a Dovecot mailbox', () => {
  it('Test & confirm says how many will be imported', async () => {
    const confirmed = await post(`/mail-gateway/incoming-servers/${serverId}/confirm`);

    expect(confirmed).toMatchObject({ ok: true, willImport: COUNT });
  });

  it('one fetch takes in and delivers every one of them', async () => {
    const report = await post(`/mail-gateway/incoming-servers/${serverId}/fetch`);
    expect(report).toMatchObject({ outcome: 'fetched', stored: COUNT });

    const journal = await rows<{ state: string; reason: string }>('plugin::mail-gateway.inbound-email');
    expect(journal).toHaveLength(COUNT);
    expect(journal.filter(({ state }) => state !== 'delivered')).toEqual([]);
  });

  it('each first mail became one ticket, each reply one message in the thread of the mail that it answers', async () => {
    const first = mails.filter(({ replyTo }) => replyTo === null);
    expect(await site.strapi.db.query(TICKET).count()).toBe(first.length);

    const messages = await rows<MessageRow>('plugin::mail-gateway.message');
    expect(messages).toHaveLength(COUNT);
    const threadOf = new Map(messages.map(({ messageId, threadId }) => [messageId, threadId]));
    expect(threadOf.size).toBe(COUNT);
    for (const { messageId, replyTo } of mails) {
      if (replyTo !== null) expect(threadOf.get(messageId)).toBe(threadOf.get(replyTo));
    }
  });

  it('subjects, texts and attachments are equal to the byte', async () => {
    const database = createDatabase({ strapi: site.strapi });
    const attachments = createAttachments({ database, chunks: createChunkStore({ database }) });
    const messages = new Map(
      (await rows<MessageRow>('plugin::mail-gateway.message')).map((message) => [message.messageId, message])
    );
    for (const mail of mails) {
      const message = messages.get(mail.messageId);
      expect(message?.subject).toBe(mail.subject);
      expect(message?.text.trimEnd()).toBe(mail.text.trimEnd());
      const kept = await attachments.list(message?.documentId ?? '');
      expect(kept.map(({ name }) => name)).toEqual(mail.attachments.map(({ fileName }) => fileName));
      for (const [position, { bytes }] of mail.attachments.entries()) {
        const stream = await attachments.read(kept[position]?.documentId ?? '');
        expect(stream && (await buffer(stream)).equals(bytes)).toBe(true);
      }
    }
  });

  it('a second fetch, and a second account row after a forgotten cursor, change nothing', async () => {
    await post(`/mail-gateway/incoming-servers/${serverId}/fetch`);
    await site.strapi.db
      .query('plugin::mail-gateway.incoming-server')
      .updateMany({ where: {}, data: { lastUid: 0 } });
    await post(`/mail-gateway/incoming-servers/${serverId}/fetch`);

    expect(await site.strapi.db.query('plugin::mail-gateway.inbound-email').count()).toBe(COUNT);
    expect(await site.strapi.db.query('plugin::mail-gateway.message').count()).toBe(COUNT);
  });
});
