/** Milliseconds without anybody coming after which the others go on. */
const PATIENCE_MS = 250;

/**
 * A point at which mails that are taken through together wait for each other, so that what follows shares a commit: some
 * come at once, others have files to upload before.
 */
export interface Meeting {
  /** Resolves when all have come or left, or when nobody came for a while; at once ever after. */
  meet(): Promise<void>;
  /** One that has not come will not come any more. */
  leave(): void;
}

/** @param expected how many mails. */
export const createMeeting = (expected: number): Meeting => {
  let missing = expected;
  let open = false;
  let timer: NodeJS.Timeout | undefined;
  const waiting: (() => void)[] = [];

  const goOn = (): void => {
    open = true;
    clearTimeout(timer);
    for (const resolve of waiting.splice(0)) resolve();
  };

  const count = (): void => {
    missing -= 1;
    clearTimeout(timer);
    if (missing <= 0) goOn();
    // A hook of the site may let one mail wait for another that waits here.
    else timer = setTimeout(goOn, PATIENCE_MS);
  };

  return {
    meet() {
      if (open) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push(resolve);
        count();
      });
    },
    leave() {
      if (!open) count();
    },
  };
};
