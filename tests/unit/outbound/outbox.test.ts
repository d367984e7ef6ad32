import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EnqueueRequest } from '../../../server/src/outbound';
import { readSentences } from '../../../server/src/stored-sentences';
import { accepting, reply, startScriptedServer, startSmtpServer, type TestServer } from './support/servers';
import { openSite, type TestSite } from './support/site';

// A commit takes its time on a busy disk.
vi.setConfig({ testTimeout: 30_000 });

let site: TestSite;
const servers: TestServer[] = [];

beforeEach(async () => {
  site = await openSite();
});
afterEach(async () => {
  await site.close();
  for (const server of servers.splice(0)) await server.close();
});

const running = <Server extends TestServer>(server: Server): Server => {
  servers.push(server);
  return server;
};

const request = (changes: Partial<EnqueueRequest> = {}): EnqueueRequest => ({
  content: {
    from: { name: 'Ann', address: 'ann@ours.example' },
    to: [{ name: 'Mary', address: 'mary@customer.example' }],
    subject: 'Your ticket',
    html: '<p>Hello</p>',
  },
  recipients: ['mary@customer.example'],
  purpose: 'thread',
  contentType: 'api::ticket.ticket',
  entryDocumentId: 'a'.repeat(24),
  ...changes,
});

const states = async () => (await site.rows()).map(({ state }) => state);
const counted = async () => {
  const counts: Record<string, number> = {};
  for (const state of await states()) counts[String(state)] = (counts[String(state)] ?? 0) + 1;
  return counts;
};

