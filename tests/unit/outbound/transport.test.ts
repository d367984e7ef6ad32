import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  classifyFailure,
  createPool,
  markBeforeEnd,
  openConnection,
  type Delivery,
  type Pool,
  type SmtpTarget,
} from '../../../server/src/outbound';
import { createCertificateAuthority, type CertificateAuthority } from '../../support/certificates';
import {
  accepting,
  reply,
  startScriptedServer,
  startSmtpServer,
  type Script,
  type TestServer,
} from './support/servers';

const TIMEOUTS = { connect: 1_000, silence: 700, mail: 5_000 };
const BODY = 'Subject: x\r\n\r\nHello\r\n.dot\r\n';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const running = <Server extends TestServer>(server: Server): Server => {
  closing.push(() => server.close());
  return server;
};

const targetOf = (port: number, changes: Partial<SmtpTarget> = {}): SmtpTarget => ({
  address: '127.0.0.1',
  port,
  encryption: 'none',
  servername: undefined,
  heloName: 'site.example',
  login: null,
  ca: undefined,
  ...changes,
});

const poolFor = (target: SmtpTarget, maxConnections = 3, idleLimit?: number): Pool => {
  const pool = createPool({ open: () => openConnection(target, TIMEOUTS), maxConnections, idleLimit });
  closing.unshift(() => pool.destroy());
  return pool;
};

const envelope = { from: 'bounce@ours.example', to: 'mary@customer.example', envid: 'id' };

const deliver = async (pool: Pool, { to = envelope.to, body = BODY, mark = async () => undefined } = {}) =>
  pool.deliver({ ...envelope, to }, () => markBeforeEnd(() => Readable.from([Buffer.from(body)]), mark));

const verdict = (delivery: Delivery) => {
  if (delivery.ok) return 'accepted';
  const { fault, permanent } = classifyFailure(delivery.error, delivery.phase);
  return `${fault}${permanent ? ' for good' : ''}${delivery.marked ? ', uncertain' : ''}`;
};

