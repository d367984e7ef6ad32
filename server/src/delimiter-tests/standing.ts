import type { DelimiterTestState } from '../../../contracts';

/** Longer than mail takes in either direction, greylisting and the five minutes between fetches included. */
export const PATIENCE_MS = 10 * 60_000;

/** Where a trial stands. @param sent the state of its mail in the outbox; null where the row is gone. */
export const standingOf = ({
  sent,
  hasArrived,
  age,
}: {
  sent: string | null;
  hasArrived: boolean;
  /** Milliseconds. */
  age: number;
}): DelimiterTestState => {
  if (hasArrived) return 'arrived';
  // A server refused it, which is an answer as well.
  if (sent === 'failed' || sent === 'cancelled' || sent === 'bounced') return 'failed';
  return age < PATIENCE_MS ? 'waiting' : 'missing';
};
