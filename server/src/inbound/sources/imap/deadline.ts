import type { Phase } from './types';

/** A server did not finish a phase within its limit. */
export class PhaseTimeout extends Error {
  constructor(
    readonly phase: Phase,
    /** Milliseconds. */
    readonly limit: number
  ) {
    super(`No answer within ${Math.ceil(limit / 1000)} seconds (${phase}).`);
    this.name = 'PhaseTimeout';
  }
}

/** How often within a wait is looked whether the work has made a step. */
const LOOKS = 8;

/** One time budget that several waits draw from; what happens between them costs nothing. */
export interface Deadline {
  /**
   * The work's result, or PhaseTimeout once the budget is used up. The work itself goes on; `onExpire` is there to end
   * it.
   * @param atMost milliseconds for this wait alone, or since its last step.
   * @param steps a number that changes with every step forward.
   */
  race<T>(work: Promise<T>, atMost?: number, steps?: () => number): Promise<T>;
}

/** @param onExpire called when a wait is given up: closes the connection, so that nothing goes on behind our back. */
export const createDeadline = (
  phase: Phase,
  limit: number,
  onExpire: () => void = () => undefined
): Deadline => {
  let left = limit;
  return {
    async race(work, atMost = Infinity, steps) {
      const started = performance.now();
      const passed = (): number => performance.now() - started;
      let timer: NodeJS.Timeout | undefined;
      const expiry = new Promise<never>((_resolve, reject) => {
        let seen = steps?.();
        let since = 0;
        const look = (): void => {
          const now = passed();
          const step = steps?.();
          if (step !== seen) [seen, since] = [step, now];
          const rest = Math.min(since + atMost, left) - now;
          if (rest > 0) {
            // Looked at several times, or a step right after one look would double the wait.
            timer = setTimeout(look, steps ? Math.min(rest, atMost / LOOKS) : rest);
            return;
          }
          reject(new PhaseTimeout(phase, Math.min(atMost, limit)));
          onExpire();
        };
        look();
      });
      try {
        return await Promise.race([work, expiry]);
      } finally {
        clearTimeout(timer);
        left = Math.max(0, left - passed());
      }
    },
  };
};
