import type { Trouble } from './types';

/** A mailbox with more mails in trouble than this has another problem than single mails. */
const MOST = 200;

/** What a run does with one mail. */
export type Turn =
  | { kind: 'take' }
  /** Its pause is not over. */
  | { kind: 'wait' }
  /** It was tried often enough. `withHeader`: its header block has not been asked for on its own yet. */
  | { kind: 'give_up'; problem: string; withHeader: boolean };

/** The mails of a folder that could not be taken in yet: each is tried a few times, ever more rarely, then given up. */
export interface Troubles {
  readonly lowestUid: number | null;
  has(uid: number): boolean;
  turn(uid: number, now: number): Turn;
  /** Counts a failed attempt. */
  failed(uid: number, problem: string, now: number): void;
  solved(uid: number): void;
  list(): Trouble[];
}

/** @param pauses before the second, third … attempt, in milliseconds; one attempt more than pauses is made. */
export const createTroubles = (known: readonly Trouble[], pauses: readonly number[]): Troubles => {
  const troubles = new Map(known.map((trouble) => [trouble.uid, trouble]));

  return {
    get lowestUid() {
      return troubles.size === 0 ? null : Math.min(...troubles.keys());
    },
    has: (uid) => troubles.has(uid),
    turn(uid, now) {
      const trouble = troubles.get(uid);
      if (!trouble) return { kind: 'take' };
      if (trouble.attempts > pauses.length) {
        return {
          kind: 'give_up',
          problem: trouble.problem,
          withHeader: trouble.attempts === pauses.length + 1,
        };
      }
      const left = trouble.notBefore - now;
      // More than any pause: the clock was set back meanwhile.
      return { kind: left > 0 && left <= Math.max(...pauses) ? 'wait' : 'take' };
    },
    failed(uid, problem, now) {
      const attempts = (troubles.get(uid)?.attempts ?? 0) + 1;
      if (!troubles.has(uid) && troubles.size >= MOST) return;
      troubles.set(uid, { uid, attempts, problem, notBefore: now + (pauses[attempts - 1] ?? 0) });
    },
    solved: (uid) => void troubles.delete(uid),
    list: () => [...troubles.values()],
  };
};
