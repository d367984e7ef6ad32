import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDatabase } from '../support/databases';
import {
  mayMount,
  startSmallPostgres,
  startSmallSqlite,
  type SmallDisk,
} from '../support/databases/full-disk';
import { hasDovecot, startDovecot, type Dovecot } from '../support/dovecot';
import { addAlias, entries, journal, receive, setParameter } from '../support/gateway';
import { rawMail } from '../support/raw-mail';
import { startSite, type Answer, type Site } from '../support/site';

/** The disk of the database is full: nothing is taken that cannot be kept, and everything comes in when there is room. */

const TICKET = 'api::ticket.ticket';
const FULL = /The disk of the database is full \(error (SQLITE_FULL|53100)\)/;

const DISKS: [name: string, possible: boolean, start: () => Promise<SmallDisk>][] = [
  ['SQLite', true, startSmallSqlite],
  [
    'PostgreSQL (mounting has to be allowed)',
    hasDatabase('postgres') && (await mayMount()),
    startSmallPostgres,
  ],
];

/** A mail that does not fit into the gaps of a full disk. */
const large = (subject: string, size = 600_000): Buffer =>
  Buffer.concat([
    rawMail({ subject }),
    Buffer.from(`${Buffer.alloc(size, 'x').toString().replace(/.{70}/g, '$&\r\n')}\r\n`),
  ]);

describe.each(DISKS)('%s', (_name, possible, start) => {
  describe.skipIf(!possible || !hasDovecot())('on a full disk', () => {
    let disk: SmallDisk;
    let dovecot: Dovecot;
    let site: Site;
    let token: string;

    const post = async (path: string, body?: unknown) => {
      const answer = await site.admin('POST', `/mail-gateway${path}`, body);
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
      return answer.body.data;
    };

    const push = (mail: Buffer): Promise<Answer> =>
      site.fetch('/api/mail-gateway/inbound/raw?recipient=support@site.example', {
        method: 'POST',
        body: new Uint8Array(mail),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
      });

    const count = async (table: string): Promise<number> =>
      Number((await site.strapi.db.connection(`mail_gateway_${table}`).count({ rows: '*' }).first())?.rows);

    const counts = (): Promise<number[]> =>
      Promise.all(['inbound_emails', 'chunks', 'effects', 'messages'].map(count));

    const titles = async (title: string): Promise<unknown[]> =>
      (await entries(site, TICKET)).filter((entry) => String(entry.title).startsWith(title));

    beforeAll(async () => {
      [disk, dovecot] = await Promise.all([start(), startDovecot()]);
      site = await startSite({
        database: disk.database,
        env: { MAIL_GATEWAY_ALLOWED_PORTS: String(dovecot.ports.imap), TEST_LOG_LEVEL: 'silent' },
      });
      await setParameter(site, 'mail.catchall.domain', 'site.example');
      await addAlias(site, 'support');
      token = await site.token(['plugin::mail-gateway.inbound.raw']);
    });

    afterAll(async () => {
      await site?.stop();
      await dovecot?.stop();
      await disk?.stop();
    });

    it.each([
      ['in one commit', 600_000],
      ['in several', 5_000_000],
    ])(
      'a mail that is stored %s: the raw door answers 503, nothing of it is left, and later it comes in once',
      async (name, size) => {
        const mail = large(name, size);
        const before = await counts();
        await disk.fill(site);
        const refused = await push(mail);
        await disk.free(site);

        expect(refused.status).toBe(503);
        expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(await counts()).toEqual(before);
        expect((await push(mail)).status).toBe(200);
        expect(await titles(name)).toHaveLength(1);
      }
    );

    it('a mailbox is left alone and its row says why; later every mail comes in once', async () => {
      const mailbox = await post('/incoming-servers', {
        ...{
          name: 'Support',
          protocol: 'imap',
          host: '127.0.0.1',
          port: dovecot.ports.imap,
          encryption: 'none',
        },
        ...{ username: 'support', password: dovecot.password, startFrom: 'all', afterFetch: 'seen' },
      });
      await post(`/incoming-servers/${mailbox.documentId}/confirm`);
      await dovecot.deliver(
        'support',
        [1, 2, 3, 4, 5].map((number) => large(`box ${number}`))
      );
      const flags = () =>
        dovecot.doveadm('-f', 'flow', 'fetch', '-u', 'support', 'flags', 'mailbox', 'INBOX');
      const before = await counts();
      await disk.fill(site);
      const report = await post(`/incoming-servers/${mailbox.documentId}/fetch`);
      expect(await counts()).toEqual(before);
      expect(await flags()).not.toContain('Seen');
      await disk.free(site);

      expect(report).toMatchObject({ outcome: 'failed', stored: 0, failure: { code: 'store_failed' } });
      expect(report.failure.message).toMatch(FULL);
      const { body } = await site.admin('GET', `/mail-gateway/incoming-servers/${mailbox.documentId}`);
      expect(body.data.errorSince).not.toBeNull();
      expect(body.data.errorMessage).toMatch(FULL);
      expect(body.data.errorMessage).toContain('mails stay on their server');

      // Single mails that could not be stored have pauses of their own.
      await site.strapi.db.connection('mail_gateway_incoming_servers').update({ troubles: '[]' });
      expect(await post(`/incoming-servers/${mailbox.documentId}/fetch`)).toMatchObject({
        outcome: 'fetched',
        stored: 5,
      });
      expect(await titles('box')).toHaveLength(5);
      expect((await flags()).match(/\\Seen/g)).toHaveLength(5);
      const healed = await site.admin('GET', `/mail-gateway/incoming-servers/${mailbox.documentId}`);
      expect(healed.body.data).toMatchObject({ errorSince: null, errorMessage: null });
    });

    it('a mail that is stored and cannot be delivered waits with its reason, and is delivered once later', async () => {
      const hooks = site.strapi.plugin('mail-gateway').service('hooks');
      const remove = hooks.use('inbound.deliver', async (_context: object, next: () => Promise<void>) => {
        await disk.fill(site);
        await next();
      });
      const before = await entries(site, TICKET);
      const [, , effects, messages] = await counts();
      const mail = await receive(site, large('half way'));
      remove();
      await disk.free(site);

      const row = await journal(site, mail.documentId);
      expect(row).toMatchObject({ state: 'received', reason: 'delivery_failed' });
      expect(row.explanation).toMatch(FULL);
      expect(await entries(site, TICKET)).toHaveLength(before.length);
      expect((await counts()).slice(2)).toEqual([effects, messages]);

      const again = await post(`/inbound-emails/${mail.documentId}/replay`);
      expect(again).toMatchObject({ state: 'delivered' });
      expect(await titles('half way')).toHaveLength(1);
    });
  });
});
