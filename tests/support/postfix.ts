import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePorts } from './ports';

const run = promisify(execFile);

const MASTER = '/usr/lib/postfix/sbin/master';
const TEMPLATES = path.resolve(import.meta.dirname, '../servers/postfix');
const COMMAND = path.resolve(import.meta.dirname, '../../bin');

const START_LIMIT_MS = 30_000;
/** A run that was killed hard leaves no server behind for longer than this. */
const LIFETIME_SECONDS = 1800;

/** One mail in the queue, as `postqueue -j` tells it. */
export interface QueuedMail {
  queue_name: string;
  sender: string;
  recipients: { address: string; delay_reason?: string }[];
}

export interface Postfix {
  /** Of its SMTP server on 127.0.0.1, which takes mail for everybody, as from its own network. */
  port: number;
  /** Where strangers come in: mail for site.example alone, for recipients that the next server confirms. */
  outsidePort: number;
  queue(): Promise<QueuedMail[]>;
  /** Tries at once everything that waits, and servers that did not answer too. */
  flush(): Promise<void>;
  /** Where the transports `pipe-all` and `pipe-each` hand mail over, from the next mail on. */
  deliverTo(door: { url: string; token: string }): Promise<void>;
  /** What it logged. */
  log(): Promise<string>;
  /** Ends all its processes and removes its files. */
  stop(): Promise<void>;
}

/** Whether Postfix is installed and may be started: it changes users, which takes root. */
export const canRunPostfix = (): boolean => existsSync(MASTER) && userInfo().uid === 0;

const fill = (template: string, values: Record<string, string | number>): string =>
  template.replace(/@([A-Z]+)@/g, (_match, name: string) => String(values[name]));

const table = (lines: Record<string, string>): string =>
  Object.entries(lines)
    .map(([key, value]) => `${key} ${value}\n`)
    .join('');

const greets = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      socket.end('QUIT\r\n');
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/**
 * Starts a private Postfix.
 * @param transports where mail goes, by domain or address, as in `lmtp:inet:127.0.0.1:24` (transport(5)).
 * @param aliases whom mail is passed on to instead, by address or `@domain` (virtual(5)).
 * @param headerChecks what becomes of mails with such header lines, by regular expression (header_checks(5)).
 */
export const startPostfix = async ({
  transports,
  aliases = {},
  headerChecks = {},
}: {
  transports: Record<string, string>;
  aliases?: Record<string, string>;
  headerChecks?: Record<string, string>;
}): Promise<Postfix> => {
  const root = await mkdtemp(path.join(tmpdir(), 'mail-gateway-postfix-'));
  const place = (...parts: string[]): string => path.join(root, ...parts);
  // Postfix's processes run under several users and all of them pass through here.
  await chmod(root, 0o755);
  for (const folder of ['config', 'queue', 'data']) await mkdir(place(folder));
  const id = async (flag: string, user: string): Promise<number> =>
    Number((await run('id', [flag, user])).stdout);
  await chown(place('data'), await id('-u', 'postfix'), await id('-g', 'postfix'));
  // Installed where the user of the pipe may read it, whoever may read the checkout.
  await cp(COMMAND, place('bin'), { recursive: true });

  const [port = 0, outsidePort = 0] = await freePorts(2);
  const values = {
    ROOT: root,
    PORT: port,
    OUTSIDE: outsidePort,
    COMMAND: place('bin/mail-gateway-deliver'),
  };
  for (const file of ['main.cf', 'master.cf']) {
    const template = await readFile(path.join(TEMPLATES, `${file}.in`), 'utf8');
    await writeFile(place('config', file), fill(template, values));
  }
  await writeFile(place('transport'), table(transports));
  await writeFile(place('virtual'), table(aliases));
  await writeFile(place('header_checks'), table(headerChecks));

  const postfix = async (program: string, ...args: string[]): Promise<string> =>
    (await run(program, ['-c', place('config'), ...args], { maxBuffer: 16 * 1024 * 1024 })).stdout;
  const log = (): Promise<string> => readFile(place('mail.log'), 'utf8').catch(() => '');

  // Makes the folders of the queue.
  await postfix('postfix', 'check');
  // In a process group of its own: `master` ends with it whatever it started.
  const master = spawn(MASTER, ['-d', '-c', place('config'), '-e', String(LIFETIME_SECONDS)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let complaints = '';
  master.stderr.on('data', (piece: Buffer) => {
    complaints += piece.toString();
  });
  const ended = new Promise<void>((resolve) => {
    master.once('exit', () => resolve());
  });
  const isRunning = (): boolean => master.exitCode === null && master.signalCode === null;
  const signal = (name: NodeJS.Signals): void => {
    if (master.pid !== undefined && isRunning()) process.kill(-master.pid, name);
  };
  // A run that is cut off must not leave a server behind.
  const killAtExit = (): void => signal('SIGKILL');
  process.once('exit', killAtExit);

  const stop = async (): Promise<void> => {
    signal('SIGTERM');
    await ended;
    process.off('exit', killAtExit);
    await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  const end = Date.now() + START_LIMIT_MS;
  while (!(await greets(port))) {
    if (!isRunning() || Date.now() > end) {
      const said = `${complaints}${await log()}`;
      await stop();
      throw new Error(`Postfix did not start: ${said}`);
    }
    await pause(50);
  }

  return {
    port,
    outsidePort,
    log,
    stop,

    async queue() {
      const lines = (await postfix('postqueue', '-j')).split('\n').filter((line) => line !== '');
      return lines.map((line): QueuedMail => JSON.parse(line));
    },

    async flush() {
      await postfix('postqueue', '-f');
    },

    async deliverTo({ url, token }) {
      const file = place('deliver.conf');
      await writeFile(file, `MAIL_GATEWAY_URL=${url}\nMAIL_GATEWAY_TOKEN=${token}\n`, { mode: 0o400 });
      await chown(file, await id('-u', 'nobody'), await id('-g', 'nobody'));
    },
  };
};
