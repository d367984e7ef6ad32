import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { diagnose, type TestedServer } from '../../../server/src/outbound';
import { createCertificateAuthority, type CertificateAuthority } from '../../support/certificates';
import { accepting, reply, startScriptedServer, startSmtpServer, type TestServer } from './support/servers';
import { openSite, type TestSite } from './support/site';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let folder: string;
let authority: CertificateAuthority;
let key: string;
let cert: string;
let expired: { key: string; cert: string };
let site: TestSite;
const servers: TestServer[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mail-gateway-ca-'));
  authority = await createCertificateAuthority(folder);
  const read = async (days?: number) => {
    const issued = await authority.issue(['mail.example'], { days });
    return {
      key: await readFile(issued.keyFile, 'utf8'),
      cert: await readFile(issued.certificateFile, 'utf8'),
    };
  };
  ({ key, cert } = await read());
  expired = await read(-2);
});
afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  site = await openSite({ ca: authority.pem });
});
afterEach(async () => {
  await site.close();
  for (const server of servers.splice(0)) await server.close();
});

const running = <Server extends TestServer>(server: Server): Server => {
  servers.push(server);
  return server;
};

const unsaved = (port: number, changes: Partial<TestedServer> = {}): TestedServer => ({
  host: 'mail.example',
  port,
  encryption: 'none',
  authentication: 'none',
  username: null,
  heloName: null,
  fromFilter: '',
  envelopeSender: 'auto',
  password: null,
  documentId: null,
  ...changes,
});

const tryServer = async (port: number, changes: Partial<TestedServer> = {}, outbound = site.outbound) => {
  const { problem } = await outbound.testServer(unsaved(port, changes));
  return problem?.code ?? 'ok';
};

const withLogin = {
  authentication: 'password' as const,
  username: 'me@ours.example',
  password: 'hunter2-secret',
};

describe('a server that works', () => {
  test('is tried up to 354, over STARTTLS with login, and gets no mail', async () => {
    const server = running(
      await startSmtpServer({ key, cert, onAuth: (_a, _s, done) => done(null, { user: 'me' }) })
    );
    const result = await site.outbound.testServer(
      unsaved(server.port, { ...withLogin, encryption: 'starttls' })
    );
    expect(result).toMatchObject({ ok: true, problem: null });
    expect(result.steps.map(({ sent }) => sent)).toEqual([
      `connect to 127.0.0.1, port ${server.port}`,
      'greeting',
      'EHLO ours.example',
      'STARTTLS',
      'TLS',
      'EHLO ours.example',
      'AUTH PLAIN',
      'MAIL FROM:<bounce@ours.example>',
      'RCPT TO:<notifications@ours.example>',
      'DATA',
    ]);
    expect(result.steps.at(-1)).toMatchObject({ ok: true, answer: expect.stringMatching(/^354 /) });
    expect(server.taken).toEqual([]);
    expect(JSON.stringify(result)).not.toContain('hunter2-secret');
    expect(JSON.stringify(result)).not.toContain(
      Buffer.from('\0me@ours.example\0hunter2-secret').toString('base64')
    );
  });

  test('over TLS from the start', async () => {
    const server = running(await startSmtpServer({ key, cert, secure: true }));
    expect(await tryServer(server.port, { encryption: 'tls' })).toBe('ok');
  });

  test('may want LOGIN or CRAM-MD5 instead of PLAIN', async () => {
    for (const method of ['LOGIN', 'CRAM-MD5']) {
      const server = running(
        await startSmtpServer({
          allowInsecureAuth: true,
          authMethods: [method],
          onAuth(auth, _session, done) {
            const right =
              method === 'LOGIN'
                ? auth.password === 'hunter2-secret'
                : auth.validatePassword('hunter2-secret');
            done(right ? null : reply(535, '5.7.8 no'), { user: 'me' });
          },
        })
      );
      expect(await tryServer(server.port, withLogin)).toBe('ok');
    }
  });

  test('that refuses the bounce address keeps the sender that it accepts, and sends with it', async () => {
    const server = running(
      await startSmtpServer({
        onMailFrom({ address }, _session, done) {
          done(address.startsWith('bounce') ? reply(550, '5.7.1 not yours') : null);
        },
      })
    );
    const id = await site.addServer({ port: server.port, username: 'me@ours.example' });
    const result = await site.outbound.testServer(id);
    expect(result.steps.filter(({ step }) => step === 'sender').map(({ ok, sent }) => [sent, ok])).toEqual([
      ['MAIL FROM:<bounce@ours.example>', false],
      ['MAIL FROM:<me@ours.example>', true],
    ]);
    const stored = await site.server(id);
    expect(stored).toMatchObject({ state: 'ok', lastError: null, acceptedSender: 'login' });
    expect(stored.lastTestedAt).not.toBeNull();

    await site.outbound.enqueue({
      content: { from: { name: '', address: 'ann@ours.example' }, text: 'x' },
      recipients: ['mary@customer.example'],
      purpose: 'thread',
    });
    await site.outbound.sweep();
    expect(server.taken[0]?.from).toBe('me@ours.example');
  });

  test('keeps the sender of the former test when it is tried with another one', async () => {
    const server = running(await startSmtpServer());
    const id = await site.addServer({ port: server.port, acceptedSender: 'login', state: 'failing' });
    expect(await site.outbound.testServer(id, { from: 'x@ours.example' })).toMatchObject({ ok: true });
    expect(await site.server(id)).toMatchObject({ acceptedSender: 'login', state: 'ok' });
  });

  test('tries the addresses that were given', async () => {
    const server = running(await startScriptedServer(accepting()));
    await site.outbound.testServer(unsaved(server.port), { from: 'x@ours.example', to: 'y@ours.example' });
    expect(server.lines).toEqual([
      'EHLO ours.example',
      'MAIL FROM:<x@ours.example>',
      'RCPT TO:<y@ours.example>',
      'DATA',
    ]);
  });
});

