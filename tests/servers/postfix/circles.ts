import { expect, vi } from 'vitest';
import { ARRIVAL, type Customer } from '../../support/customer';
import { entries, journal, messages, type JournalEntry } from '../../support/gateway';
import type { Postfix } from '../../support/postfix';
import type { Site } from '../../support/site';
import { startSmtpSink, type SmtpSink } from '../../support/smtp';

/** Ways of a mail through real servers and back, the same for every door of the site. */

export const TICKET = 'api::ticket.ticket';
const JOURNAL = 'plugin::mail-gateway.inbound-email';
const OUTBOX = 'plugin::mail-gateway.outbound-email';

export interface Circle {
  site: Site;
  customer: Customer;
  /** What makes the site take in what waits for it; nothing where mail is pushed. */
  fetch?: () => Promise<unknown>;
}

/** The rows of mails with this text in the subject, oldest first. */
export const journalOf = async (site: Site, subject: string): Promise<JournalEntry[]> => {
  const rows = await site.strapi.db
    .query(JOURNAL)
    .findMany({ where: { subject: { $contains: subject } }, orderBy: { id: 'asc' } });
  return Promise.all(rows.map(({ documentId }: JournalEntry) => journal(site, documentId)));
};

/** Waits until so many mails with this subject are in a final state. */
export const arrived = (
  { site, fetch }: Pick<Circle, 'site' | 'fetch'>,
  subject: string,
  count = 1
): Promise<JournalEntry[]> =>
  vi.waitFor(async () => {
    await fetch?.();
    const rows = await journalOf(site, subject);
    expect(rows.filter(({ state }) => state !== 'received')).toHaveLength(count);
    return rows;
  }, ARRIVAL);

export const ticketsTitled = async (site: Site, title: string): Promise<Record<string, unknown>[]> =>
  (await entries(site, TICKET)).filter((ticket) => ticket.title === title);

/** Waits until the mail of this sender waits in Postfix's queue. @returns why it waits, for each recipient. */
export const deferred = (postfix: Postfix, { address }: Customer): Promise<(string | undefined)[]> =>
  vi.waitFor(async () => {
    const [mail] = (await postfix.queue()).filter(({ sender }) => sender === address);
    expect(mail?.queue_name).toBe('deferred');
    return (mail?.recipients ?? []).map(({ delay_reason: reason }) => reason);
  }, ARRIVAL);

export const queueIsEmpty = (postfix: Postfix): Promise<void> =>
  vi.waitFor(async () => expect(await postfix.queue()).toEqual([]), ARRIVAL);

/** A server of a domain whose users have all gone: it refuses each of them after Postfix took the mail. */
export const startGraveyard = (): Promise<SmtpSink> =>
  startSmtpSink({
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('5.1.1 No such user here'), { responseCode: 550 })),
  });

/** Saves Postfix as the server that the site sends with, and lets the site find out which envelope sender it takes. */
export const sendThrough = async (site: Site, postfix: Postfix): Promise<void> => {
  const server = {
    ...{ name: 'Postfix', host: '127.0.0.1', port: postfix.port },
    ...{ encryption: 'none', authentication: 'none' },
  };
  const saved = await site.admin('POST', '/mail-gateway/outgoing-servers', server);
  expect(saved.status, JSON.stringify(saved.body)).toBe(201);
  const path = `/mail-gateway/outgoing-servers/${saved.body.data.documentId}/test`;
  expect((await site.admin('POST', path, {})).body.data).toMatchObject({ ok: true });
};

const answer = async (site: Site, threadId: string | null, text: string) => {
  const posted = await site.admin('POST', `/mail-gateway/threads/${threadId}/messages`, { text });
  expect(posted.status, JSON.stringify(posted.body)).toBe(200);
  return posted.body.data;
};

const accepted = (site: Site, documentId: string) =>
  vi.waitFor(async () => {
    const row = await site.strapi.db.query(OUTBOX).findOne({ where: { documentId } });
    expect(row).toMatchObject({ state: 'accepted', response: expect.stringContaining('queued as') });
  }, ARRIVAL);

/** A customer asks, the site answers, the customer answers back: one ticket, one thread, three messages. */
export const fullCircle = async (circle: Circle, subject: string): Promise<void> => {
  const { site, customer } = circle;
  const asked = await customer.write({ to: 'support@site.example', subject, text: 'It does not print.' });
  const [question] = await arrived(circle, subject);
  expect(question).toMatchObject({ state: 'delivered', reason: 'created', contentType: TICKET });

  const threadId = question?.threadId ?? '';
  const posted = await answer(site, threadId, 'Have you tried turning it off?');
  await accepted(site, posted.outbound[0].documentId);

  const [received] = await customer.mails(1);
  if (!received) throw new Error('No answer arrived.');
  expect(received).toMatchObject({
    from: 'ada@site.example',
    replyTo: 'catchall@site.example',
    returnPath: 'bounce@site.example',
    messageId: posted.messageId,
    inReplyTo: asked,
    references: [asked, posted.messageId],
    subject: `Re: ${subject}`,
  });
  expect(received.text).toContain('Have you tried turning it off?');

  const thanked = await customer.answer(received, 'Now it prints, thank you.');
  const [, reply] = await arrived(circle, subject, 2);
  expect(reply).toMatchObject({ state: 'delivered', reason: 'appended', threadId });

  expect(await ticketsTitled(site, subject)).toEqual([
    expect.objectContaining({ documentId: question?.entryDocumentId, email: customer.address }),
  ]);
  const thread = await messages(site, threadId);
  expect(thread.map(({ direction, messageId }) => [direction, messageId])).toEqual([
    ['incoming', asked],
    ['outgoing', posted.messageId],
    ['incoming', thanked],
  ]);
  expect(thread[2]?.text).toContain('Now it prints, thank you.');
  expect(await customer.mails(1)).toHaveLength(1);
};

/** The answer to a customer whose address has died: Postfix's own report comes back, and nothing comes of it. */
export const deadEnd = async (circle: Circle, subject: string): Promise<void> => {
  const { site, customer } = circle;
  await customer.write({ to: 'support@site.example', subject, text: 'I shall be gone.' });
  const [question] = await arrived(circle, subject);
  const posted = await answer(site, question?.threadId ?? null, 'Are you there?');
  await accepted(site, posted.outbound[0].documentId);
  const outboxBefore = await site.strapi.db.query(OUTBOX).count();
  const ticketsBefore = await site.strapi.db.query(TICKET).count();

  const [report] = await arrived(circle, 'Undelivered Mail Returned to Sender');
  expect(report).toMatchObject({ state: 'reported', entryDocumentId: null });
  const { body } = await site.admin('GET', `/mail-gateway/inbound-emails/${report?.documentId}`);
  expect(JSON.stringify(body.data)).toContain(posted.outbound[0].documentId);

  expect(await site.strapi.db.query(TICKET).count()).toBe(ticketsBefore);
  expect(await messages(site, question?.threadId ?? '')).toHaveLength(2);
  expect(await site.strapi.db.query(OUTBOX).count()).toBe(outboxBefore);
};
