import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { MOMENTS, type Moment } from '../../../server/src/moments';
import { arrivedAt, damageOf, rowsOf, TICKET, JOURNAL, type Journaled } from '../../support/arrivals';
import { startCountingSink, type CountingSink } from '../../support/counting-sink';
import { startDovecot, type Dovecot } from '../../support/dovecot';
import { addAlias, setParameter } from '../../support/gateway';
import { generateMails, type GeneratedMail } from '../../support/mails';
import { startSiteProcess, type SiteProcess } from '../../support/site-process';
import { startSite, type Site } from '../../support/site';

/** A process that dies at the worst moments there are, and what the next one makes of it. */

const OUTBOUND = 'plugin::mail-gateway.outbound-email';
const CHUNKS = 'mail_gateway_chunks';
const PATIENCE = { timeout: 60_000, interval: 200 };

let dovecot: Dovecot;
let sink: CountingSink;
let site: Site;
let running: SiteProcess | null = null;

/** First mails with an attachment of 1 MB, whose bytes are several pieces. */
const large = [...generateMails({ count: 120, seed: 7, to: 'support@site.example' })].filter(
  ({ kind, replyTo }) => kind === 'large' && replyTo === null
);

const created = async (path: string, body?: unknown): Promise<{ documentId: string }> => {
  const answer = await site.admin('POST', path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body.data;
};

beforeAll(async () => {
  [dovecot, sink] = await Promise.all([startDovecot(), startCountingSink()]);
  site = await startSite({
    env: {
      MAIL_GATEWAY_ALLOWED_PORTS: `${dovecot.ports.imap},${sink.port}`,
      MAIL_GATEWAY_TAKE_OVER_AFTER: '3',
      MAIL_GATEWAY_UNCERTAIN: 'hold',
    },
  });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  const { documentId } = await created('/mail-gateway/incoming-servers', {
    ...{ name: 'Support mailbox', protocol: 'imap', host: '127.0.0.1', port: dovecot.ports.imap },
    ...{ encryption: 'none', username: 'support', password: dovecot.password, afterFetch: 'seen' },
  });
  await created(`/mail-gateway/incoming-servers/${documentId}/confirm`);
  await created('/mail-gateway/outgoing-servers', {
    ...{ name: 'Relay', host: '127.0.0.1', port: sink.port, encryption: 'none', authentication: 'none' },
  });
});

afterEach(async () => {
  await running?.stop();
  running = null;
});

afterAll(async () => {
  await site?.stop();
  await Promise.all([sink?.stop(), dovecot?.stop()]);
});

/** Asks for a scheduled action again and again, since a lease of the process before may have to run out, until `done`. */
const runUntil = (action: string, done: () => Promise<void>): Promise<void> =>
  vi.waitFor(async () => {
    await running?.admin('POST', `/mail-gateway/scheduled-actions/${action}/run`).catch(() => undefined);
    await done();
  }, PATIENCE);

const crashAt = async (moment: Moment, action: string): Promise<void> => {
  running = await startSiteProcess(site, { MAIL_GATEWAY_CRASH_AT: moment });
  await runUntil(action, async () => expect(running?.isRunning()).toBe(false));
  expect(await running.ended).toBe('SIGKILL');
};

const restart = async (): Promise<void> => {
  running = await startSiteProcess(site);
};

const journaled = ({ messageId }: GeneratedMail): Promise<Journaled[]> =>
  rowsOf<Journaled>(site, JOURNAL, { messageId });

const effects = async (): Promise<number> =>
  Number((await site.strapi.db.connection('mail_gateway_effects').count({ rows: '*' }).first())?.rows);

/** Owners of bytes that no mail and no message names. */
const orphans = async (): Promise<string[]> => {
  const { connection } = site.strapi.db;
  const owners: string[] = await connection(CHUNKS).distinct('owner').pluck('owner');
  const owned = [
    ...(await connection('mail_gateway_inbound_emails').pluck('document_id')),
    ...(await connection('mail_gateway_attachments').pluck('bytes_owner')),
  ];
  return owners.filter((owner) => !owned.includes(owner));
};

const isSeen = async (mail: GeneratedMail): Promise<boolean> =>
  (
    await dovecot.doveadm(
      ...['fetch', '-u', 'support', 'flags', 'mailbox', 'INBOX', 'header', 'message-id', mail.messageId]
    )
  ).includes('\\Seen');

/** @param halfway what there is of the mail right after the crash. */
const onTheWayIn = (halfway: (mail: GeneratedMail) => Promise<void>) => async (moment: Moment) => {
  const mail = large.pop();
  if (!mail) throw new Error('There are more moments than mails.');
  await dovecot.deliver('support', [mail.raw]);
  await crashAt(moment, 'fetchmail');
  await halfway(mail);

  await restart();
  await runUntil('fetchmail', async () => {
    expect(await journaled(mail)).toMatchObject([{ state: 'delivered' }]);
    expect(await isSeen(mail)).toBe(true);
  });
  expect(await rowsOf(site, TICKET, { title: mail.subject })).toHaveLength(1);
  const arrived = await arrivedAt(site, { messageId: mail.messageId });
  expect(arrived).toHaveLength(1);
  expect(damageOf(mail, arrived[0])).toEqual([]);

  // An hour later nothing is left of what the dead process had written for nobody.
  await site.strapi.db.connection(CHUNKS).update({ created_at: Date.now() - 2 * 3_600_000 });
  await runUntil('housekeeping', async () => expect(await orphans()).toEqual([]));
};

/** @param taken how often the server has the mail in the end. */
const onTheWayOut = (taken: number) => async (moment: Moment) => {
  const recipient = `${moment}@customer.example`;
  const { documentIds } = await site.strapi
    .plugin('mail-gateway')
    .service('mail')
    .send({ from: 'support@site.example', to: recipient, subject: moment, text: 'Hello.' });
  const state = async (): Promise<string> =>
    (await site.strapi.db.query(OUTBOUND).findOne({ where: { documentId: documentIds[0] } })).state;
  await crashAt(moment, 'email-queue');
  expect(await state()).toBe('sending');

  await restart();
  await runUntil('email-queue', async () => expect(await state()).toBe('uncertain'));
  // The next mail passes it by.
  const after = `after-${recipient}`;
  await site.strapi
    .plugin('mail-gateway')
    .service('mail')
    .send({ from: 'support@site.example', to: after, subject: 'After', text: 'Hello.' });
  await runUntil('email-queue', async () => expect(sink.receipts.get(after)?.answered).toBe(1));
  expect(await state()).toBe('uncertain');
  expect(sink.receipts.get(recipient)?.taken).toBe(taken);
};

const CASES: Record<Moment, (moment: Moment) => Promise<void>> = {
  'chunk.stored': onTheWayIn(async (mail) => {
    expect(await journaled(mail)).toEqual([]);
    expect(await orphans()).toHaveLength(1);
  }),
  'journal.written': onTheWayIn(async (mail) => {
    expect(await journaled(mail)).toEqual([]);
    expect(await orphans()).toHaveLength(1);
  }),
  'journal.committed': onTheWayIn(async (mail) => {
    expect(await journaled(mail)).toMatchObject([{ state: 'received' }]);
    expect(await isSeen(mail)).toBe(false);
  }),
  'effect.taken': onTheWayIn(async (mail) => {
    expect(await journaled(mail)).toMatchObject([{ state: 'received' }]);
    expect(await effects()).toBe(await site.strapi.db.query(TICKET).count());
  }),
  'outbound.marked': onTheWayOut(0),
  'outbound.ended': onTheWayOut(1),
  'outbound.answered': onTheWayOut(1),
};

describe('a process that dies loses nothing and doubles nothing, and a new one goes on', () => {
  it.each(MOMENTS)('when it dies at %s', (moment) => CASES[moment](moment));
});
