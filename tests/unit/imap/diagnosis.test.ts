import { afterEach, describe, expect, it } from 'vitest';
import type { ConfirmReport, IncomingServer, ServerFailure } from '../../../server/src/inbound/sources/imap';
import { diagnose } from '../../../server/src/inbound/sources/imap/diagnosis';
import { factsOf } from '../../../server/src/inbound/sources/imap/error-facts';
import type { Resolve } from '../../../server/src/network';
import { createBench } from '../../support/imap-doubles';
import { freePorts } from '../../support/ports';
import { startScriptedServer, type Line, type ScriptedServer } from '../../support/scripted-server';

const PASSWORD = 'open sesame';
const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

const scripted = async (options: Parameters<typeof startScriptedServer>[0]): Promise<ScriptedServer> => {
  const server = await startScriptedServer(options);
  running.push(server);
  return server;
};

const confirm = (
  port: number,
  row: Partial<IncomingServer> = {},
  options: { resolve?: Resolve; password?: string | null } = {}
): Promise<ConfirmReport> => {
  const bench = createBench(
    { port, username: 'mary@customer.example', ...row },
    {
      password: PASSWORD,
      limits: { dns: 50, connect: 300, greeting: 300, login: 300, open: 300, logout: 100 },
      ...options,
    }
  );
  return bench.source.confirm(bench.server.documentId);
};

const failureOf = (report: ConfirmReport): ServerFailure => {
  if (report.ok) throw new Error('The test expected a failure.');
  return report.failure;
};

const GREETING = '* OK [CAPABILITY IMAP4rev1] ready\r\n';

/** Refuses every log-in with this answer. */
const refusing =
  (answer: string) =>
  ({ tag, command, send }: Line): void => {
    if (/^(LOGIN|AUTHENTICATE)/i.test(command)) send(`${tag} ${answer}`);
    else send(`${tag} OK done`);
  };

describe('a host that cannot be reached', () => {
  const answering =
    (address: string): Resolve =>
    async () => [{ address, family: 4 }];

  it('is told from one that does not exist, with what was tried', async () => {
    const missing: Resolve = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }));
    const report = await confirm(993, { host: 'imap.exmaple.com' }, { resolve: missing });
    expect(failureOf(report)).toMatchObject({
      code: 'host_not_found',
      phase: 'dns',
      tried: 'Look up imap.exmaple.com',
      serverSaid: null,
      message: 'There is no host named "imap.exmaple.com". Check the spelling.',
    });
    expect(report.steps).toEqual([
      {
        tried: {
          code: 'look_up',
          values: { host: 'imap.exmaple.com' },
          message: 'Look up imap.exmaple.com',
        },
        ok: false,
      },
    ]);
  });

  it('is named when nobody answers the look-up', async () => {
    const silent: Resolve = () => new Promise(() => undefined);
    expect(failureOf(await confirm(993, { host: 'imap.example.com' }, { resolve: silent })).code).toBe(
      'dns_timeout'
    );
  });

  it('is not connected to at a forbidden address', async () => {
    const report = await confirm(
      143,
      { host: 'metadata.example.com' },
      { resolve: answering('169.254.169.254') }
    );
    expect(failureOf(report).code).toBe('address_forbidden');
  });

  it('gets no password without encryption outside this machine and own networks', async () => {
    const report = await confirm(143, { host: 'imap.example.com' }, { resolve: answering('8.8.8.8') });
    expect(failureOf(report).code).toBe('plain_password_refused');
  });

  it('is told from one where nothing listens', async () => {
    const [port = 0] = await freePorts(1);
    expect(failureOf(await confirm(port))).toMatchObject({
      code: 'connection_refused',
      phase: 'connect',
      tried: `Connect to 127.0.0.1 on port ${port} without encryption and log in as mary@customer.example`,
    });
  });

  it('is told from one that accepts and then says nothing', async () => {
    const server = await scripted({ greeting: null });
    expect(failureOf(await confirm(server.port)).code).toBe('no_greeting');
  });

  it('is told from one that closes at once', async () => {
    const server = await scripted({ greeting: null, onConnect: (socket) => socket.end() });
    expect(failureOf(await confirm(server.port)).code).toBe('closed_early');
  });

  it('is not connected to without a password', async () => {
    expect(failureOf(await confirm(993, {}, { password: null })).code).toBe('password_missing');
  });
});

