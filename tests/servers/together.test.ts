import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDovecot, type Dovecot } from '../support/dovecot';
import { addAlias, entries, messages, setParameter, type JournalEntry } from '../support/gateway';
import { rawMail } from '../support/raw-mail';
import { startSite, type Site } from '../support/site';

/** Mails that lie in a mailbox beside each other are taken in together; each has to end as if it had come alone. */

const TICKET = 'api::ticket.ticket';
const JOURNAL = 'plugin::mail-gateway.inbound-email';

let dovecot: Dovecot;
let site: Site;
let users = 0;

const post = async (path: string, body?: unknown) => {
  const answer = await site.admin('POST', path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body.data;
};

beforeAll(async () => {
  dovecot = await startDovecot();
  site = await startSite({ env: { MAIL_GATEWAY_ALLOWED_PORTS: String(dovecot.ports.imap) } });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
});
afterAll(async () => {
  await site?.stop();
  await dovecot?.stop();
});
beforeEach(async () => {
  await site.strapi.db.query(TICKET).deleteMany({});
});

/** Confirms an empty mailbox, lets the mails come, and fetches it once. @returns their journal rows. */
const takeIn = async (mails: (Buffer | string)[]): Promise<JournalEntry[]> => {
  const username = `user${(users += 1)}`;
  const { documentId } = await post('/mail-gateway/incoming-servers', {
    name: username,
    protocol: 'imap',
    host: dovecot.host,
    port: dovecot.ports.imap,
    encryption: 'none',
    username,
    password: dovecot.password,
  });
  await post(`/mail-gateway/incoming-servers/${documentId}/confirm`);
  // Servers note whole seconds: what comes in the second of the confirmation would count as history.
  await sleep(1100);
  await dovecot.deliver(username, mails);
  expect(await post(`/mail-gateway/incoming-servers/${documentId}/fetch`)).toMatchObject({
    outcome: 'fetched',
    stored: mails.length,
  });
  return site.strapi.db.query(JOURNAL).findMany({ where: { sourceName: username }, orderBy: { id: 'asc' } });
};

/** What the Media Library knows, and the files that lie where its provider keeps them. */
const uploaded = async (): Promise<{ rows: number; bytes: string[] }> => ({
  rows: await site.strapi.db.query('plugin::upload.file').count(),
  bytes: await readdir(join(site.strapi.dirs.static.public, 'uploads')),
});

const titles = async (): Promise<unknown[]> => (await entries(site, TICKET)).map(({ title }) => title);

/** Of a customer by that name. */
const first = (name: string) =>
  rawMail({ from: `${name}@customer.example`, subject: name, messageId: `<${name}@customer.example>` });
const reply = (name: string) =>
  rawMail({
    from: `${name}@customer.example`,
    to: 'other@site.example',
    subject: `Re: ${name}`,
    inReplyTo: `<${name}@customer.example>`,
  });

describe('of mails that come together', () => {
  it('those of one sender beyond the loop window are held back, and no more', async () => {
    await setParameter(site, 'mail.gateway.loop.threshold', 5);
    const robot = Array.from({ length: 9 }, (_, index) =>
      rawMail({ from: 'robot@customer.example', subject: `order ${index}` })
    );
    const others = ['a', 'b', 'c'].map((name) =>
      rawMail({ from: `${name}@customer.example`, subject: name })
    );
    const rows = await takeIn([...robot, ...others]);
    expect(rows.map(({ reason }) => reason)).toEqual([
      ...Array.from({ length: 5 }, () => 'created'),
      ...Array.from({ length: 4 }, () => 'loop_suspected'),
      ...['created', 'created', 'created'],
    ]);
    expect(await titles()).toHaveLength(8);
  });

  it('a reply joins the thread of the mail beside it, whichever of the two comes first', async () => {
    const rows = await takeIn([first('early'), reply('early'), reply('late'), first('late')]);
    expect(rows.map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered', 'delivered']);
    expect((await titles()).sort()).toEqual(['early', 'late']);
    for (const threadId of new Set(rows.map(({ threadId: id }) => id))) {
      expect(await messages(site, threadId ?? '')).toHaveLength(2);
    }
  });

  it('a reply joins the thread of a mail that is still being delivered when the reply is downloaded', async () => {
    const unsubscribe = site.strapi.db.lifecycles.subscribe({
      models: [TICKET],
      beforeCreate: () => sleep(20),
    });
    const names = Array.from({ length: 30 }, (_, index) => `question${index}`);
    // More than are taken in together.
    const rows = await takeIn([...names.map(first), ...names.map(reply)]).finally(unsubscribe);
    expect(rows.filter(({ state }) => state !== 'delivered')).toEqual([]);
    expect((await titles()).sort()).toEqual([...names].sort());
    const threads = [...new Set(rows.map(({ threadId }) => threadId ?? ''))];
    expect(threads).toHaveLength(names.length);
    for (const threadId of threads) expect(await messages(site, threadId)).toHaveLength(2);
  });

  it('one that the site refuses takes none of the others with it, and waits for another try', async () => {
    const unsubscribe = site.strapi.db.lifecycles.subscribe({
      models: [TICKET],
      beforeCreate({ params }) {
        if (params.data.title === 'third') throw new Error('The stock is not reachable.');
      },
    });
    const mails = ['first', 'second', 'third', 'fourth'].map((subject) => rawMail({ subject }));
    const rows = await takeIn(mails).finally(unsubscribe);
    expect(rows.map(({ state }) => state)).toEqual(['delivered', 'delivered', 'received', 'delivered']);
    expect(rows[2]?.explanation).toContain('The stock is not reachable.');
    expect((await titles()).sort()).toEqual(['first', 'fourth', 'second']);
  });

  it('copies become one entry, and say whose copy they are', async () => {
    const mail = rawMail({ subject: 'once', messageId: '<once@customer.example>' });
    const rows = await takeIn([mail, mail, mail]);
    expect(rows.map(({ reason }) => reason).sort()).toEqual(['copy_of', 'copy_of', 'created']);
    expect(await titles()).toEqual(['once']);
  });

  it('an attachment of copies is one file of the library, and no other bytes are left at the provider', async () => {
    const before = await uploaded();
    const text = rawMail({
      from: 'paul@customer.example',
      messageId: '<report@customer.example>',
      body: '%PDF-1.4 it',
    });
    const mail = text
      .toString()
      .replace(/Content-Type: .*/, 'Content-Type: application/pdf; name="report.pdf"')
      .replace(/\r\n\r\n/, '\r\nContent-Disposition: attachment\r\n\r\n');
    const rows = await takeIn([mail, mail, mail]);
    expect(rows.map(({ reason }) => reason).sort()).toEqual(['copy_of', 'copy_of', 'created']);
    const [ticket] = await site.strapi.db.query(TICKET).findMany({ populate: ['attachments'] });
    expect(ticket?.attachments).toMatchObject([{ name: 'report.pdf' }]);
    const after = await uploaded();
    expect(after.rows).toBe(before.rows + 1);
    expect(after.bytes).toHaveLength(before.bytes.length + 1);
  });
});
