const MINUTE = 60_000;

/** Minutes before the second, third … attempt: quick at first (greylisting), then patient; three days in all. */
const INTERVALS = [1, 5, 15, 30, 60, 120, 240, 480, 720, 1200, 1440];

/**
 * When a mail is tried again.
 * @param attempts attempts made so far, 1 or more.
 * @returns null when three days of attempts are over.
 */
export const retryAt = (attempts: number, now: Date): Date | null => {
  const minutes = INTERVALS[Math.max(0, attempts - 1)];
  return minutes === undefined ? null : new Date(now.getTime() + minutes * MINUTE);
};

/** Minutes that a server rests after its first, second … fault in a row. */
const PAUSES = [1, 2, 5, 10, 15, 30];
/** A refused login is tried rarely: providers lock accounts. */
const LOGIN_PAUSES = [10, 30, 60];

/** When the longest rest that begins now ends. One that ends later began before the clock was set back. */
export const longestPause = (now: Date): Date =>
  new Date(now.getTime() + Math.max(...PAUSES, ...LOGIN_PAUSES) * MINUTE);

/** Whether a rest is going on. */
export const isPaused = (until: Date | null, now: Date): boolean =>
  until !== null && until > now && until <= longestPause(now);

/**
 * Until when a server rests after a fault of its own.
 * @param failures faults in a row, this one included.
 */
export const pauseUntil = (failures: number, now: Date, reason: 'login' | 'other'): Date => {
  const pauses = reason === 'login' ? LOGIN_PAUSES : PAUSES;
  const minutes = pauses[Math.min(Math.max(failures, 1), pauses.length) - 1] ?? 0;
  return new Date(now.getTime() + minutes * MINUTE);
};
