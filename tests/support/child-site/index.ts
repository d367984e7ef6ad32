import { fork } from 'node:child_process';
import path from 'node:path';
import { logIn, type Answer, type Site } from '../site';

/** A second process on the database of a site. */
export interface ChildSite {
  url: string;
  /** A call of its admin API as the super admin. */
  admin(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Sets its clock so many milliseconds ahead of (or behind) the right time. */
  setClock(shift: number): Promise<void>;
  /** Whether the process is still there. */
  isRunning(): boolean;
  /** What it printed. */
  output(): string;
  stop(): Promise<void>;
}

/** @param env beside that of the site; `MAIL_GATEWAY_WORKER` decides whether it works in the background. */
export const startChildSite = async (site: Site, env: Record<string, string> = {}): Promise<ChildSite> => {
  const child = fork(path.join(import.meta.dirname, 'boot.cjs'), [], {
    env: { ...process.env, ...site.env, ...env },
    execArgv: ['--require', path.join(import.meta.dirname, 'shifted-clock.cjs')],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (piece: Buffer) => {
      output += piece.toString();
    });
  }
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const killAtExit = (): boolean => child.kill('SIGKILL');
  process.once('exit', killAtExit);

  /** The first message from the child that has this field. */
  const told = <T>(field: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const listen = (message: Record<string, T>): void => {
        const value = message[field];
        if (value === undefined) return;
        child.off('message', listen);
        resolve(value);
      };
      child.on('message', listen);
      void ended.then(() => reject(new Error(`The site ended: ${output}`)));
    });

  const url = await told<string>('url');
  let session = logIn(url);
  // Before anybody sets the clock: a log-in during which it jumps fails.
  await session;

  const call = async (method: string, route: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${url}${route}`, {
      method,
      headers: { authorization: `Bearer ${await session}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? null : JSON.parse(text),
      headers: response.headers,
    };
  };

  return {
    url,
    isRunning,
    output: () => output,

    async admin(method, route, body) {
      const answer = await call(method, route, body);
      if (answer.status !== 401) return answer;
      // The session has ended by the clock that was set.
      session = logIn(url);
      return call(method, route, body);
    },

    async setClock(shift) {
      const done = told<number>('shifted');
      child.send({ shift });
      await done;
    },

    async stop() {
      if (isRunning()) child.send({ stop: true });
      await ended;
      process.removeListener('exit', killAtExit);
    },
  };
};
