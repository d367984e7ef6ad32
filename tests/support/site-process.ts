import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { answerOf, jsonCall, type Answer, type Site } from './site';

/** The process of a site, as benchmarks have it too: it boots the playground, listens and tells its URL. */
const PROGRAM = path.resolve(import.meta.dirname, '../../bench/site/index.mjs');

const STOP_LIMIT_MS = 15_000;

let started = 0;

/** A site in a process of its own, which can be killed and frozen. */
export interface SiteProcess {
  pid: number;
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** A call of the admin API as the super admin. Rejects when the process dies over it. */
  admin(method: string, path: string, body?: unknown): Promise<Answer>;
  fetch(path: string, init?: RequestInit): Promise<Answer>;
  isRunning(): boolean;
  /** Whether it stands still, woken by nothing but SIGCONT. */
  isFrozen(): Promise<boolean>;
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Resolves once the process is gone, with the signal or the exit code that ended it. */
  ended: Promise<NodeJS.Signals | number | null>;
  /** Lines of its log that tell of an error. */
  errors(): Promise<string[]>;
  /** Ends it in order; by force when that takes too long. */
  stop(): Promise<void>;
}

/**
 * Boots the playground in a process of its own on the database of `site`, which has made the schema already: two
 * processes that boot on an empty database at once get in each other's way. Works in the background unless told not to.
 * @param env on top of that of `site`.
 */
export const startSiteProcess = async (
  site: Pick<Site, 'directory' | 'env' | 'session'>,
  env: Record<string, string> = {}
): Promise<SiteProcess> => {
  const session = await site.session();
  started += 1;
  const logFile = path.join(site.directory, `process-${started}.log`);
  const log = openSync(logFile, 'a');
  const child = fork(PROGRAM, {
    stdio: ['ignore', log, log, 'ipc'],
    execArgv: [],
    env: { ...process.env, NODE_ENV: 'production', ...site.env, MAIL_GATEWAY_WORKER: 'true', ...env },
  });
  closeSync(log);
  // A run that is cut off must not leave a site behind.
  const killAtExit = (): boolean => child.kill('SIGKILL');
  process.once('exit', killAtExit);

  const ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.once('exit', (code, signal) => {
      process.removeListener('exit', killAtExit);
      resolve(signal ?? code);
    });
  });
  const died = ended.then(async (how): Promise<never> => {
    const said = (await readFile(logFile, 'utf8')).slice(-4000);
    throw new Error(`The site ended while it booted (${how}).\n${said}`);
  });
  const listening = new Promise<string>((resolve) => {
    child.once('message', (message) => resolve((message as { url: string }).url));
  });
  const url = await Promise.race([listening, died]);
  died.catch(() => undefined);

  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    url,
    ended,
    isRunning,
    // The state follows the name of the program, which stands in brackets (proc(5)).
    isFrozen: async () => /\) T /.test(await readFile(`/proc/${child.pid}/stat`, 'utf8')),
    admin: (method, where, body) => jsonCall(url, method, where, body, session),
    fetch: (where, init) => fetch(`${url}${where}`, init).then(answerOf),
    signal: (signal) => void child.kill(signal),

    errors: async () =>
      (await readFile(logFile, 'utf8')).split('\n').filter((line) => /\berror\b/i.test(line)),

    async stop() {
      if (!isRunning()) return;
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      await ended;
      clearTimeout(late);
    },
  };
};