describe('one mail over SMTP', () => {
  test('arrives as it was written, with the server’s answer', async () => {
    const server = running(await startSmtpServer());
    const delivery = await deliver(poolFor(targetOf(server.port)));
    expect(delivery).toMatchObject({ ok: true, response: expect.stringMatching(/^250 /) });
    expect(server.taken).toEqual([{ from: envelope.from, to: [envelope.to], raw: BODY }]);
  });

  test('the null sender is MAIL FROM:<>', async () => {
    const server = running(await startScriptedServer(accepting()));
    const pool = poolFor(targetOf(server.port));
    await pool.deliver({ ...envelope, from: '' }, () =>
      markBeforeEnd(
        () => Readable.from([Buffer.from(BODY)]),
        async () => undefined
      )
    );
    expect(server.lines).toContain('MAIL FROM:<>');
  });

  test('whose fault it is, for a refusal at each step', async () => {
    const cases: [Record<string, string>, string][] = [
      [{ EHLO: '554 5.7.1 no', HELO: '554 5.7.1 no' }, 'server'],
      [{ MAIL: '550 5.1.8 sender rejected' }, 'sender for good'],
      [{ MAIL: '451 4.3.0 later' }, 'sender'],
      [{ MAIL: '530 5.7.0 authentication required' }, 'server'],
      [{ RCPT: '550 5.1.1 no such user' }, 'recipient for good'],
      [{ RCPT: '450 4.2.0 greylisted' }, 'recipient'],
      [{ RCPT: '421 4.3.2 closing' }, 'server'],
      [{ DATA: '554 5.7.1 spam' }, 'content for good'],
      [{ '.': '554 5.7.1 spam' }, 'content for good, uncertain'],
      [{ '.': '451 4.3.0 later' }, 'content, uncertain'],
    ];
    const seen: string[] = [];
    for (const [exceptions] of cases) {
      const server = running(await startScriptedServer(accepting(exceptions)));
      seen.push(verdict(await deliver(poolFor(targetOf(server.port)))));
    }
    expect(seen).toEqual(cases.map(([, expected]) => expected));
  });

  test('lost before any answer: the server; before the final dot: tried again; after it: uncertain', async () => {
    const cases: [Record<string, string>, string][] = [
      [{ EHLO: 'close' }, 'server'],
      [{ MAIL: 'close' }, 'server'],
      [{ RCPT: 'close' }, 'unknown'],
      [{ DATA: 'close' }, 'unknown'],
      [{ '.': 'close' }, 'unknown, uncertain'],
      [{ '.': 'silence' }, 'unknown, uncertain'],
      [{ MAIL: 'silence' }, 'server'],
      [{ RCPT: 'silence' }, 'unknown'],
    ];
    const seen: string[] = [];
    for (const [exceptions] of cases) {
      const server = running(await startScriptedServer(accepting(exceptions)));
      seen.push(verdict(await deliver(poolFor(targetOf(server.port)))));
    }
    expect(seen).toEqual(cases.map(([, expected]) => expected));
  });

  test('the mark is committed after the text and before the final dot', async () => {
    const server = running(await startScriptedServer(accepting()));
    let dotSeen: boolean | null = null;
    const mark = async (): Promise<undefined> => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      dotSeen = server.lines.includes('.');
      return undefined;
    };
    expect(verdict(await deliver(poolFor(targetOf(server.port)), { mark }))).toBe('accepted');
    expect(dotSeen).toBe(false);
    expect(server.lines).toContain('.');
  });

  test('a mail refused at RCPT is neither read nor marked', async () => {
    const server = running(await startScriptedServer(accepting({ RCPT: '550 5.1.1 no' })));
    let read = false;
    let marked = false;
    const pool = poolFor(targetOf(server.port));
    await pool.deliver(envelope, () =>
      markBeforeEnd(
        () => {
          read = true;
          return Readable.from([Buffer.from(BODY)]);
        },
        async () => {
          marked = true;
        }
      )
    );
    expect([read, marked]).toEqual([false, false]);
  });

  test('when the mark fails, or the text breaks, no dot goes out', async () => {
    for (const broken of ['mark', 'text']) {
      const server = running(await startScriptedServer(accepting()));
      const pool = poolFor(targetOf(server.port));
      const delivery = await pool.deliver(envelope, () =>
        markBeforeEnd(
          () => {
            if (broken === 'text') throw new Error('the attachment is gone');
            return Readable.from([Buffer.from(BODY)]);
          },
          () => Promise.reject(new Error('the claim is lost'))
        )
      );
      expect(verdict(delivery)).toBe('unknown');
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(server.lines).not.toContain('.');
    }
  });
});

