import { execFile, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ImapFlow } from 'imapflow';
import { createCertificateAuthority, type CertificateAuthority } from './certificates';
import { freePorts } from './ports';

const run = promisify(execFile);

const EXECUTABLE = '/usr/sbin/dovecot';
const TEMPLATE = path.resolve(__dirname, '../servers/dovecot/dovecot.conf.in');

/** The unix user "nobody" owns the mailboxes when the tests run as root, which Dovecot refuses as an owner. */
const NOBODY = 65534;

/** With the characters that IMAP has to quote. */
const PASSWORD = 'right"horse\\battery';

export interface Dovecot {
  host: '127.0.0.1';
  ports: { imap: number; imaps: number; pop3: number; pop3s: number; lmtp: number };
  /** Signed the server's certificate, which is valid for `localhost` and 127.0.0.1. */
  authority: CertificateAuthority;
  /** Every user exists and has this password. */
  password: string;
  /**
   * Appends mails to a folder (made if it is missing), the first one with the lowest UID. Bytes stay as they are, but
   * for line ends: maildir has LF, so a bare LF comes out as CRLF.
   * @param receivedAt INTERNALDATE; now by default.
   */
  deliver(
    login: string,
    mails: readonly (Buffer | string)[],
    options?: { folder?: string; receivedAt?: Date; seen?: boolean }
  ): Promise<void>;
  /** Runs doveadm on this instance and returns what it printed. */
  doveadm(...parameters: string[]): Promise<string>;
  /** What the server logged. */
  log(): Promise<string>;
  /** Ends the process and removes its files. */
  stop(): Promise<void>;
}

/** Whether Dovecot is installed on this machine. */
export const hasDovecot = (): boolean => existsSync(EXECUTABLE);

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const until = async (condition: () => Promise<boolean>, what: () => Promise<string>): Promise<void> => {
  const end = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(await what());
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
};

const fill = (template: string, values: Record<string, string | number>): string =>
  template.replace(/@([A-Z0-9_]+)@/g, (_match, name: string) => String(values[name]));

/**
 * Starts a private Dovecot on free loopback ports: IMAP and POP3 in plain with STARTTLS, with implicit TLS, and LMTP.
 * @param starttls false: the plain ports offer no STARTTLS, and nothing speaks TLS.
 * @param certificate names and validity of the server's certificate.
 */
export const startDovecot = async ({
  starttls = true,
  certificate = {},
}: { starttls?: boolean; certificate?: { names?: string[]; days?: number } } = {}): Promise<Dovecot> => {
  const root = await mkdtemp(path.join(tmpdir(), 'mail-gateway-dovecot-'));
  const asRoot = userInfo().uid === 0;
  const owner = asRoot ? NOBODY : userInfo().uid;
  const group = asRoot ? NOBODY : userInfo().gid;
  // Dovecot's processes run under several users and all of them pass through here.
  await chmod(root, 0o755);
  await mkdir(path.join(root, 'home'));
  if (asRoot) await chown(path.join(root, 'home'), owner, group);

  const authority = await createCertificateAuthority(root);
  const { certificateFile, keyFile } = await authority.issue(
    certificate.names ?? ['localhost', '127.0.0.1'],
    {
      days: certificate.days,
    }
  );
  const [imap = 0, imaps = 0, pop3 = 0, pop3s = 0, lmtp = 0] = await freePorts(5);
  const me = userInfo().username;
  const { stdout: groupName } = await run('id', ['-gn']);
  const configuration = path.join(root, 'dovecot.conf');
  await writeFile(
    configuration,
    fill(await readFile(TEMPLATE, 'utf8'), {
      ROOT: root,
      ID: path.basename(root).slice(-6),
      USER: asRoot ? 'dovecot' : me,
      GROUP: asRoot ? 'dovecot' : groupName.trim(),
      LOGIN_USER: asRoot ? 'dovenull' : me,
      PASSWORD,
      MAIL_UID: owner,
      MAIL_GID: group,
      SSL: starttls ? 'yes' : 'no',
      CERTIFICATE: certificateFile,
      KEY: keyFile,
      IMAP_PORT: imap,
      IMAPS_PORT: imaps,
      POP3_PORT: pop3,
      POP3S_PORT: pop3s,
      LMTP_PORT: lmtp,
    })
  );

  const log = async (): Promise<string> => readFile(path.join(root, 'dovecot.log'), 'utf8').catch(() => '');
  const doveadm = async (...parameters: string[]): Promise<string> =>
    (await run('doveadm', ['-c', configuration, ...parameters], { maxBuffer: 64 * 1024 * 1024 })).stdout;

  const child = spawn(EXECUTABLE, ['-F', '-c', configuration], { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (piece: Buffer) => {
    complaints += piece.toString();
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });

  const all = { recursive: true, force: true, maxRetries: 5 };
  // A run that is cut off must leave neither the server nor its files behind.
  const endAtExit = (): void => {
    child.kill('SIGKILL');
    rmSync(root, all);
  };
  process.once('exit', endAtExit);

  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await ended;
    }
    process.removeListener('exit', endAtExit);
    await rm(root, all);
  };

  try {
    await until(
      async () => {
        if (child.exitCode !== null) throw new Error(`Dovecot did not start: ${complaints}${await log()}`);
        return answers(imap);
      },
      async () => `Dovecot does not answer: ${complaints}${await log()}`
    );
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    host: '127.0.0.1',
    ports: { imap, imaps, pop3, pop3s, lmtp },
    authority,
    password: PASSWORD,
    doveadm,
    log,
    stop,

    async deliver(login, mails, { folder = 'INBOX', receivedAt, seen = false } = {}) {
      const client = new ImapFlow({
        ...{ host: '127.0.0.1', port: imap, secure: false, doSTARTTLS: false, logger: false },
        auth: { user: login, pass: PASSWORD },
      });
      client.on('error', () => undefined);
      await client.connect();
      try {
        if (folder !== 'INBOX') await client.mailboxCreate(folder);
        for (const mail of mails) await client.append(folder, mail, seen ? ['\\Seen'] : [], receivedAt);
      } finally {
        await client.logout();
      }
    },
  };
};
