import { messageOf } from '../../../errors';
import { certificateOf } from './credentials';
import type { OpenServer } from './server';
import type { ListenerSettings, ListenerStatus, Protocol } from './types';

/** One door, which is opened when this process begins to work. Where it cannot open, the site goes on without it. */
export interface Listener {
  start(): void;
  status(): ListenerStatus;
  /** Works if `start` never ran. */
  stop(): Promise<void>;
}

export const DEFAULT_HOST = '127.0.0.1';

type State = Pick<ListenerStatus, 'state' | 'message'>;

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const stateAfter = (error: unknown, place: string): State =>
  codeOf(error) === 'EADDRINUSE'
    ? { state: 'waiting', message: `Another instance listens on ${place}. It is tried again each minute.` }
    : {
        state: 'failed',
        message: `It cannot listen on ${place}: ${messageOf(error)}. It is tried again each minute.`,
      };

/**
 * @param open opens the server; see `openServer`.
 * @param retryMs between two attempts to listen.
 */
export const createListener = ({
  protocol,
  settings,
  open,
  retryMs,
  log,
}: {
  protocol: Protocol;
  settings: ListenerSettings | null;
  open(settings: ListenerSettings): Promise<OpenServer>;
  retryMs: number;
  log: { info(message: string): void; warn(message: string): void };
}): Listener => {
  const host = settings?.host ?? DEFAULT_HOST;
  const place = `${host}:${settings?.port ?? ''}`;
  let current: State = settings
    ? { state: 'off', message: 'This process does not work in the background, and so does not listen.' }
    : { state: 'off', message: 'It is not configured.' };
  let since: Date | null = null;
  let stopped = false;
  let attempt: Promise<OpenServer | null> = Promise.resolve(null);
  let retry: NodeJS.Timeout | undefined;

  /** Says a state once, however often it is found again. */
  const enter = (next: State): void => {
    if (next.state === current.state && next.message === current.message) return;
    current = next;
    since = new Date();
    const line = `[mail-gateway] ${protocol.toUpperCase()} listener: ${next.message}`;
    if (next.state === 'waiting' || next.state === 'failed') log.warn(line);
    else log.info(line);
  };

  const tryToOpen = async (chosen: ListenerSettings): Promise<OpenServer | null> => {
    try {
      const server = await open(chosen);
      enter({ state: 'listening', message: `Listening on ${place}.` });
      return server;
    } catch (error) {
      enter(stateAfter(error, place));
      if (!stopped) retry = setTimeout(begin, retryMs).unref();
      return null;
    }
  };

  const begin = (): void => {
    if (settings && !stopped) attempt = tryToOpen(settings);
  };

  return {
    start: begin,

    status: () => ({
      protocol,
      ...current,
      host: settings ? host : null,
      port: settings?.port ?? null,
      certificate: settings ? certificateOf(settings) : null,
      since: since?.toISOString() ?? null,
    }),

    async stop() {
      stopped = true;
      clearTimeout(retry);
      const server = await attempt;
      await server?.close();
      if (since) enter({ state: 'off', message: 'Stopped.' });
    },
  };
};