describe('a port that is no IMAP server', () => {
  it.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\nServer: secret-inside/1.0\r\n\r\nsecret-inside\r\n'],
    ['SSH', 'SSH-2.0-secret-inside\r\n'],
    ['SMTP', '220 secret-inside ESMTP\r\n'],
    ['Redis', '-ERR secret-inside\r\n'],
    ['POP3', '+OK secret-inside\r\n'],
    ['binary', '\x00\xffsecret-inside\x00'],
    ['a tagged line', 'A1 OK secret-inside\r\n'],
    ['an odd untagged line', '* secret-inside\r\n'],
  ])('is said to be none, and nothing of its answer is shown: %s', async (_name, greeting) => {
    for (const encryption of ['none', 'starttls', 'tls'] as const) {
      const server = await scripted({ greeting });
      const report = await confirm(server.port, { encryption });
      const failure = failureOf(report);
      expect(failure.serverSaid).toBeNull();
      expect(JSON.stringify(report)).not.toContain('secret-inside');
      expect(['not_imap', 'no_greeting', 'closed_early', 'tls_not_spoken', 'tls_failed']).toContain(
        failure.code
      );
    }
  });
});

describe('encryption that does not fit', () => {
  it('says that a port answers in plain text where TLS is expected', async () => {
    const server = await scripted({ greeting: GREETING });
    expect(failureOf(await confirm(server.port, { encryption: 'tls', host: 'localhost' }))).toMatchObject({
      code: 'tls_not_spoken',
      advice: expect.stringContaining('STARTTLS'),
    });
  });

  it('says that a server offers no STARTTLS, and sends it no password', async () => {
    const server = await scripted({ greeting: GREETING, answer: ({ tag, send }) => send(`${tag} OK done`) });
    expect(failureOf(await confirm(server.port, { encryption: 'starttls' })).code).toBe('starttls_missing');
    expect(server.received.join('\n')).not.toMatch(/LOGIN|AUTHENTICATE|sesame/i);
  });

  it('says that a server refuses STARTTLS, and sends it no password', async () => {
    const server = await scripted({
      greeting: '* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n',
      answer: ({ tag, command, send }) =>
        send(
          command === 'STARTTLS' ? `${tag} NO not today` : `* CAPABILITY IMAP4rev1 STARTTLS`,
          `${tag} OK done`
        ),
    });
    expect(failureOf(await confirm(server.port, { encryption: 'starttls' })).code).toBe('starttls_missing');
    expect(server.received.join('\n')).not.toMatch(/LOGIN|AUTHENTICATE|sesame/i);
  });

  it('notices what is slipped in before the encryption', async () => {
    const server = await scripted({
      greeting: '* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n',
      answer: ({ tag, send }) => send(`${tag} OK go ahead`, '* CAPABILITY IMAP4rev1 AUTH=PLAIN'),
    });
    expect(['starttls_injection', 'tls_failed', 'starttls_missing']).toContain(
      failureOf(await confirm(server.port, { encryption: 'starttls' })).code
    );
    expect(server.received.join('\n')).not.toMatch(/LOGIN|AUTHENTICATE|sesame/i);
  });
});

