import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasDatabase, startDatabaseServer, type DatabaseServer } from '../support/databases';
import { withConnection } from '../support/databases/server-databases';
import type { ServerKind } from '../support/databases/types';
import { hasDovecot, startDovecot, type Dovecot } from '../support/dovecot';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy';
import { addAlias, entries, setParameter } from '../support/gateway';
import { rawMail } from '../support/raw-mail';
import { startSite, type Answer, type Site } from '../support/site';
import { startSmtpSink, type SmtpSink } from '../support/smtp';

/** The database is cut off while mail comes in and goes out, and comes back: the process goes on by itself. */

const TICKET = 'api::ticket.ticket';
const OUTBOUND = 'plugin::mail-gateway.outbound-email';
const NAME = 'gone';

const until = <T>(work: () => Promise<T>): Promise<T> => vi.waitFor(work, { timeout: 60_000, interval: 100 });

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

describe.each<ServerKind>(['postgres', 'mysql'])('%s is gone and comes back', (kind) => {
  describe.skipIf(!hasDatabase(kind) || !hasDovecot())('meanwhile', () => {
    let server: DatabaseServer;
    let proxy: FaultProxy;
    let dovecot: Dovecot;
    let sink: SmtpSink;
    let site: Site;
    let token: string;
    let mailbox: string;
    /** Hold the server's answers to RCPT TO and to the final dot back. */
    let greeting: Promise<void> | null = null;
    let holding: Promise<void> | null = null;
    const recipients: string[] = [];
    /** Strapi reads an entry again for its events when it is committed, and handles no failure of that (5.54). */
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown): void => void unhandled.push(reason);

    const post = async (path: string, body?: unknown) => {
      const answer = await site.admin('POST', `/mail-gateway${path}`, body);
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
      return answer.body.data;
    };

    const push = (subject: string): Promise<Answer> =>
      site.fetch('/api/mail-gateway/inbound/raw?recipient=support@site.example', {
        method: 'POST',
        body: new Uint8Array(rawMail({ subject })),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
      });

    /** Past the proxy: for the test, the database is always there. */
    const query = <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
      withConnection(kind, server.url.replace(/\/[^/]*$/, `/${NAME}`), async (connection) => {
        const answer = await connection.raw(sql, values as string[]);
        return kind === 'postgres' ? answer.rows : answer[0];
      });

    const journaled = async (): Promise<number> => {
      const [row] = await query<{ n: number }>('SELECT COUNT(*) AS n FROM mail_gateway_inbound_emails');
      return Number(row?.n);
    };

    /** As if the time of pauses and intervals had gone by. */
    const nextTurn = async (): Promise<void> => {
      await query('UPDATE mail_gateway_incoming_servers SET next_attempt_at = NULL');
      await query('UPDATE mail_gateway_outgoing_servers SET paused_until = NULL');
      await query('UPDATE mail_gateway_inbound_emails SET next_attempt_at = NULL WHERE state = ?', [
        'received',
      ]);
      await query('UPDATE mail_gateway_outbound_emails SET next_attempt_at = queued_at WHERE state = ?', [
        'queued',
      ]);
      await query('UPDATE mail_gateway_scheduled_actions SET next_run_at = 1');
    };

    /** As if that of leases and claims had, too. */
    const later = async (): Promise<void> => {
      await query('UPDATE mail_gateway_leases SET expires_at = 0');
      await query('UPDATE mail_gateway_inbound_emails SET locked_until = 1 WHERE state = ?', ['received']);
      await nextTurn();
    };

    const titles = async (start: string): Promise<string[]> =>
      (await entries(site, TICKET))
        .map(({ title }) => String(title))
        .filter((title) => title.startsWith(start));

    const send = async (to: string): Promise<string> => {
      const mail = site.strapi.plugin('mail-gateway').service('mail');
      const { documentIds } = await mail.send({
        from: 'a@site.example',
        to,
        subject: 'Hello',
        text: 'Hello.',
      });
      return documentIds[0];
    };

    const outbound = (documentId: string) =>
      site.strapi.db.query(OUTBOUND).findOne({ where: { documentId } });

    /** How often the SMTP server got a mail to this address. */
    const taken = (to: string): number => recipients.filter((address) => address === to).length;

    const seen = async (): Promise<number> => {
      const flags = await dovecot.doveadm(
        '-f',
        'flow',
        'fetch',
        '-u',
        'support',
        'flags',
        'mailbox',
        'INBOX'
      );
      return flags.split('\n').filter((line) => line.includes('\\Seen')).length;
    };

    beforeAll(async () => {
      process.on('unhandledRejection', onUnhandled);
      [server, dovecot] = await Promise.all([startDatabaseServer(kind), startDovecot()]);
      proxy = await startFaultProxy(Number(new URL(server.url).port));
      sink = await startSmtpSink({
        onRcptTo(_address, _session, done) {
          void Promise.resolve(greeting).then(() => done());
        },
        onData(stream, { envelope }, done) {
          text(stream).then(
            async () => {
              recipients.push(...envelope.rcptTo.map(({ address }) => address));
              await holding;
              done(null, 'queued');
            },
            () => undefined
          );
        },
      });
      const database = server.database(NAME);
      await database.create();
      site = await startSite({
        database: {
          ...database,
          env: { ...database.env, DATABASE_PORT: String(proxy.port) },
          create: async () => undefined,
        },
        env: {
          MAIL_GATEWAY_WORKER: 'true',
          MAIL_GATEWAY_ALLOWED_PORTS: `${dovecot.ports.imap},${sink.port}`,
          DATABASE_CONNECTION_TIMEOUT: '2000',
          TEST_LOG_LEVEL: 'silent',
        },
      });
      await setParameter(site, 'mail.catchall.domain', 'site.example');
      await setParameter(site, 'mail.gateway.loop.threshold', 0);
      await addAlias(site, 'support');
      token = await site.token(['plugin::mail-gateway.inbound.raw']);
      await post('/outgoing-servers', {
        ...{ name: 'Relay', host: '127.0.0.1', port: sink.port, encryption: 'none', authentication: 'none' },
      });
      mailbox = (
        await post('/incoming-servers', {
          ...{
            name: 'Support',
            protocol: 'imap',
            host: '127.0.0.1',
            port: dovecot.ports.imap,
            encryption: 'none',
          },
          ...{ username: 'support', password: dovecot.password, startFrom: 'all', afterFetch: 'seen' },
        })
      ).documentId;
      expect(await post(`/incoming-servers/${mailbox}/confirm`)).toMatchObject({ ok: true });
    });

    afterAll(async () => {
      proxy?.set({ kind: 'none' });
      await site?.stop();
      await Promise.all([sink?.stop(), proxy?.stop(), dovecot?.stop()]);
      await server?.stop();
      process.off('unhandledRejection', onUnhandled);
      for (const reason of unhandled) expect(String(reason)).toMatch(/^\w*Error: .*connect/i);
    });

    it('the raw door answers 503 with Retry-After, and takes the same mail once later', async () => {
      expect((await push('door before')).status).toBe(200);
      proxy.set({ kind: 'away' });
      const refused = await push('door again');
      proxy.set({ kind: 'none' });

      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(refused.body.error).toMatchObject({ code: 'not_stored' });
      await until(async () => expect((await push('door again')).status).toBe(200));
      expect(await titles('door')).toEqual(['door before', 'door again']);
    });

    it('mail that is fetched meanwhile stays in its mailbox unread, and comes in once later', async () => {
      const count = 150;
      // Before they lie in the mailbox: the scheduled action may fetch some at once.
      const before = await journaled();
      await dovecot.deliver(
        'support',
        Array.from({ length: count }, (_, index) => rawMail({ subject: `box ${index}` }))
      );
      const fetching = site.admin('POST', `/mail-gateway/incoming-servers/${mailbox}/fetch`);
      await until(async () => expect(await journaled()).toBeGreaterThan(before));
      proxy.set({ kind: 'away' });
      await fetching;
      const stored = (await journaled()) - before;
      expect(await seen()).toBeLessThanOrEqual(stored);

      proxy.set({ kind: 'none' });
      await later();
      await vi.waitFor(
        async () => {
          await nextTurn();
          expect(await titles('box')).toHaveLength(count);
        },
        { timeout: 120_000, interval: 2_000 }
      );

      expect(new Set(await titles('box')).size).toBe(count);
      expect((await journaled()) - before).toBe(count);
      await until(async () => expect(await seen()).toBe(count));
      const { body } = await site.admin('GET', `/mail-gateway/incoming-servers/${mailbox}`);
      expect(body.data).toMatchObject({ errorCode: null, errorMessage: null });
    });

    it('a mail that the SMTP server took is recorded when the database is back, and not sent twice', async () => {
      let release: () => void = () => undefined;
      holding = new Promise((resolve) => {
        release = resolve;
      });
      const id = await send('taken@customer.example');
      await until(async () => expect(taken('taken@customer.example')).toBe(1));
      proxy.set({ kind: 'away' });
      release();
      holding = null;
      await pause(3_000);
      // Its claim ran out, because it could not be renewed.
      await query('UPDATE mail_gateway_outbound_emails SET locked_until = 1');
      proxy.set({ kind: 'none' });

      await until(async () => expect((await outbound(id)).state).toBe('accepted'));
      expect(await outbound(id)).toMatchObject({ attempts: 1, maybeTwice: false });
      expect(taken('taken@customer.example')).toBe(1);
    });

    it('a mail of which it is not on record that its end goes out does not leave; it leaves later, once', async () => {
      let release: () => void = () => undefined;
      greeting = new Promise((resolve) => {
        release = resolve;
      });
      const id = await send('begun@customer.example');
      await until(async () => expect((await outbound(id)).state).toBe('sending'));
      proxy.set({ kind: 'away' });
      release();
      greeting = null;
      await pause(3_000);
      expect(taken('begun@customer.example')).toBe(0);
      proxy.set({ kind: 'none' });
      await until(async () => expect((await outbound(id)).state).toBe('queued'));
      await later();
      await until(async () => expect((await outbound(id)).state).toBe('accepted'));
      expect(taken('begun@customer.example')).toBe(1);
    });

    it('what was queued before leaves by itself, and what nobody could queue is not queued', async () => {
      await query('UPDATE mail_gateway_outgoing_servers SET paused_until = ?', [
        new Date(Date.now() + 600_000),
      ]);
      const id = await send('before@customer.example');
      proxy.set({ kind: 'away' });
      await expect(send('never@customer.example')).rejects.toThrow();
      // The engine looks for work in vain.
      await pause(11_000);
      proxy.set({ kind: 'none' });
      await later();
      await until(async () => expect((await outbound(id)).state).toBe('accepted'));
      expect([taken('before@customer.example'), taken('never@customer.example')]).toEqual([1, 0]);
    });
  });
});
