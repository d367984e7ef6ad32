import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startChildSite, type ChildSite } from '../support/child-site';
import { hasDatabase, startDatabaseServer, type DatabaseServer } from '../support/databases';
import { hasDovecot, startDovecot, type Dovecot } from '../support/dovecot';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy';
import { addAlias, entries, journal, receive, setParameter } from '../support/gateway';
import { rawMail } from '../support/raw-mail';
import { startSite, type Site } from '../support/site';
import { startSmtpSink, type SmtpSink } from '../support/smtp';

/**
 * Two processes on one PostgreSQL whose clocks are a day apart: one with the right time, which here only takes mail, and
 * one with the wrong time, which works in the background. What is due is told by the database's clock.
 */

const DAY = 86_400_000;
const MINUTE = 60_000;
const TICKET = 'api::ticket.ticket';
const DOOR = '/api/mail-gateway/inbound/raw?recipient=support@site.example';

let server: DatabaseServer;
let dovecot: Dovecot;
let proxy: FaultProxy;
let sink: SmtpSink;
let site: Site;
let wrong: ChildSite;
let token: string;
let greylisted = false;

const post = async (path: string, body?: unknown) => {
  const answer = await site.admin('POST', `/mail-gateway${path}`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body.data;
};

interface Action {
  name: string;
  nextRunAt: string;
  lastRunAt: string;
  lastResult: string | null;
}

const action = async (name: string): Promise<Action> => {
  const { body } = await site.admin('GET', '/mail-gateway/scheduled-actions');
  return body.data.find((row: Action) => row.name === name);
};

const until = <T>(work: () => Promise<T>): Promise<T> => vi.waitFor(work, { timeout: 30_000, interval: 100 });

/** The process with the wrong clock looks for work of every kind, and runs this action. */
const run = async (name = 'housekeeping'): Promise<void> => {
  await site.strapi.db
    .connection('mail_gateway_scheduled_actions')
    .where({ name })
    .update({ last_result: null });
  const answer = await wrong.admin('POST', `/mail-gateway/scheduled-actions/${name}/run`);
  expect(answer.status).toBe(200);
  await until(async () => expect((await action(name)).lastResult).not.toBeNull());
};

/** Looks twice: what the first look began is over when the second one ends. */
const look = async (): Promise<void> => {
  await run();
  await run();
};

const change = (table: string, where: object, values: object) =>
  site.strapi.db.connection(`mail_gateway_${table}`).where(where).update(values);

const outbound = (documentId: string) =>
  site.strapi.db.query('plugin::mail-gateway.outbound-email').findOne({ where: { documentId } });

const send = async (to: string): Promise<string> => {
  const mail = site.strapi.plugin('mail-gateway').service('mail');
  const { documentIds } = await mail.send({ from: 'a@site.example', to, subject: 'Hello', text: 'Hello.' });
  return documentIds[0];
};

const about = (instant: unknown, expected: number): void => {
  const difference = Math.abs(new Date(String(instant)).getTime() - expected);
  expect(difference, String(instant)).toBeLessThan(2 * MINUTE);
};

const possible = hasDatabase('postgres') && hasDovecot();

describe.skipIf(!possible)('a process whose clock is a day wrong', () => {
  beforeAll(async () => {
    [server, dovecot] = await Promise.all([startDatabaseServer('postgres'), startDovecot()]);
    proxy = await startFaultProxy(dovecot.ports.imap);
    sink = await startSmtpSink({
      onRcptTo(_address, _session, done) {
        done(greylisted ? Object.assign(new Error('4.2.0 Greylisted'), { responseCode: 450 }) : null);
      },
    });
    site = await startSite({
      database: server.database('clocks'),
      env: { MAIL_GATEWAY_ALLOWED_PORTS: `${proxy.port},${sink.port}` },
    });
    await setParameter(site, 'mail.catchall.domain', 'site.example');
    await addAlias(site, 'support');
    token = await site.token(['plugin::mail-gateway.inbound.raw']);
    await post('/outgoing-servers', {
      ...{ name: 'Relay', host: '127.0.0.1', port: sink.port, encryption: 'none', authentication: 'none' },
    });
    wrong = await startChildSite(site, { MAIL_GATEWAY_WORKER: 'true' });
  });

  afterAll(async () => {
    await wrong?.stop();
    await site?.stop();
    await sink?.stop();
    await proxy?.stop();
    await dovecot?.stop();
    await server?.stop();
  });

  it('takes up a mail that waits when its time has come, neither before nor a day later', async () => {
    let fails = true;
    const unsubscribe = site.strapi.db.lifecycles.subscribe({
      models: [TICKET],
      beforeCreate() {
        if (fails) throw new Error('The stock system does not answer.');
      },
    });
    const mail = await receive(site, rawMail({ subject: 'Waits' }));
    fails = false;
    unsubscribe();
    const row = await journal(site, mail.documentId);
    expect(row).toMatchObject({ state: 'received', reason: 'delivery_failed', attempts: 1 });

    await wrong.setClock(DAY);
    await look();
    expect(await journal(site, mail.documentId)).toMatchObject({ state: 'received', attempts: 1 });

    await wrong.setClock(-DAY);
    await change(
      'inbound_emails',
      { document_id: mail.documentId },
      { next_attempt_at: new Date(Date.now() - 1000) }
    );
    await look();
    await until(async () =>
      expect(await journal(site, mail.documentId)).toMatchObject({ state: 'delivered', attempts: 2 })
    );
  });

  it('leaves a mail alone that the other process is working on', async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const hooks = site.strapi.plugin('mail-gateway').service('hooks');
    const remove = hooks.use('inbound.deliver', async (_context: object, next: () => Promise<void>) => {
      await released;
      await next();
    });
    const before = (await entries(site, TICKET)).length;
    const delivering = receive(site, rawMail({ subject: 'In work' }));
    await wrong.setClock(DAY);
    await look();
    expect(await entries(site, TICKET)).toHaveLength(before);
    release();
    remove();
    expect(await delivering).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(await entries(site, TICKET)).toHaveLength(before + 1);
  });

  it('sends queued mail at once, and a mail that was put off not before its time', async () => {
    await wrong.setClock(-DAY);
    const now = await send('now@customer.example');
    await run('email-queue');
    await until(async () => expect((await outbound(now)).state).toBe('accepted'));
    about((await outbound(now)).acceptedAt, Date.now());

    greylisted = true;
    const later = await send('later@customer.example');
    await run('email-queue');
    await until(async () => expect((await outbound(later)).attempts).toBe(1));
    greylisted = false;
    about((await outbound(later)).nextAttemptAt, Date.now() + MINUTE);
    await wrong.setClock(DAY);
    await run('email-queue');
    await run('email-queue');
    expect(await outbound(later)).toMatchObject({ state: 'queued', attempts: 1 });
    expect(sink.mails.map(({ to }) => to[0])).toEqual(['now@customer.example']);
  });

  it('puts a mailbox that fails off for a minute by everybody’s clock, and fetches it then, each mail once', async () => {
    const mailbox = await post('/incoming-servers', {
      ...{ name: 'Support', protocol: 'imap', host: '127.0.0.1', port: proxy.port, encryption: 'none' },
      ...{ username: 'support', password: dovecot.password, startFrom: 'all' },
    });
    expect(await post(`/incoming-servers/${mailbox.documentId}/confirm`)).toMatchObject({ ok: true });
    await dovecot.deliver('support', [rawMail({ subject: 'In the mailbox' })]);
    const rowOf = async () =>
      (await site.admin('GET', `/mail-gateway/incoming-servers/${mailbox.documentId}`)).body.data;

    for (const shift of [-DAY, DAY]) {
      await wrong.setClock(shift);
      await change('incoming_servers', { document_id: mailbox.documentId }, { next_attempt_at: null });
      proxy.set({ kind: 'cut', after: 0 });
      await run('fetchmail');
      const { nextAttemptAt, errorCode } = await rowOf();
      expect(errorCode).not.toBeNull();
      about(nextAttemptAt, Date.now() + MINUTE);
      const connections = proxy.connections();
      await run('fetchmail');
      expect(proxy.connections()).toBe(connections);
    }

    proxy.set({ kind: 'none' });
    await wrong.setClock(-DAY);
    await change(
      'incoming_servers',
      { document_id: mailbox.documentId },
      { next_attempt_at: new Date(Date.now() - 1000) }
    );
    await run('fetchmail');
    await run('fetchmail');
    expect(await rowOf()).toMatchObject({ errorCode: null });
    const fetched = (await entries(site, TICKET)).filter(({ title }) => title === 'In the mailbox');
    expect(fetched).toHaveLength(1);
  });

  it('counts for the loop window, whichever process took the mails in', async () => {
    await setParameter(site, 'mail.gateway.loop.threshold', 3);
    for (const shift of [-DAY, DAY]) {
      await wrong.setClock(shift);
      const from = `robot${shift}@shop.example`;
      for (let count = 0; count < 3; count += 1) {
        const answer = await fetch(`${wrong.url}${DOOR}`, {
          method: 'POST',
          body: new Uint8Array(rawMail({ from })),
          headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
        });
        expect(answer.status).toBe(200);
      }
      expect(await receive(site, rawMail({ from }))).toMatchObject({
        state: 'unroutable',
        reason: 'loop_suspected',
      });
    }
    const { oldest, newest } = await site.strapi.db
      .connection('mail_gateway_effects')
      .min('created_at as oldest')
      .max('created_at as newest')
      .first<{ oldest: string; newest: string }>();
    expect(Number(oldest)).toBeGreaterThan(Date.now() - 10 * MINUTE);
    expect(Number(newest)).toBeLessThan(Date.now() + MINUTE);
    await setParameter(site, 'mail.gateway.loop.threshold', 20);
  });

  it('does not sweep away the bytes of a mail that is being written', async () => {
    await wrong.setClock(DAY);
    // Larger than what is held in memory: its beginning is stored before its end is there.
    const mail = Buffer.concat([rawMail({ subject: 'Slow' }), Buffer.alloc(8_000_000, 'x')]);
    const chunks = async (): Promise<number> =>
      Number((await site.strapi.db.connection('mail_gateway_chunks').count({ rows: '*' }).first())?.rows);
    const before = await chunks();
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(new Uint8Array(mail.subarray(0, 7_000_000)));
        const begun = await until(async () => {
          const stored = await chunks();
          expect(stored).toBeGreaterThan(before);
          return stored;
        });
        await run('housekeeping');
        expect(await chunks()).toBeGreaterThanOrEqual(begun);
        controller.enqueue(new Uint8Array(mail.subarray(7_000_000)));
        controller.close();
      },
    });
    const answer = await fetch(`${site.url}${DOOR}`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
      // Node wants to be told that the answer comes after the body; its types do not know of it.
      ...({ duplex: 'half' } as object),
    });
    expect(await answer.json()).toMatchObject({ data: { state: 'delivered' } });
  });

  it('that jumps forwards by a day and back again: what is due runs by itself, once', async () => {
    await wrong.setClock(0);
    await run('email-queue');
    for (const shift of [DAY, 0]) {
      await wrong.setClock(shift);
      const begun = Date.now();
      await change('scheduled_actions', { name: 'email-queue' }, { next_run_at: begun, last_result: null });
      await until(async () => expect((await action('email-queue')).lastResult).not.toBeNull());
      const { lastRunAt, nextRunAt } = await action('email-queue');
      about(lastRunAt, begun);
      // PostgreSQL's clock goes on within a statement, which writes both.
      const apart = new Date(nextRunAt).getTime() - new Date(lastRunAt).getTime();
      expect(Math.abs(apart - MINUTE)).toBeLessThan(1000);
      await look();
      expect((await action('email-queue')).lastRunAt).toBe(lastRunAt);
    }
  });

  it('notices what the other process changes soon, also after it jumped back', async () => {
    const mail = () => rawMail({ from: 'eager@shop.example' });
    await wrong.setClock(DAY);
    const hand = async (): Promise<string> => {
      const answer = await fetch(`${wrong.url}${DOOR}`, {
        method: 'POST',
        body: new Uint8Array(mail()),
        headers: { authorization: `Bearer ${token}` },
      });
      return (await answer.json()).data.reason;
    };
    expect(await hand()).toBe('created');
    await wrong.setClock(0);
    await setParameter(site, 'mail.gateway.loop.threshold', 1);
    await until(async () => expect(await hand()).toBe('loop_suspected'));
    await setParameter(site, 'mail.gateway.loop.threshold', 20);
  });

  it('was never ended by any of this', () => {
    expect(wrong.isRunning(), wrong.output()).toBe(true);
    expect(wrong.output()).not.toMatch(/unhandled/i);
  });
});
