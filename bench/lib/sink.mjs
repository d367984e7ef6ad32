import { fork } from 'node:child_process';
import { fromRoot } from '../../scripts/lib/paths.mjs';
import { running } from './running.mjs';

/**
 * Starts an SMTP server in a process of its own that takes everything and keeps nothing.
 *
 * @returns {Promise<{ port: number, taken: () => Promise<Taken> }>} `taken`: what came since the last
 *   call
 *
 * @typedef {{ mails: number, recipients: number, bytes: number }} Taken `recipients`: different ones
 */
export async function startSink() {
  const child = fork(fromRoot('bench/sink/index.mjs'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const answer = () =>
    Promise.race([
      new Promise((resolve) => child.once('message', resolve)),
      ended.then(() => {
        throw new Error('The SMTP sink ended.');
      }),
    ]);
  running(async () => {
    process.removeListener('exit', killAtExit);
    child.kill('SIGTERM');
    await ended;
  });
  const { port } = await answer();
  return {
    port,

    taken() {
      const answered = answer();
      child.send('taken');
      return answered;
    },
  };
}
