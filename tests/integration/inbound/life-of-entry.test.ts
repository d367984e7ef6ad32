import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addAlias, entries, messages, receive, setParameter, type JournalEntry } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Answer, type Site } from '../../support/site';
import { startSmtpSink, type SmtpSink } from '../../support/smtp';

const TICKET = 'api::ticket.ticket';
const ARTICLE = 'api::article.article';
const THREADS = 'mail_gateway_threads';
const OUTBOX = 'plugin::mail-gateway.outbound-email';

let site: Site;
let sink: SmtpSink;
let apiToken: string;

const thread = (threadId: string | null) =>
  site.strapi.db.query('plugin::mail-gateway.thread').findOne({ where: { documentId: threadId } });

const isArchived = async ({ threadId }: JournalEntry): Promise<boolean> =>
  (await thread(threadId)).archivedAt !== null;

/** It follows the commit of the deletion. */
const archived = (mail: JournalEntry): Promise<void> =>
  vi.waitFor(async () => expect(await isArchived(mail)).toBe(true), { timeout: 5000, interval: 20 });

const alive = (mail: JournalEntry): Promise<void> =>
  vi.waitFor(async () => expect(await isArchived(mail)).toBe(false), { timeout: 5000, interval: 20 });

const life = () => site.strapi.plugin('mail-gateway').service('thread').life;

/** Still alive when everything that was noted has been looked at. */
const stillAlive = async (mail: JournalEntry): Promise<void> => {
  await life().idle();
  expect(await isArchived(mail)).toBe(false);
};

const sweep = (): Promise<void> => life().sweep(new AbortController().signal);

let senders = 0;

/** Each from somebody else: many mails of one sender in a minute look like a loop. */
const to = (name: string, parts: Parameters<typeof rawMail>[0] = {}): Promise<JournalEntry> => {
  const recipient = `${name}@site.example`;
  senders += 1;
  const from = `customer-${senders}@customer.example`;
  return receive(site, rawMail({ to: recipient, from, ...parts }), { recipients: [recipient] });
};

const documents = () => site.strapi.documents(ARTICLE);

/** A published article with a German version. */
const article = async (): Promise<JournalEntry & { entryDocumentId: string }> => {
  const mail = await to('news');
  const documentId = mail.entryDocumentId ?? '';
  const data = { title: 'Auf Deutsch' } as never;
  await documents().update({ documentId, locale: 'de', data });
  await documents().publish({ documentId, locale: '*' });
  return { ...mail, entryDocumentId: documentId };
};

const answer = (threadId: string | null): Promise<Answer> =>
  site.admin('POST', `/mail-gateway/threads/${threadId}/messages`, { text: 'We look into it.' });

beforeAll(async () => {
  sink = await startSmtpSink({});
  site = await startSite({
    env: { MAIL_GATEWAY_WORKER: 'true', MAIL_GATEWAY_ALLOWED_PORTS: String(sink.port) },
  });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  await addAlias(site, 'news', ARTICLE);
  await site.strapi.plugin('i18n').service('locales').create({ code: 'de', name: 'German' });
  apiToken = await site.token(['api::ticket.ticket.delete']);
});

afterAll(async () => {
  await site.stop();
  await sink.stop();
});

