import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** The pipe command as it is installed. */
export const DELIVER_COMMAND = path.resolve(import.meta.dirname, '../../bin/mail-gateway-deliver');

export interface Ended {
  /** Exit code; null when a signal ended it. */
  code: number | null;
  /** What the mail server would log. */
  said: string;
}

/** A running command; its standard input is the mail. */
export interface Running {
  child: ChildProcessWithoutNullStreams;
  ended: Promise<Ended>;
  /** Ends it and whatever it started, as mail servers do after their time limit. */
  kill(): void;
}

/**
 * Starts the command with an environment of its own, as mail servers do: nothing of ours but where Node is.
 * @param env what is set beside that.
 * @param command another copy of it.
 */
export const startDeliver = (
  args: readonly string[],
  env: Record<string, string> = {},
  command = DELIVER_COMMAND
): Running => {
  const PATH = `${path.dirname(process.execPath)}:/usr/bin:/bin`;
  const child = spawn(command, args, { env: { PATH, ...env }, detached: true });
  // A command that has heard enough reads no further.
  child.stdin.on('error', () => undefined);
  const ended = Promise.all([
    new Promise<number | null>((resolve) => {
      child.once('close', resolve);
    }),
    text(child.stderr),
  ]).then(([code, said]) => ({ code, said }));
  const kill = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  return { child, ended, kill };
};

/** Runs the command on a mail to its end. */
export const deliver = (
  mail: Buffer | string,
  args: readonly string[],
  env: Record<string, string> = {},
  command = DELIVER_COMMAND
): Promise<Ended> => {
  const { child, ended } = startDeliver(args, env, command);
  child.stdin.end(mail);
  return ended;
};