describe('from the outbox to the server', () => {
  test('a mail leaves after the commit, and the row says what the server said', async () => {
    const server = running(await startSmtpServer());
    const serverId = await site.addServer({ port: server.port });
    const { emails, messageId } = await site.outbound.enqueue(request());
    expect(await states()).toEqual(['queued']);
    await site.outbound.sweep();

    const row = await site.row(emails[0]!.documentId);
    expect(row).toMatchObject({
      state: 'accepted',
      attempts: 1,
      smtpCode: 250,
      serverId,
      from: 'ann@ours.example',
      envelopeFrom: 'bounce@ours.example',
      messageId,
      lockedBy: null,
      decision: { serverRule: 'no_filter', fromRule: 'unchanged', passedOver: [] },
    });
    expect(row.response).toMatch(/^250 /);
    expect(row.acceptedAt).not.toBeNull();
    const mail = await simpleParser(server.taken[0]!.raw);
    expect(mail.messageId).toBe(messageId);
    expect(mail.text).toContain('Hello');
    expect(site.events).toContainEqual({
      name: 'mail-gateway.outbound.accepted',
      payload: {
        documentId: emails[0]!.documentId,
        state: 'accepted',
        contentType: 'api::ticket.ticket',
        entryDocumentId: 'a'.repeat(24),
      },
    });
    expect(await site.server(serverId)).toMatchObject({ state: 'ok' });
  });

  test('what is rolled back is never sent', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    const broken = site.database.transaction(async () => {
      await site.outbound.enqueue(request());
      throw new Error('the entry could not be saved');
    });
    await expect(broken).rejects.toThrow('could not be saved');
    await site.outbound.sweep();
    expect([await site.rows(), await site.contents(), server.taken]).toEqual([[], [], []]);
  });

  test('once started, the commit itself sets it off; before, nothing leaves by itself', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    await site.outbound.enqueue(request());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.taken).toEqual([]);

    site.outbound.start();
    await site.database.transaction(async () => {
      await site.outbound.enqueue(request());
    });
    await expect.poll(() => server.taken.length).toBe(2);
  });

  test('each recipient gets a transaction of its own, all see the visible ones', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    const base = request();
    await site.outbound.enqueue({
      ...base,
      content: { ...base.content, cc: [{ name: '', address: 'cc@customer.example' }] },
      recipients: [
        'mary@customer.example',
        'cc@customer.example',
        'bcc@customer.example',
        'MARY@customer.example',
      ],
    });
    await site.outbound.sweep();
    expect(
      server.taken
        .map(({ to }) => to)
        .flat()
        .sort()
    ).toEqual(['bcc@customer.example', 'cc@customer.example', 'mary@customer.example']);
    const mails = await Promise.all(server.taken.map(({ raw }) => simpleParser(raw)));
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect(new Set(mails.map(({ date }) => date?.toISOString())).size).toBe(1);
    expect(new Set(mails.map(({ headers }) => headers.get('x-mail-gateway-id'))).size).toBe(3);
    for (const { raw } of server.taken) expect(raw).not.toContain('bcc@customer.example');
  });

  test('attachments of a message are read from the private store', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256));
    site.files.set('file1', bytes);
    const base = request();
    const attachments = [
      {
        store: 'message' as const,
        id: 'file1',
        fileName: 'a.bin',
        contentType: 'application/x',
        contentId: null,
        size: bytes.length,
      },
    ];
    await site.outbound.enqueue({ ...base, content: { ...base.content, attachments } });
    await site.outbound.sweep();
    const { attachments: got } = await simpleParser(server.taken[0]!.raw);
    expect(got[0]?.content.equals(bytes)).toBe(true);

    site.files.clear();
    await site.outbound.enqueue({ ...base, content: { ...base.content, attachments } });
    await site.outbound.sweep();
    expect((await site.rows())[1]).toMatchObject({
      state: 'queued',
      failureType: 'content_missing',
      attempts: 1,
    });
  });

  test('an attachment of which bytes are lost is not sent, visibly', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    const named = {
      store: 'message' as const,
      fileName: 'a.bin',
      contentType: 'application/x',
      contentId: null,
    };
    const base = request();
    for (const id of ['empty', 'short']) {
      site.files.set(id, id === 'empty' ? Buffer.alloc(0) : Buffer.alloc(70_000, 1));
      await site.outbound.enqueue({
        ...base,
        content: { ...base.content, attachments: [{ ...named, id, size: 100_000 }] },
      });
    }
    await site.outbound.mail.send({
      to: 'mary@customer.example',
      text: 'x',
      attachments: [{ filename: 'sealed.bin', content: Buffer.alloc(10, 1) }],
    });
    await site.database.transaction((trx) => trx('mail_gateway_chunks').delete());
    await site.outbound.sweep();
    expect(server.taken).toEqual([]);
    expect(await states()).toEqual(['queued', 'queued', 'queued']);
    for (const { attempts, explanation } of await site.rows()) {
      expect(attempts).toBe(1);
      expect(explanation).toMatch(/The attachment "(a|sealed)\.bin" is damaged/);
    }
  });

  test('From, Reply-To and envelope by the system parameters', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    site.parameters['mail.dynamic.smtp.from'] = 'notifications@ours.example';
    const base = request();
    await site.outbound.enqueue({
      ...base,
      content: { ...base.content, from: { name: 'Mary', address: 'mary@customer.example' } },
    });
    await site.outbound.sweep();
    const mail = await simpleParser(server.taken[0]!.raw);
    expect(mail.from?.value[0]).toEqual({
      name: 'Mary (mary@customer.example)',
      address: 'notifications@ours.example',
    });
    expect(mail.replyTo?.value[0]?.address).toBe('mary@customer.example');
    expect((await site.rows())[0]).toMatchObject({ decision: { fromRule: 'dynamic' } });
  });

  test('a server whose filter does not cover the From sends as the default-from', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port, fromFilter: 'relay.example' });
    await site.outbound.enqueue(request());
    await site.outbound.sweep();
    const mail = await simpleParser(server.taken[0]!.raw);
    expect(mail.from?.value[0]).toEqual({
      name: 'Ann (ann@ours.example)',
      address: 'notifications@ours.example',
    });
  });

  test('recipients that are no addresses are refused, and nothing is stored', async () => {
    await expect(
      site.outbound.enqueue(request({ recipients: ['mary@customer.example', 'nobody'] }))
    ).rejects.toThrow('"nobody"');
    expect(await site.rows()).toEqual([]);
  });

  test('many mails and several processes: each leaves once', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    const recipients = Array.from({ length: 60 }, (_, index) => `r${index}@customer.example`);
    await site.outbound.enqueue(request({ recipients }));
    await Promise.all([site.outbound.sweep(), site.another().sweep(), site.another().sweep()]);
    await site.outbound.sweep();
    expect(server.taken.flatMap(({ to }) => to).sort()).toEqual([...recipients].sort());
    expect(await counted()).toEqual({ accepted: 60 });
  });

  test('a copy of the database sends nothing', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    site.mayWork = false;
    await site.outbound.enqueue(request());
    await site.outbound.sweep();
    expect([await states(), server.taken]).toEqual([['queued'], []]);
  });
});