describe('the conversation of an entry that is deleted', () => {
  const content = '/content-manager/collection-types';

  it.each<[string, (entry: string) => Promise<unknown>]>([
    ['in the Content Manager', (entry) => site.admin('DELETE', `${content}/${TICKET}/${entry}`)],
    [
      'with others in the Content Manager',
      (entry) => site.admin('POST', `${content}/${TICKET}/actions/bulkDelete`, { documentIds: [entry] }),
    ],
    [
      'by the REST API',
      (entry) =>
        site.fetch(`/api/tickets/${entry}`, {
          method: 'DELETE',
          headers: { authorization: `Bearer ${apiToken}` },
        }),
    ],
    ['by the document service', (entry) => site.strapi.documents(TICKET).delete({ documentId: entry })],
    ['by a query', (entry) => site.strapi.db.query(TICKET).delete({ where: { documentId: entry } })],
    [
      'by a query that asks for nothing back',
      (entry) => site.strapi.db.query(TICKET).delete({ where: { documentId: entry }, select: ['title'] }),
    ],
    [
      'by a query for several',
      (entry) => site.strapi.db.query(TICKET).deleteMany({ where: { documentId: entry } }),
    ],
  ])('is archived: %s', async (_way, remove) => {
    const [mail, other] = [await to('support'), await to('support')];
    await remove(mail.entryDocumentId ?? '');
    expect(await site.strapi.db.query(TICKET).count({ where: { documentId: mail.entryDocumentId } })).toBe(0);
    await archived(mail);
    await stillAlive(other);
    const { body } = await site.admin('GET', `/mail-gateway/threads/${mail.threadId}`);
    expect(Date.parse(body.data.archivedAt)).not.toBeNaN();
    expect(await messages(site, mail.threadId ?? '')).toHaveLength(1);
  });

  it('takes no more answers while its entry is gone', async () => {
    const mail = await to('support');
    await site.strapi.documents(TICKET).delete({ documentId: mail.entryDocumentId ?? '' });
    await archived(mail);
    const answer = await site.admin('POST', `/mail-gateway/threads/${mail.threadId}/messages`, {
      text: 'Hello?',
    });
    expect([answer.status, answer.body.error.code]).toEqual([409, 'archived']);
    expect(await messages(site, mail.threadId ?? '')).toHaveLength(1);
  });

  it('lives on when the deletion is rolled back', async () => {
    const mail = await to('support');
    const deletion = site.strapi.db.transaction(async () => {
      await site.strapi.documents(TICKET).delete({ documentId: mail.entryDocumentId ?? '' });
      throw new Error('not today');
    });
    await expect(deletion).rejects.toThrow('not today');
    await stillAlive(mail);
  });

  it('comes back with the entry, restored with others', async () => {
    const mail = await to('support');
    const documentId = mail.entryDocumentId ?? '';
    await site.strapi.documents(TICKET).delete({ documentId });
    await archived(mail);
    const data = [{ title: 'Another one' }, { documentId, title: 'Back again' }];
    await site.strapi.db.query(TICKET).createMany({ data });
    await alive(mail);
  });

  it('comes back with the entry, restored under its documentId', async () => {
    const mail = await to('support');
    const documentId = mail.entryDocumentId ?? '';
    await site.strapi.documents(TICKET).delete({ documentId });
    await archived(mail);
    await site.strapi.db.query(TICKET).create({ data: { documentId, title: 'Back again' } });
    await alive(mail);
    const later = await to('support', { inReplyTo: (await answer(mail.threadId)).body.data.messageId });
    expect(later.threadId).toBe(mail.threadId);
  });

  it('is archived, and comes back, with what tells nobody: an import, statements of the site’s own', async () => {
    const [gone, back] = [await to('support'), await to('support')];
    const rows = () => site.strapi.db.connection('tickets');
    await site.strapi.db
      .connection(THREADS)
      .where({ document_id: back.threadId })
      .update({ archived_at: new Date() });
    await rows().where({ document_id: gone.entryDocumentId }).delete();
    await sweep();
    expect([await isArchived(gone), await isArchived(back)]).toEqual([true, false]);
    await rows().insert({ document_id: gone.entryDocumentId, title: 'Imported' });
    await sweep();
    expect(await isArchived(gone)).toBe(false);
  });

  it('is archived with its content type', async () => {
    const mail = await to('support');
    const row = () => site.strapi.db.connection(THREADS).where({ document_id: mail.threadId });
    await row().update({ content_type: 'api::gone.gone' });
    await sweep();
    expect(await isArchived(mail)).toBe(true);
    await row().update({ content_type: TICKET });
    await sweep();
    expect(await isArchived(mail)).toBe(false);
  });
});