describe('what is wrong, and what to do', () => {
  test('connection, greeting and encryption', async () => {
    const gone = await startSmtpServer();
    await gone.close();
    const silent = running(await startScriptedServer(accepting(), 'silence'));
    const hangsUp = running(await startScriptedServer(accepting(), 'close'));
    const foreign = running(await startScriptedServer(accepting(), 'SSH-2.0-secret-banner'));
    const news = running(await startScriptedServer(accepting(), '200 news.secret-banner.example ready'));
    const refusing = running(await startScriptedServer(accepting(), '554 5.7.1 blocked'));
    const plain = running(await startSmtpServer());
    const secure = running(await startSmtpServer({ key, cert, secure: true }));
    const starttls = running(await startSmtpServer({ key, cert }));
    const outdated = running(await startSmtpServer(expired));
    const strange = site.another({ ca: undefined });

    expect(await tryServer(gone.port)).toBe('connection_refused');
    expect(await tryServer(silent.port)).toBe('greeting_missing');
    expect(await tryServer(hangsUp.port)).toBe('closed_early');
    expect(await tryServer(foreign.port)).toBe('no_mail_server');
    expect(await tryServer(news.port)).toBe('no_mail_server');
    expect(await tryServer(refusing.port)).toBe('greeting_refused');
    expect(await tryServer(plain.port, { encryption: 'tls' })).toBe('tls_mismatch');
    expect(await tryServer(plain.port, { encryption: 'starttls' })).toBe('starttls_missing');
    expect(await tryServer(secure.port)).toBe('greeting_missing');
    expect(await tryServer(starttls.port, { encryption: 'starttls' }, strange)).toBe('certificate_invalid');
    expect(await tryServer(starttls.port, { encryption: 'starttls', host: 'other.example' })).toBe(
      'certificate_invalid'
    );
    expect(await tryServer(outdated.port, { encryption: 'starttls' })).toBe('certificate_invalid');
  });

  test('sentences name the cause', async () => {
    const foreign = running(await startScriptedServer(accepting(), 'SSH-2.0-secret-banner'));
    const outdated = running(await startSmtpServer(expired));
    const { problem } = await site.outbound.testServer(unsaved(outdated.port, { encryption: 'starttls' }));
    expect(problem?.message).toContain('has expired');
    const other = await site.outbound.testServer(
      unsaved(running(await startSmtpServer({ key, cert })).port, {
        encryption: 'starttls',
        host: 'other.example',
      })
    );
    expect(other.problem?.message).toContain('another name');
    expect(JSON.stringify(await site.outbound.testServer(unsaved(foreign.port)))).not.toContain(
      'secret-banner'
    );
  });

  test('each command may be refused, hung up on, or left without an answer', async () => {
    const cases: [Record<string, string>, string][] = [
      [{ EHLO: '502 no' }, 'refused'],
      [{ EHLO: 'close' }, 'closed_early'],
      [{ MAIL: '550 5.7.60 Client does not have permissions to send as this sender' }, 'sender_refused'],
      [{ MAIL: '530 5.7.0 login first' }, 'login_required'],
      [{ RCPT: '550 5.7.1 relay denied' }, 'recipient_refused'],
      [{ DATA: '554 5.7.1 no' }, 'data_refused'],
      [{ DATA: 'close' }, 'closed_early'],
      [{ RCPT: 'silence' }, 'timeout'],
      [{ MAIL: 'nonsense without a code' }, 'no_mail_server'],
    ];
    for (const [exceptions, expected] of cases) {
      const server = running(await startScriptedServer(accepting(exceptions)));
      expect(await tryServer(server.port), JSON.stringify(exceptions)).toBe(expected);
    }
  });

  test('the login: refused, not offered, Gmail’s and Microsoft’s ways', async () => {
    const refusing = (text: string) =>
      startSmtpServer({
        allowInsecureAuth: true,
        onAuth: (_auth, _session, done) => done(reply(535, text)),
      });
    const plain = running(await refusing('5.7.8 wrong'));
    expect(await tryServer(plain.port, withLogin)).toBe('login_refused');

    const advice = async (text: string): Promise<string> => {
      const server = running(await refusing(text));
      const { problem } = await site.outbound.testServer(unsaved(server.port, withLogin));
      return problem?.advice ?? '';
    };
    expect(
      await advice('5.7.8 Username and Password not accepted. https://support.google.com/mail - gsmtp')
    ).toContain('app password');
    expect(
      await advice('5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled')
    ).toContain('SMTP AUTH');

    const without = running(await startScriptedServer(accepting()));
    expect(await tryServer(without.port, withLogin)).toBe('login_not_offered');
    expect(await tryServer(without.port, { ...withLogin, password: null })).toBe('login_missing');
  });

  test('the login, before anybody has decided on addresses', async () => {
    site.parameters = {};
    const server = running(
      await startSmtpServer({
        disabledCommands: ['STARTTLS'],
        allowInsecureAuth: true,
        onAuth: ({ password }, _session, done) =>
          password === 'right' ? done(null, { user: 'me' }) : done(new Error('No')),
      })
    );
    const login = { authentication: 'password' as const, username: 'me' };
    expect(await tryServer(server.port, { ...login, password: 'wrong' })).toBe('login_refused');
    const { problem, steps } = await site.outbound.testServer(
      unsaved(server.port, { ...login, password: 'right' })
    );
    expect(problem).toMatchObject({ code: 'sender_missing' });
    expect(steps.at(-1)).toMatchObject({ step: 'login', ok: true });
  });

  test('a login that the server repeats is not shown', async () => {
    const plain = Buffer.from('\0me@ours.example\0hunter2-secret').toString('base64');
    const server = running(
      await startScriptedServer((line, state) => {
        if (line.startsWith('EHLO')) return '250-scripted\r\n250 AUTH PLAIN';
        return line.startsWith('AUTH') ? `535 5.7.8 ${line} hunter2-secret` : accepting()(line, state);
      })
    );
    const result = await site.outbound.testServer(unsaved(server.port, withLogin));
    expect(result.problem).toMatchObject({ code: 'login_refused', message: expect.stringContaining('***') });
    expect(JSON.stringify(result)).not.toContain('hunter2-secret');
    expect(JSON.stringify(result)).not.toContain(plain.slice(0, 16));
  });

  test('port 25 without an answer names the other ports', () => {
    const tried = { host: 'mail.example', port: 25, encryption: 'none' } as const;
    const problem = diagnose({ step: 'connect', breakdown: { kind: 'timeout' } }, tried);
    expect(problem).toMatchObject({ code: 'no_answer', message: 'No answer from mail.example on port 25.' });
    expect(problem.advice).toMatch(/465.*587.*2525/);
  });

  test('a host that must not be reached, and a password without encryption', async () => {
    const refused = site.another({
      network: {
        vetHost: async () => ({ allowed: false, code: 'address_forbidden', message: 'Not there.' }),
        mayUsePlainPassword: () => false,
      },
    });
    const result = await refused.testServer(unsaved(25));
    expect(result).toMatchObject({
      ok: false,
      problem: { code: 'address_forbidden', message: 'Not there.' },
    });

    const server = running(await startSmtpServer({ allowInsecureAuth: true }));
    const careful = site.another({
      network: {
        vetHost: async ({ host, port }) => ({
          allowed: true,
          host,
          port,
          address: '127.0.0.1',
          addresses: [],
          servername: undefined,
        }),
        mayUsePlainPassword: () => false,
      },
    });
    expect(await tryServer(server.port, withLogin, careful)).toBe('plain_password');
    expect(server.connections()).toBe(0);
  });

  test('a failed test stays with the saved server', async () => {
    const server = running(await startScriptedServer(accepting({ MAIL: '550 5.1.8 no' })));
    const id = await site.addServer({ port: server.port });
    await site.outbound.testServer(id);
    expect(await site.server(id)).toMatchObject({
      state: 'failing',
      lastError: expect.stringContaining('550 5.1.8 no'),
    });
    await expect(site.outbound.testServer('nothing')).rejects.toMatchObject({
      code: 'not_found',
      status: 404,
    });
  });
});