describe('who is at fault decides', () => {
  test('a wrong password with many queued: none failed, none counted; all leave after mending', async () => {
    let logins = 0;
    const server = running(
      await startSmtpServer({
        allowInsecureAuth: true,
        authOptional: false,
        onAuth({ password }, _session, callback) {
          logins += 1;
          if (password === 'right') callback(null, { user: 'me' });
          else callback(reply(535, '5.7.8 Authentication failed'));
        },
      })
    );
    const serverId = await site.addServer({ port: server.port, authentication: 'password', username: 'me' });
    const owner = `outgoing-server:${serverId}`;
    site.passwords.set(owner, 'wrong-secret');
    const recipients = Array.from({ length: 60 }, (_, index) => `r${index}@customer.example`);
    await site.outbound.enqueue(request({ recipients }));
    await site.outbound.sweep();
    await site.outbound.sweep();

    expect(await counted()).toEqual({ queued: 60 });
    expect((await site.rows()).every(({ attempts }) => attempts === 0)).toBe(true);
    expect(logins).toBe(1);
    const paused = await site.server(serverId);
    expect(paused).toMatchObject({ state: 'failing', failures: 1, lastErrorCode: 'login_refused' });
    expect(paused.lastError).toContain('535 5.7.8');
    expect(new Date(String(paused.pausedUntil)).getTime()).toBeGreaterThan(Date.now() + 9 * 60_000);
    expect(JSON.stringify([await site.rows(), paused, site.events])).not.toContain('wrong-secret');
    expect(site.events.filter(({ name }) => name === 'mail-gateway.server.error')).toHaveLength(1);

    site.passwords.set(owner, 'right');
    await site.outbound.serverChanged(serverId);
    await site.outbound.sweep();
    expect(await counted()).toEqual({ accepted: 60 });
    expect(await site.server(serverId)).toMatchObject({
      state: 'ok',
      failures: 0,
      pausedUntil: null,
      lastError: null,
    });
    expect(site.events.some(({ name }) => name === 'mail-gateway.server.recovered')).toBe(true);
  });

  test('while one server is down the other one serves', async () => {
    const gone = await startSmtpServer();
    await gone.close();
    const server = running(await startSmtpServer());
    const first = await site.addServer({ port: gone.port, priority: 1 });
    await site.addServer({ port: server.port, priority: 2 });
    await site.outbound.enqueue(request({ recipients: ['a@x.example', 'b@x.example'] }));
    await site.outbound.sweep();
    expect(await counted()).toEqual({ accepted: 2 });
    expect(await site.server(first)).toMatchObject({ state: 'failing' });
    expect((await site.rows())[0]).toMatchObject({
      decision: { passedOver: [] },
      attempts: 1,
    });
  });

  test('each refusal ends as its cause says', async () => {
    const cases: [Record<string, string>, Record<string, unknown>][] = [
      [
        { RCPT: '550 5.1.1 no such user' },
        { state: 'failed', failureType: 'recipient_refused', smtpCode: 550 },
      ],
      [{ '.': '554 5.7.1 spam' }, { state: 'failed', failureType: 'content_refused', enhancedCode: '5.7.1' }],
      [{ RCPT: '554 no' }, { state: 'failed', failureType: 'unknown' }],
      [{ MAIL: '550 5.1.8 sender refused' }, { state: 'failed', failureType: 'sender_refused' }],
      [{ RCPT: '450 4.2.0 greylisted' }, { state: 'queued', attempts: 1, smtpCode: 450 }],
      [{ DATA: 'close' }, { state: 'queued', attempts: 1, smtpCode: null }],
      [{ EHLO: 'close' }, { state: 'queued', attempts: 0 }],
      [{ RCPT: '421 4.3.2 closing' }, { state: 'queued', attempts: 0 }],
      [{ '.': 'close' }, { state: 'uncertain', attempts: 1, failureType: 'uncertain' }],
    ];
    for (const [exceptions, expected] of cases) {
      const server = running(await startScriptedServer(accepting(exceptions)));
      const serverId = await site.addServer({ port: server.port });
      const { emails } = await site.outbound.enqueue(request());
      await site.outbound.sweep();
      const row = await site.row(emails[0]!.documentId);
      expect(row, JSON.stringify(exceptions)).toMatchObject(expected);
      expect(row.explanation).toMatch(/^[A-Z].*/);
      expect(readSentences(row.sentences, row.explanation)).not.toEqual([]);
      await site.db
        .query('plugin::mail-gateway.outgoing-server')
        .deleteMany({ where: { documentId: serverId } });
      await site.db.query('plugin::mail-gateway.outbound-email').deleteMany({});
    }
  });

  test('a mail that a server will not relay rests the server, counts nothing, and lets others go first', async () => {
    const server = running(
      await startSmtpServer({
        onRcptTo({ address }, _session, callback) {
          callback(address.startsWith('far') ? reply(554, '5.7.1 Relay access denied') : null);
        },
      })
    );
    const serverId = await site.addServer({ port: server.port });
    const { emails } = await site.outbound.enqueue(request({ recipients: ['far@customer.example'] }));
    await site.outbound.sweep();
    expect(await site.row(emails[0]!.documentId)).toMatchObject({ state: 'queued', attempts: 0 });
    expect(await site.server(serverId)).toMatchObject({ state: 'failing', failures: 1 });
    await site.later('paused_until', 'mail_gateway_outgoing_servers');
    await site.outbound.enqueue(request());
    await site.outbound.sweep();
    expect(await states()).toEqual(['queued', 'accepted']);
  });

  test('a refused sender is tried once more, through another server', async () => {
    const strict = running(await startScriptedServer(accepting({ MAIL: '553 5.7.1 sender rejected' })));
    const open = running(await startSmtpServer());
    await site.addServer({ port: strict.port, priority: 1 });
    await site.addServer({ port: open.port, priority: 2 });
    await site.outbound.enqueue(request());
    await site.outbound.sweep();
    expect(await states()).toEqual(['accepted']);
    expect(open.taken).toHaveLength(1);
  });

  test('or as the default-from, where there is no other server', async () => {
    const server = running(
      await startSmtpServer({
        onMailFrom({ address }, _session, callback) {
          callback(address === 'notifications@ours.example' ? null : reply(553, '5.7.1 not your address'));
        },
      })
    );
    await site.addServer({ port: server.port });
    await site.outbound.enqueue(request());
    await site.outbound.sweep();
    expect((await site.rows())[0]).toMatchObject({
      state: 'accepted',
      envelopeFrom: 'notifications@ours.example',
      decision: { fromRule: 'sender_refused' },
    });
    const mail = await simpleParser(server.taken[0]!.raw);
    expect(mail.from?.value[0]).toEqual({
      name: 'Ann (ann@ours.example)',
      address: 'notifications@ours.example',
    });
  });

  test('a mail that is refused for now is tried again when its time has come', async () => {
    let refuse = true;
    const server = running(
      await startScriptedServer((line, state) =>
        refuse && line.startsWith('RCPT') ? '450 4.2.0 greylisted' : accepting()(line, state)
      )
    );
    await site.addServer({ port: server.port });
    await site.outbound.enqueue(request());
    await site.outbound.sweep();
    refuse = false;
    await site.outbound.sweep();
    expect(await states()).toEqual(['queued']);
    await site.later('next_attempt_at');
    await site.outbound.sweep();
    expect((await site.rows())[0]).toMatchObject({ state: 'accepted', attempts: 2 });
  });

  test('a paused server is tried again by itself when its rest is over', async () => {
    let broken = true;
    const server = running(
      await startScriptedServer((line, state) =>
        broken && line.startsWith('EHLO') ? 'close' : accepting()(line, state)
      )
    );
    const serverId = await site.addServer({ port: server.port });
    await site.outbound.enqueue(request());
    await site.outbound.sweep();
    broken = false;
    await site.outbound.sweep();
    expect(await states()).toEqual(['queued']);
    await site.later('paused_until', 'mail_gateway_outgoing_servers');
    await site.outbound.sweep();
    expect(await states()).toEqual(['accepted']);
    expect(await site.server(serverId)).toMatchObject({ state: 'ok' });
  });
});

