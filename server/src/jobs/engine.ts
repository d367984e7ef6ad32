import type { Core } from '@strapi/strapi';

/** How long `stop` waits for work that is under way; Strapi's develop mode waits for it at each save. */
const STOP_LIMIT_MS = 4_000;
/** Not a job of Strapi's cron, which stands still for a day when the machine's clock is set back by one. */
const TICK_MS = 10_000;

/**
 * Decides whether this process works at all. Strapi runs `bootstrap` in every CLI command (`export`,
 * `admin:list-users` …): a mailbox must not be fetched there, so work starts only once the HTTP server listens.
 */
export interface Engine {
  /** Registers to start when the server listens. Touches neither network nor queue. */
  prepare(): void;
  /** Whether this process works now. */
  isRunning(): boolean;
  /** Looks for due work at once, without waiting for the next tick. Does nothing where this process does not work. */
  nudge(): void;
  /** Aborts the work and waits for it, four seconds at most. Works if `prepare` never ran. */
  stop(): Promise<void>;
}

/** @see Engine */
export const createEngine = ({
  strapi,
  enabled,
  start,
  tick,
}: {
  strapi: Core.Strapi;
  /** Plugin configuration `worker`. */
  enabled: boolean;
  /** Runs once, when the engine starts. */
  start(): void;
  tick(signal: AbortSignal): Promise<void>;
}): Engine => {
  const abort = new AbortController();
  const working = new Set<Promise<void>>();
  let running = false;
  let ticking: NodeJS.Timeout | undefined;

  /** Ticks may overlap: a long action must not hold up the others, which see to it that they run once. */
  const nudge = (): void => {
    if (!running) return;
    const work = tick(abort.signal)
      .catch((error: unknown) => {
        strapi.log.error('[mail-gateway] Scheduled work failed.', { error });
      })
      .finally(() => working.delete(work));
    working.add(work);
  };

  const begin = (): void => {
    start();
    running = true;
    ticking = setInterval(nudge, TICK_MS);
    ticking.unref();
    nudge();
  };

  return {
    prepare() {
      if (!enabled) return;
      strapi.server.httpServer.once('listening', begin);
    },

    isRunning: () => running,
    nudge,

    async stop() {
      running = false;
      clearInterval(ticking);
      abort.abort(new Error('Strapi is shutting down.'));
      if (working.size === 0) return;
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, STOP_LIMIT_MS);
      });
      await Promise.race([Promise.all(working), limit]);
      clearTimeout(timer);
    },
  };
};
