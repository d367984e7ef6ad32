/** A time limit on work alone: it stands still while somebody else is waited for. */
export interface Budget {
  /** Work goes on. */
  resume(): void;
  /** Somebody else is waited for. */
  pause(): void;
  /** The work is over. */
  stop(): void;
}

/** @param onExpire called once, when `milliseconds` of work are used up. */
export const createBudget = (milliseconds: number, onExpire: () => void): Budget => {
  let left = milliseconds;
  let since = 0;
  let timer: NodeJS.Timeout | null = null;

  return {
    resume() {
      if (timer || left <= 0) return;
      since = performance.now();
      timer = setTimeout(() => {
        left = 0;
        timer = null;
        onExpire();
      }, left);
    },
    pause() {
      if (!timer) return;
      clearTimeout(timer);
      timer = null;
      left = Math.max(1, left - (performance.now() - since));
    },
    stop() {
      if (timer) clearTimeout(timer);
      timer = null;
      left = 0;
    },
  };
};