describe('processes that die', () => {
  /** Leaves a row as a process leaves it that dies while it sends. */
  const abandon = async (columns: Record<string, unknown>) => {
    await site.outbound.enqueue(request());
    await site.database.transaction((trx) =>
      trx('mail_gateway_outbound_emails').update({
        state: 'sending',
        locked_by: 'dead',
        locked_until: 1,
        ...columns,
      })
    );
  };

  test('before the end of the mail: it is sent again, once, and not at once: it may be what ended the process', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    await abandon({});
    await site.outbound.sweep();
    expect((await site.rows())[0]).toMatchObject({
      state: 'queued',
      attempts: 1,
      failureType: 'interrupted',
      explanation: expect.stringContaining('process'),
    });
    await site.later('next_attempt_at');
    await site.outbound.sweep();
    expect([await states(), server.taken.length]).toEqual([['accepted'], 1]);
  });

  test('after the end of the mail: uncertain, sent once more after ten minutes with the same Message-ID', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    await abandon({ data_at: new Date() });
    await site.outbound.sweep();
    expect([await states(), server.taken.length]).toEqual([['uncertain'], 0]);
    await site.later('next_attempt_at');
    await site.outbound.sweep();
    const [row] = await site.rows();
    expect(row).toMatchObject({ state: 'accepted', maybeTwice: true });
    expect(row?.explanation).toContain('twice');
    expect((await simpleParser(server.taken[0]!.raw)).messageId).toBe(row?.messageId);
  });

  test('uncertain a second time: it stays so', async () => {
    await site.addServer({ port: 1 });
    await abandon({ data_at: new Date(), maybe_twice: true });
    await site.outbound.sweep();
    expect((await site.rows())[0]).toMatchObject({ state: 'uncertain', nextAttemptAt: null });
    await site.outbound.sweep();
    expect(await states()).toEqual(['uncertain']);
  });

  test('mass mail is held', async () => {
    await site.addServer({ port: 1 });
    await abandon({ data_at: new Date(), kind: 'mass' });
    await site.outbound.sweep();
    expect((await site.rows())[0]).toMatchObject({ state: 'uncertain', nextAttemptAt: null });
  });

  test('who lost the claim sends no final dot and writes no outcome', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    site.hooks.use('outbound.send', async (_context, next) => {
      await site.database.transaction((trx) =>
        trx('mail_gateway_outbound_emails').update({ locked_by: 'another', fence: 99 })
      );
      await next();
    });
    await site.outbound.enqueue(request());
    await site.outbound.sweep();
    expect(server.taken).toEqual([]);
    expect((await site.rows())[0]).toMatchObject({ state: 'sending', lockedBy: 'another', attempts: 0 });
  });

  test('what waits for a connection when the process ends is left to others, uncounted', async () => {
    const server = running(await startScriptedServer(accepting({ '.': 'silence' })));
    const serverId = await site.addServer({ port: server.port, maxConnections: 1 });
    await site.outbound.enqueue(request({ recipients: ['a@x.example', 'b@x.example', 'c@x.example'] }));
    const sweep = site.outbound.sweep();
    await expect.poll(() => server.lines.includes('.')).toBe(true);
    await site.outbound.drain(50);
    await sweep;
    expect(await states()).toEqual(['uncertain', 'queued', 'queued']);
    expect((await site.rows()).map(({ attempts }) => attempts)).toEqual([1, 0, 0]);
    expect(await site.server(serverId)).toMatchObject({ pausedUntil: null });
    expect(server.connections()).toBe(1);
  });

  test('drain waits for what is under way, cuts off what takes too long, and claims nothing more', async () => {
    const server = running(await startScriptedServer(accepting({ '.': 'silence' })));
    await site.addServer({ port: server.port });
    await site.outbound.enqueue(request());
    const sweep = site.outbound.sweep();
    await expect.poll(() => server.lines.includes('.')).toBe(true);
    const begun = Date.now();
    await site.outbound.drain(100);
    expect(Date.now() - begun).toBeLessThan(1_000);
    await sweep;
    expect(await states()).toEqual(['uncertain']);
    await site.outbound.enqueue(request());
    await site.outbound.sweep();
    expect((await states())[1]).toBe('queued');
  });
});

