import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const START_LIMIT_MS = 60_000;
const PAUSE_MS = 50;

/** A temporary folder and the user that owns it: neither server agrees to run as root. */
export interface Place {
  directory: string;
  /** For `spawn`: empty where the tests run as an ordinary user already. */
  as: { uid?: number; gid?: number };
  remove(): Promise<void>;
}

/** @param user the server's own user, taken when the tests run as root. */
export const makePlace = async (name: string, user: string): Promise<Place> => {
  const directory = await mkdtemp(path.join(tmpdir(), `mail-gateway-${name}-`));
  const all = { recursive: true, force: true, maxRetries: 5 };
  // A run that is cut off must not leave its files behind.
  const removeAtExit = (): void => rmSync(directory, all);
  process.once('exit', removeAtExit);
  const remove = async (): Promise<void> => {
    await rm(directory, all);
    process.removeListener('exit', removeAtExit);
  };
  if (userInfo().uid !== 0) return { directory, as: {}, remove };
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, user])).stdout);
  const [uid, gid] = [await id('-u'), await id('-g')];
  await chown(directory, uid, gid);
  return { directory, as: { uid, gid }, remove };
};

/** Runs a program to its end in the place of the server. */
export const runIn = async ({ directory, as }: Place, program: string, args: string[]): Promise<void> => {
  await run(program, args, { cwd: directory, ...as, env: { ...process.env, HOME: directory } });
};

export interface ServerProcess {
  /** Sends the signal that ends the server quickly and waits for the end. */
  stop(): Promise<void>;
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

/**
 * Starts a server in the foreground and waits until `answers`.
 * @param logFile in the place; shown when the server does not start.
 */
export const startServerProcess = async ({
  place,
  program,
  args,
  signal,
  logFile,
  answers,
}: {
  place: Place;
  program: string;
  args: string[];
  signal: NodeJS.Signals;
  logFile: string;
  answers(): Promise<boolean>;
}): Promise<ServerProcess> => {
  const child = spawn(program, args, {
    cwd: place.directory,
    ...place.as,
    env: { ...process.env, HOME: place.directory },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (piece: Buffer) => {
    complaints = (complaints + piece.toString()).slice(-4000);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      complaints += error.message;
      resolve();
    });
  });
  // A run that is cut off must not leave a server behind.
  const killAtExit = (): boolean => child.kill('SIGKILL');
  process.once('exit', killAtExit);

  const stop = async (): Promise<void> => {
    if (isRunning(child) && child.kill(signal)) await ended;
    process.removeListener('exit', killAtExit);
  };

  const end = Date.now() + START_LIMIT_MS;
  while (!(await answers())) {
    if (!isRunning(child) || Date.now() > end) {
      await stop();
      const log = await readFile(path.join(place.directory, logFile), 'utf8').catch(() => '');
      throw new Error(`${program} did not start: ${complaints}${log.slice(-4000)}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, PAUSE_MS);
    });
  }
  return { stop };
};