describe('a log-in that is refused', () => {
  const attempt = async (answer: string, row: Partial<IncomingServer> = {}): Promise<ServerFailure> => {
    const server = await scripted({ greeting: GREETING, answer: refusing(answer) });
    return failureOf(await confirm(server.port, row));
  };

  it('is quoted, and Gmail’s answer gets Gmail’s advice', async () => {
    const failure = await attempt('NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)');
    expect(failure).toMatchObject({
      code: 'authentication_failed',
      phase: 'login',
      serverSaid: 'NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)',
    });
    expect(failure.advice).toMatch(/app password.*OAuth/);
  });

  it('gets general advice elsewhere', async () => {
    expect(await attempt('NO LOGIN failed.')).toMatchObject({
      code: 'authentication_failed',
      advice: expect.stringContaining('Check user name and password'),
    });
  });

  it.each([
    ['NO [UNAVAILABLE] Temporary authentication failure.', 'server_unavailable'],
    ['NO Temporary failure, try again later', 'server_unavailable'],
    ['NO [ALERT] Too many simultaneous connections. (Failure)', 'too_many_connections'],
    ['NO [LIMIT] enough', 'too_many_connections'],
    ['NO [PRIVACYREQUIRED] encrypt first', 'login_disabled'],
    ['BAD Request is throttled. Suggested Backoff Time: 92 milliseconds', 'throttled'],
  ])('is not blamed on the password when it is not: %s', async (answer, code) => {
    expect((await attempt(answer)).code).toBe(code);
  });

  it('never shows the password, whatever the server echoes', async () => {
    const encoded = Buffer.from(PASSWORD).toString('base64');
    const failure = await attempt(`NO wrong password ${PASSWORD} (${encoded}) \x07 for mary`);
    expect(JSON.stringify(failure)).not.toContain(PASSWORD);
    expect(JSON.stringify(failure)).not.toContain(encoded);
    expect(failure.serverSaid).toBe('NO wrong password *** (***) for mary');
  });

  it('is not attempted where the server takes no passwords in the open', async () => {
    const server = await scripted({
      greeting: '* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] ready\r\n',
      answer: ({ tag, send }) => send('* CAPABILITY IMAP4rev1 LOGINDISABLED', `${tag} OK done`),
    });
    expect(failureOf(await confirm(server.port)).code).toBe('login_disabled');
    expect(server.received.join('\n')).not.toContain(PASSWORD);
  });

  it('is told from a server that turns us away at the door, in the server’s words', async () => {
    const server = await scripted({ greeting: '* BYE Too many connections from your address\r\n' });
    expect(failureOf(await confirm(server.port))).toMatchObject({
      code: 'too_many_connections',
      serverSaid: 'Too many connections from your address',
    });
  });

  it('is told from a server that falls silent or hangs up while logging in', async () => {
    const silent = await scripted({
      greeting: GREETING,
      answer: ({ tag, command, send }) => /^CAPABILITY/.test(command) && send(`${tag} OK done`),
    });
    expect(failureOf(await confirm(silent.port)).code).toBe('stalled');
    const rude = await scripted({
      greeting: GREETING,
      answer: ({ tag, command, send, close }) =>
        /^CAPABILITY/.test(command) ? send(`${tag} OK done`) : close(),
    });
    expect(failureOf(await confirm(rude.port)).code).toBe('connection_lost');
  });
});

describe('a confirmation that fails', () => {
  it('leaves the row as it was', async () => {
    const server = await scripted({ greeting: GREETING, answer: refusing('NO no') });
    const bench = createBench({ port: server.port, username: 'mary' }, { password: PASSWORD });
    const before = structuredClone(bench.server);
    await bench.source.confirm(bench.server.documentId);
    expect(bench.server).toEqual(before);
  });
});

describe('an address that swallows every packet', () => {
  it('is said not to answer', () => {
    const failure = diagnose({
      phase: 'connect',
      tried: 'Connect',
      error: factsOf(Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' })),
      server: { host: 'mail.example.com', port: 993, encryption: 'tls', username: 'mary', folder: 'INBOX' },
      greeting: null,
      secrets: [],
    });
    expect(failure).toMatchObject({
      code: 'no_answer',
      serverSaid: null,
      message: 'No answer from mail.example.com on port 993.',
    });
  });
});
