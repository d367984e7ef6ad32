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
    async race(work, atMost = Infinity, steps = () => 0) {
      const started = performance.now();
      const passed = (): number => performance.now() - started;
      let timer: NodeJS.Timeout | undefined;
      const expiry = new Promise<never>((_resolve, reject) => {
        const wait = (): void => {
          const before = steps();
          const expire = (): void => {
            if (steps() !== before && passed() < left) return wait();
            reject(new PhaseTimeout(phase, Math.min(atMost, limit)));
            onExpire();
          };
          timer = setTimeout(expire, Math.max(0, Math.min(atMost, left - passed())));
        };
        wait();
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