describe('the conversation of an entry with drafts and locales', () => {
  it('lives through publishing, unpublishing, discarding and the loss of one locale', async () => {
    const mail = await article();
    const { entryDocumentId: documentId } = mail;
    await stillAlive(mail);
    await documents().publish({ documentId, locale: '*' });
    await stillAlive(mail);
    await documents().unpublish({ documentId, locale: 'en' });
    await stillAlive(mail);
    await documents().publish({ documentId, locale: 'en' });
    await documents().update({ documentId, locale: 'en', data: { title: 'Changed' } as never });
    await documents().discardDraft({ documentId, locale: 'en' });
    await stillAlive(mail);
    await documents().delete({ documentId, locale: 'de' });
    await stillAlive(mail);
    await documents().delete({ documentId, locale: 'en' });
    await archived(mail);
  });

  it('is archived by the deletion of all locales at once', async () => {
    const mail = await article();
    const at = `/content-manager/collection-types/${ARTICLE}/${mail.entryDocumentId}?locale=*`;
    expect((await site.admin('DELETE', at)).status).toBe(200);
    await archived(mail);
  });

  it('is archived when the site gives its only locale up', async () => {
    const [english, german] = [await article(), await article()];
    await documents().delete({ documentId: german.entryDocumentId, locale: 'en' });
    await stillAlive(german);
    const locales = site.strapi.plugin('i18n').service('locales');
    const { id } = await locales.findByCode('de');
    await locales.delete({ id });
    await archived(german);
    await stillAlive(english);
    await locales.create({ code: 'de', name: 'German' });
  });
});

describe('mail about an entry that was deleted', () => {
  it('becomes a new entry where it is for an alias of that type, and else says why it did not', async () => {
    const mail = await to('support');
    const { messageId } = (await answer(mail.threadId)).body.data;
    await site.strapi.documents(TICKET).delete({ documentId: mail.entryDocumentId ?? '' });
    await archived(mail);

    const anew = await to('support', { inReplyTo: messageId });
    expect([anew.state, anew.reason, anew.contentType]).toEqual(['delivered', 'created', TICKET]);
    expect(anew.entryDocumentId).not.toBe(mail.entryDocumentId);
    expect(anew.threadId).not.toBe(mail.threadId);

    const nowhere = await to('catchall', { inReplyTo: messageId });
    expect([nowhere.state, nowhere.reason]).toEqual(['unroutable', 'entry_deleted']);
    expect(await isArchived(mail)).toBe(true);
    expect(await messages(site, mail.threadId ?? '')).toHaveLength(2);
  });

  it('that was forwarded to the alias of another type makes an entry of that type, with a conversation of its own', async () => {
    const mail = await to('support', { messageId: '<first@customer.example>' });
    const before = (await entries(site, TICKET)).length;
    const forwarded = await to('news', {
      subject: 'Fwd: Printer',
      references: '<first@customer.example>',
      inReplyTo: '<first@customer.example>',
    });
    expect([forwarded.state, forwarded.reason, forwarded.contentType]).toEqual([
      'delivered',
      'created',
      ARTICLE,
    ]);
    expect(forwarded.threadId).not.toBe(mail.threadId);
    expect(await entries(site, TICKET)).toHaveLength(before);
    expect(await messages(site, mail.threadId ?? '')).toHaveLength(1);
    await stillAlive(mail);
  });

  it('that waited to leave still leaves: a person wrote it', async () => {
    const mail = await to('support', { from: 'Nora <nora@customer.example>' });
    const { documentId } = (await answer(mail.threadId)).body.data.outbound[0];
    await site.strapi.documents(TICKET).delete({ documentId: mail.entryDocumentId ?? '' });
    await archived(mail);
    const row = () => site.strapi.db.query(OUTBOX).findOne({ where: { documentId } });
    expect((await row()).state).toBe('queued');
    const relay = { name: 'Relay', host: '127.0.0.1', port: sink.port, encryption: 'none' };
    const saved = await site.admin('POST', '/mail-gateway/outgoing-servers', {
      ...relay,
      authentication: 'none',
    });
    expect(saved.status, JSON.stringify(saved.body)).toBe(201);
    await site.strapi.db
      .query(OUTBOX)
      .update({ where: { documentId }, data: { nextAttemptAt: new Date(0) } });
    await site.admin('POST', '/mail-gateway/scheduled-actions/email-queue/run');
    await vi.waitFor(async () => expect((await row()).state).toBe('accepted'), {
      timeout: 20_000,
      interval: 50,
    });
  });
});
