import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addEditor, READ_TICKETS, type Editor } from '../../support/editors';
import { addAlias, messages, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';
import { startSmtpSink, type SmtpSink } from '../../support/smtp';

/** Followers who leave, or lose the right to the entry, while a mail to them waits. */

const OUTBOUND = 'plugin::mail-gateway.outbound-email';
const BOB = 'bob@customer.example';

let site: Site;
let sink: SmtpSink;
let eve: Editor;
let thread: string;
const reached: string[] = [];

const rowsTo = (recipient: string) =>
  site.strapi.db.query(OUTBOUND).findMany({ where: { recipient }, orderBy: { id: 'asc' } });

beforeAll(async () => {
  sink = await startSmtpSink({
    onRcptTo({ address }, _session, done) {
      reached.push(address);
      done();
    },
  });
  site = await startSite({
    env: { MAIL_GATEWAY_WORKER: 'true', MAIL_GATEWAY_ALLOWED_PORTS: String(sink.port) },
  });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  eve = await addEditor(site, 'Eve', [READ_TICKETS]);
  const mail = await receive(site, rawMail({ from: 'Mary <mary@customer.example>' }));
  thread = mail.threadId ?? '';
  const { follow } = site.strapi.plugin('mail-gateway').service('thread');
  await follow(thread, { address: BOB, name: 'Bob', adminUser: null });
  await follow(thread, { address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
});

afterAll(async () => {
  await site?.stop();
  await sink?.stop();
});

it('get nothing of what waits for them, and their keys open nothing', async () => {
  const posted = await site.admin('POST', `/mail-gateway/threads/${thread}/messages`, { text: 'Secret.' });
  expect(posted.body.data.outbound).toHaveLength(3);

  const user = await site.strapi.db
    .query('admin::user')
    .findOne({ where: { documentId: eve.documentId }, populate: ['roles'] });
  await site.admin('PUT', `/admin/roles/${user.roles[0].id}/permissions`, { permissions: [] });
  expect(await site.strapi.plugin('mail-gateway').service('thread').unfollow(thread, BOB)).toBe(true);

  const relay = { name: 'Relay', host: '127.0.0.1', port: sink.port };
  const saved = await site.admin('POST', '/mail-gateway/outgoing-servers', {
    ...relay,
    ...{ encryption: 'none', authentication: 'none' },
  });
  expect(saved.status, JSON.stringify(saved.body)).toBe(201);
  await site.strapi.db
    .query(OUTBOUND)
    .updateMany({ where: { state: 'queued' }, data: { nextAttemptAt: new Date(0) } });
  await site.admin('POST', '/mail-gateway/scheduled-actions/email-queue/run');
  await vi.waitFor(
    async () => expect(await rowsTo('mary@customer.example')).toMatchObject([{ state: 'accepted' }]),
    { timeout: 20_000, interval: 50 }
  );
  expect(await rowsTo(eve.email)).toMatchObject([
    { state: 'cancelled', explanation: expect.stringContaining('may not read the entry') },
  ]);
  expect(await rowsTo(BOB)).toMatchObject([
    { state: 'cancelled', explanation: expect.stringContaining('follows the conversation no longer') },
  ]);
  expect(reached).toEqual(['mary@customer.example']);

  const before = (await messages(site, thread)).length;
  for (const address of [eve.email, BOB]) {
    const [row] = await rowsTo(address);
    const mail = await receive(
      site,
      rawMail({ from: address, to: 'catchall@site.example', inReplyTo: row.messageId })
    );
    expect([mail.state, mail.reason]).toEqual(['unroutable', 'suggestion']);
  }
  expect(await messages(site, thread)).toHaveLength(before);
});
