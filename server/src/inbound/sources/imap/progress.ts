/**
 * How far a run has come: the highest UID below which nothing is left to do. A mail that could not be taken in holds
 * the mark where it is, however many later ones succeed.
 */
export interface Progress {
  readonly lastUid: number;
  readonly actedUid: number;
  /** Where the mark will be once this mail is done as well. */
  with(uid: number): number;
  /** Everything up to `uid` is done or was held back by `hold`. Ascending. */
  pass(uid: number): void;
  /** This mail is not taken in yet. */
  hold(): void;
  /** The after-fetch action of everything up to `uid` is done or was held back by `holdActions`. Ascending. */
  act(uid: number): void;
  /** An after-fetch action has failed: it is repeated in the next run. */
  holdActions(): void;
}

/** @param from the cursor at the beginning of the run. */
export const createProgress = (from: { lastUid: number; actedUid: number }): Progress => {
  let { lastUid, actedUid } = from;
  let held = false;
  let actionsHeld = false;

  return {
    get lastUid() {
      return lastUid;
    },
    get actedUid() {
      return actedUid;
    },
    with: (uid) => (held ? lastUid : Math.max(lastUid, uid)),
    pass(uid) {
      if (!held) lastUid = Math.max(lastUid, uid);
    },
    hold() {
      held = true;
    },
    act(uid) {
      if (!actionsHeld) actedUid = Math.max(actedUid, Math.min(uid, lastUid));
    },
    holdActions() {
      actionsHeld = true;
    },
  };
};
