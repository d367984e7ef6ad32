import { say, warn } from '../../scripts/lib/log.mjs';

/** Code of a command that was ended by Ctrl-C. */
const INTERRUPTED = 130;

/** The stops of all that runs, in the order in which it was started. */
const started = [];

/**
 * Notes that something runs which has to end with the benchmark, whether that succeeds, fails or is interrupted.
 *
 * @param {() => Promise<unknown>} stop
 * @returns {() => Promise<void>} stops it earlier; whoever calls it next waits for the same end
 */
export function running(stop) {
  let stopping = null;
  const once = () => {
    stopping ??= stop().finally(() => started.splice(started.indexOf(once), 1));
    return stopping;
  };
  started.push(once);
  return once;
}

/** Stops all that runs, what was started last first: a site before the database that it lives on. */
export async function stopAll() {
  for (let last = started.at(-1); last; last = started.at(-1)) {
    await last().catch((error) => warn(`could not be stopped: ${error.message}`));
  }
}

/** Ctrl-C and the like stop all that runs before this process ends; a second time it ends at once. */
export function stopWhenInterrupted() {
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // What is left is killed and removed by the listeners of `exit`.
      if (interrupted) process.exit(INTERRUPTED);
      interrupted = true;
      say('interrupted: stopping what runs');
      void stopAll().finally(() => process.exit(INTERRUPTED));
    });
  }
}