describe('before the mail', () => {
  test('nobody listening, no greeting, a hang-up and a foreign service are the server’s fault', async () => {
    const gone = await startScriptedServer(accepting());
    await gone.close();
    const silent = running(await startScriptedServer(accepting(), 'silence'));
    const hangsUp = running(await startScriptedServer(accepting(), 'close'));
    const foreign = running(await startScriptedServer(accepting(), 'SSH-2.0-secret-banner'));
    for (const { port } of [gone, silent, hangsUp, foreign]) {
      const delivery = await deliver(poolFor(targetOf(port)));
      expect(verdict(delivery)).toBe('server');
      expect(JSON.stringify(delivery)).not.toContain('secret-banner');
    }
  });

  test('a greeting that refuses is shown', async () => {
    const server = running(await startScriptedServer(accepting(), '554 5.7.1 blocked for spam'));
    const delivery = await deliver(poolFor(targetOf(server.port)));
    expect(delivery).toMatchObject({ ok: false, error: { response: '554 5.7.1 blocked for spam' } });
  });

  test('a wrong password is tried once, however many mails wait, and stands in no error', async () => {
    let logins = 0;
    const server = running(
      await startSmtpServer({
        allowInsecureAuth: true,
        authOptional: false,
        onAuth(_auth, _session, callback) {
          logins += 1;
          callback(reply(535, '5.7.8 Authentication failed'));
        },
      })
    );
    const pool = poolFor(targetOf(server.port, { login: { user: 'me', pass: 'hunter2-secret' } }));
    const deliveries = await Promise.all(Array.from({ length: 20 }, () => deliver(pool)));
    expect(new Set(deliveries.map(verdict))).toEqual(new Set(['server']));
    expect(deliveries[0]).toMatchObject({ ok: false, phase: 'login', error: { responseCode: 535 } });
    expect(logins).toBe(1);
    expect(JSON.stringify(deliveries)).not.toContain('hunter2-secret');
  });

  test('a login that the server repeats is shown nowhere', async () => {
    const pass = 'hunter2-secret';
    const plain = Buffer.from(`\0me\0${pass}`).toString('base64');
    const echo = `AUTH PLAIN ${plain} or ${Buffer.from(pass).toString('base64')} or ${pass} or ${plain.slice(0, 20)}`;
    const authenticating =
      (exceptions: Record<string, string>): Script =>
      (line, state) =>
        line.startsWith('EHLO') ? '250-scripted\r\n250 AUTH PLAIN' : accepting(exceptions)(line, state);
    const cases: Record<string, string>[] = [
      { AUTH: `535 5.7.8 ${echo}` },
      { AUTH: '235 ok', RCPT: `550 5.1.1 ${echo}` },
      { AUTH: '235 ok', '.': `250 2.0.0 ${echo}` },
    ];
    for (const exceptions of cases) {
      const server = running(await startScriptedServer(authenticating(exceptions)));
      const pool = poolFor(targetOf(server.port, { login: { user: 'me', pass } }));
      const delivery = JSON.stringify(await deliver(pool));
      expect(delivery).toMatch(/\d{3} \d\.\d\.\d AUTH PLAIN \*\*\* or \*\*\* or \*\*\* or \*\*\*/);
      expect(delivery).not.toContain(plain.slice(0, 20));
    }
  });

  test('a server that offers no login gets no mail without one', async () => {
    const server = running(await startScriptedServer(accepting()));
    const pool = poolFor(targetOf(server.port, { login: { user: 'me', pass: 'secret' } }));
    expect(await deliver(pool)).toMatchObject({ ok: false, phase: 'login' });
    expect(server.lines.some((line) => line.startsWith('MAIL'))).toBe(false);
  });
});

describe('TLS', () => {
  let folder: string;
  let authority: CertificateAuthority;
  let key: string;
  let cert: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mail-gateway-ca-'));
    authority = await createCertificateAuthority(folder);
    const issued = await authority.issue(['mail.example']);
    key = await readFile(issued.keyFile, 'utf8');
    cert = await readFile(issued.certificateFile, 'utf8');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('STARTTLS and TLS carry the mail when certificate and name are right', async () => {
    for (const encryption of ['starttls', 'tls'] as const) {
      const server = running(await startSmtpServer({ key, cert, secure: encryption === 'tls' }));
      const target = targetOf(server.port, { encryption, servername: 'mail.example', ca: authority.pem });
      expect(verdict(await deliver(poolFor(target)))).toBe('accepted');
    }
  });

  test('an unknown authority, another name, and a server without STARTTLS get nothing', async () => {
    const good = running(await startSmtpServer({ key, cert }));
    const plain = running(await startSmtpServer());
    const targets = [
      targetOf(good.port, { encryption: 'starttls', servername: 'mail.example' }),
      targetOf(good.port, { encryption: 'starttls', servername: 'other.example', ca: authority.pem }),
      targetOf(good.port, { encryption: 'tls', servername: 'mail.example', ca: authority.pem }),
      targetOf(plain.port, { encryption: 'starttls', servername: 'mail.example', ca: authority.pem }),
    ];
    for (const target of targets) expect(verdict(await deliver(poolFor(target)))).toBe('server');
    expect(good.taken.length + plain.taken.length).toBe(0);
  });
});

