import { subscribe } from 'node:diagnostics_channel';

/** Sends this process a signal when the plugin comes to a moment, `<moment>[:n]`, for the n-th time. */
const signalAt = (wish: string | undefined, signal: 'SIGKILL' | 'SIGSTOP'): void => {
  const [wanted, count = '1'] = (wish ?? '').split(':');
  if (!wanted) return;
  let left = Number(count);
  subscribe('mail-gateway:moment', (message) => {
    if ((message as { moment: string }).moment !== wanted) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, signal);
  });
};

/**
 * For crash tests: with `MAIL_GATEWAY_CRASH_AT` this process ends at a moment, as if the power failed; with
 * `MAIL_GATEWAY_FREEZE_AT` it stands still there until somebody wakes it, as a machine does that is put to sleep. The
 * moments are named in the plugin's `moments.ts`.
 */
export const crashOrFreezeWhereAsked = (): void => {
  signalAt(process.env.MAIL_GATEWAY_CRASH_AT, 'SIGKILL');
  signalAt(process.env.MAIL_GATEWAY_FREEZE_AT, 'SIGSTOP');
};