describe('outbound.send hooks', () => {
  test('may change the message, and see how it went', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    const seen: unknown[] = [];
    site.hooks.use('outbound.send', async (context, next) => {
      context.message.subject = `[${context.row.recipient}] ${context.message.subject}`;
      await next();
      seen.push(context.delivery?.ok);
    });
    await site.outbound.enqueue(request());
    await site.outbound.sweep();
    expect((await simpleParser(server.taken[0]!.raw)).subject).toBe('[mary@customer.example] Your ticket');
    expect(seen).toEqual([true]);
  });

  test('that throw before the sending: the mail waits with the reason, and leaves once the hook is mended', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    const remove = site.hooks.use('outbound.send', () => {
      throw new Error('no template');
    });
    await site.outbound.enqueue(request());
    await site.outbound.sweep();
    expect((await site.rows())[0]).toMatchObject({ state: 'queued', attempts: 1, failureType: 'hook_error' });
    expect((await site.rows())[0]?.explanation).toContain('no template');
    remove();
    await site.later('next_attempt_at');
    await site.outbound.sweep();
    expect((await site.rows())[0]).toMatchObject({ state: 'accepted', failureType: null });
  });

  test('that throw after the sending: the mail is accepted, once, and says what failed', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    site.hooks.use('outbound.send', async (_context, next) => {
      await next();
      throw new Error('no archive');
    });
    await site.outbound.enqueue(request());
    await site.outbound.sweep();
    await site.outbound.sweep();
    expect(server.taken).toHaveLength(1);
    expect((await site.rows())[0]).toMatchObject({
      state: 'accepted',
      explanation: expect.stringContaining('no archive'),
    });
  });

  test('that leave the sending out: cancelled, visibly', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    site.hooks.use('outbound.send', () => undefined);
    await site.outbound.enqueue(request());
    await site.outbound.sweep();
    expect([await states(), server.taken.length]).toEqual([['cancelled'], 0]);
  });
});