describe('the pool', () => {
  test('carries many mails over few connections, each once', async () => {
    const server = running(await startSmtpServer());
    const pool = poolFor(targetOf(server.port), 3);
    const recipients = Array.from({ length: 40 }, (_, index) => `r${index}@customer.example`);
    const deliveries = await Promise.all(recipients.map((to) => deliver(pool, { to })));
    expect(deliveries.every(({ ok }) => ok)).toBe(true);
    expect(server.taken.flatMap(({ to }) => to).sort()).toEqual([...recipients].sort());
    expect(server.connections()).toBeLessThanOrEqual(3);
  });

  test('a refused mail does not cost the connection', async () => {
    const server = running(
      await startSmtpServer({
        onRcptTo({ address }, _session, callback) {
          callback(address.startsWith('bad') ? reply(550, '5.1.1 unknown') : null);
        },
      })
    );
    const pool = poolFor(targetOf(server.port), 1);
    expect(verdict(await deliver(pool, { to: 'bad@customer.example' }))).toBe('recipient for good');
    expect(verdict(await deliver(pool))).toBe('accepted');
    expect(server.connections()).toBe(1);
  });

  test('a connection that the server ended while it rested is replaced without a word', async () => {
    let mails = 0;
    const server = running(
      await startScriptedServer((line, state) => {
        if (line.startsWith('MAIL') && mails === 1) {
          mails += 1;
          return 'close';
        }
        if (line === '.') mails += 1;
        return accepting()(line, state);
      })
    );
    const pool = poolFor(targetOf(server.port), 1);
    expect(verdict(await deliver(pool))).toBe('accepted');
    expect(verdict(await deliver(pool))).toBe('accepted');
    expect(server.connections()).toBe(2);
  });

  test('an idle connection is closed after its rest', async () => {
    const server = running(await startScriptedServer(accepting()));
    await deliver(poolFor(targetOf(server.port), 1, 50));
    await expect.poll(() => server.lines.at(-1)).toBe('QUIT');
  });

  test('after a failure the next mail opens a connection again', async () => {
    let refuse = true;
    const server = running(
      await startScriptedServer((line, state) =>
        refuse && line.startsWith('EHLO') ? 'close' : accepting()(line, state)
      )
    );
    const pool = poolFor(targetOf(server.port));
    expect(verdict(await deliver(pool))).toBe('server');
    refuse = false;
    expect(verdict(await deliver(pool))).toBe('accepted');
  });

  test('closed, it sends away who waits and who comes later, and opens no connection again', async () => {
    const server = running(await startScriptedServer(accepting({ '.': 'silence' })));
    for (const how of ['close', 'destroy'] as const) {
      const before = server.connections();
      const pool = poolFor(targetOf(server.port), 1);
      const first = deliver(pool);
      const second = deliver(pool);
      await expect.poll(() => server.lines.at(-1)).toBe('.');
      pool[how]();
      expect(await second).toMatchObject({ ok: false, marked: false, error: { code: 'ECLOSED' } });
      expect(await deliver(pool)).toMatchObject({ ok: false, marked: false, error: { code: 'ECLOSED' } });
      expect(await first).toMatchObject({ ok: false, marked: true });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(server.connections()).toBe(before + 1);
      server.lines.length = 0;
    }
  });

  test('cut off in the middle, every mail still gets its verdict', async () => {
    const server = running(await startScriptedServer(accepting({ '.': 'silence' })));
    const pool = poolFor(targetOf(server.port), 2);
    const sent = [deliver(pool), deliver(pool)];
    await expect.poll(() => server.lines.filter((line) => line === '.').length).toBeGreaterThan(0);
    pool.destroy();
    for (const delivery of await Promise.all(sent)) expect(delivery.ok).toBe(false);
  });
});
