import { subscribe } from 'node:diagnostics_channel';

/**
 * For crash tests: with `MAIL_GATEWAY_CRASH_AT=<moment>[:n]` this process ends, as if the power failed, when the plugin
 * comes to that moment for the n-th time. The moments are named in the plugin's `moments.ts`.
 */
export const crashWhereAsked = (): void => {
  const [wanted, count = '1'] = (process.env.MAIL_GATEWAY_CRASH_AT ?? '').split(':');
  if (!wanted) return;
  let left = Number(count);
  subscribe('mail-gateway:moment', (message) => {
    if ((message as { moment: string }).moment !== wanted) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  });
};