describe('mail.send', () => {
  const options = {
    to: 'Mary <mary@customer.example>',
    subject: 'Reset your password',
    text: 'Your secret link: https://site.example/reset/abc',
  };
  const everything = async () => JSON.stringify([await site.rows(), await site.contents(), site.events]);

  test('seals the content, sends it from the default-from, and erases it', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    const bytes = Buffer.from(Array.from({ length: 400_000 }, (_, index) => (index * 13) % 256));
    const result = await site.outbound.mail.send({
      ...options,
      bcc: ['boss@ours.example'],
      attachments: [
        { filename: 'a.bin', content: bytes },
        { filename: 'b.txt', content: 'aGV5', encoding: 'base64' },
      ],
    });
    expect(result.documentIds).toHaveLength(2);
    const stored = await everything();
    expect(stored).not.toMatch(/Reset your password|secret link/);
    const chunks = await site.database.transaction((trx) => trx('mail_gateway_chunks').select('bytes'));
    expect(chunks.length).toBeGreaterThan(1);
    for (const { bytes: sealed } of chunks)
      expect(Buffer.from(sealed).toString()).toMatch(/^[v1:0-9a-f\n]+$/);

    await site.outbound.sweep();
    const mail = await simpleParser(server.taken[0]!.raw);
    expect(mail).toMatchObject({ subject: options.subject, messageId: result.messageId });
    expect(mail.from?.value[0]?.address).toBe('notifications@ours.example');
    expect(mail.attachments.map(({ content }) => content.equals(bytes))).toEqual([true, false]);
    expect(mail.attachments[1]?.content.toString()).toBe('hey');
    expect((await site.contents())[0]).toMatchObject({ sealed: true, sealedBody: null, subject: null });
    await expect
      .poll(
        async () => (await site.database.transaction((trx) => trx('mail_gateway_chunks').select('id'))).length
      )
      .toBe(0);
  });

  test('one recipient refused: the content stays for the other, and goes with the last', async () => {
    let open = false;
    const server = running(
      await startSmtpServer({
        onRcptTo({ address }, _session, callback) {
          if (address.startsWith('bad')) callback(reply(550, '5.1.1 unknown'));
          else callback(open ? null : reply(450, '4.2.0 later'));
        },
      })
    );
    await site.addServer({ port: server.port });
    await site.outbound.mail.send({ ...options, to: ['bad@x.example', 'good@x.example'] });
    await site.outbound.sweep();
    expect(await states()).toEqual(['failed', 'queued']);
    expect((await site.contents())[0]?.sealedBody).not.toBeNull();
    open = true;
    await site.later('next_attempt_at');
    await site.outbound.sweep();
    expect(await states()).toEqual(['failed', 'accepted']);
    expect((await site.contents())[0]?.sealedBody).toBeNull();
  });

  test('what came too late never leaves, and is erased', async () => {
    const server = running(await startSmtpServer());
    await site.outbound.mail.send({ ...options, expiresAt: new Date(Date.now() - 1) });
    await site.addServer({ port: server.port });
    await site.outbound.sweep();
    expect((await site.rows())[0]).toMatchObject({ state: 'failed', failureType: 'expired' });
    expect([server.taken.length, (await site.contents())[0]?.sealedBody]).toEqual([0, null]);
  });

  test('an uncertain one is erased when it expires, and not sent again', async () => {
    const server = running(await startScriptedServer(accepting({ '.': 'close' })));
    await site.addServer({ port: server.port });
    await site.outbound.mail.send({ ...options, expiresAt: new Date(Date.now() + 3_600_000) });
    await site.outbound.sweep();
    expect((await site.contents())[0]?.sealedBody).not.toBeNull();
    await site.later('expires_at');
    await site.later('next_attempt_at');
    await site.outbound.sweep();
    expect(await states()).toEqual(['uncertain']);
    expect((await site.contents())[0]?.sealedBody).toBeNull();
    expect(server.lines.filter((line) => line === '.')).toHaveLength(1);
  });

  test('mistakes are told to the caller', async () => {
    const { send } = site.outbound.mail;
    await expect(send({ subject: 'x' })).rejects.toThrow('no recipient');
    await expect(send({ ...options, to: 'nobody' })).rejects.toThrow('"nobody" in to is no address');
    await expect(send({ ...options, to: 'mary@example.com, john at example.com, bob@' })).rejects.toThrow(
      '"john at example.com", "bob@" in to are no addresses'
    );
    // @ts-expect-error a path is no content; JavaScript callers give one all the same
    await expect(send({ ...options, attachments: [{ path: '/etc/hostname' }] })).rejects.toThrow('not read');
    site.parameters['mail.catchall.domain'] = '';
    await expect(send(options)).rejects.toThrow('mail.default.from');
    expect(await site.rows()).toEqual([]);
  });

  test('content that was sealed with another key waits, unharmed, and leaves once the key is back', async () => {
    const server = running(await startSmtpServer());
    await site.addServer({ port: server.port });
    await site.outbound.mail.send(options);
    const withoutKey = site.another({
      secrets: {
        read: async () => null,
        resolve: (value) => value,
        seal: (text) => text,
        unseal: () => null,
      },
    });
    await withoutKey.sweep();
    expect((await site.rows())[0]).toMatchObject({
      state: 'queued',
      attempts: 0,
      explanation: expect.stringContaining('sealed with another encryption key'),
    });
    expect((await site.contents())[0]?.sealedBody).not.toBeNull();

    await site.outbound.sweep();
    expect(server.taken).toEqual([]);
    await site.later('next_attempt_at');
    await site.outbound.sweep();
    expect((await site.rows())[0]).toMatchObject({ state: 'accepted', explanation: null });
    expect(server.taken).toHaveLength(1);
  });

  test('an uncertain one that nobody sends again is erased, also without an expiry', async () => {
    const server = running(await startScriptedServer(accepting({ '.': 'close' })));
    await site.addServer({ port: server.port });
    await site.outbound.mail.send(options);
    await site.outbound.sweep();
    expect((await site.contents())[0]?.sealedBody).not.toBeNull();
    await site.later('next_attempt_at');
    await site.outbound.sweep();
    expect((await site.rows())[0]).toMatchObject({ state: 'uncertain', nextAttemptAt: null });
    expect((await site.contents())[0]?.sealedBody).toBeNull();
  });

  test('attachments that a broken-off send left behind are swept after an hour', async () => {
    const insert = (owner: string, age: number) =>
      site.database.transaction((trx) =>
        trx('mail_gateway_chunks').insert({
          owner,
          position: 0,
          bytes: Buffer.from('x'),
          created_at: Date.now() - age,
        })
      );
    await insert(`outbound:${'a'.repeat(24)}:0`, 2 * 3_600_000);
    await insert(`outbound:${'b'.repeat(24)}:0`, 1_000);
    await insert('c'.repeat(24), 2 * 3_600_000);
    await site.outbound.sweep();
    const owners = await site.database.transaction((trx) =>
      trx('mail_gateway_chunks').orderBy('owner').pluck('owner')
    );
    expect(owners).toEqual(['c'.repeat(24), `outbound:${'b'.repeat(24)}:0`]);
  });

  test('without an encryption key nothing is stored', async () => {
    const outbound = site.another({
      secrets: {
        read: async () => null,
        resolve: (value) => value,
        unseal: () => null,
        seal: () => {
          throw new Error('no encryption key');
        },
      },
    });
    await expect(outbound.mail.send(options)).rejects.toThrow('no encryption key');
    expect([await site.rows(), await site.contents()]).toEqual([[], []]);
  });
});
