/** Milliseconds without anybody coming after which the others go on. */
const PATIENCE_MS = 250;

/**
 * One mail's part in a meeting: a point at which mails that are taken through together wait for each other, so that what
 * follows shares a commit.
 */
export interface Meeting {
  /**
   * Resolves when all have come or left, or when nobody came for a while; at once ever after. They go on in the order in
   * which they were given their parts: that of the mails, whichever took longest to get here.
   */
  meet(): Promise<void>;
  /** It is through, whether or not it ever came. */
  leave(): void;
}

/** A meeting of so many mails. @returns what gives each of them its part. */
export const createMeeting = (expected: number): (() => Meeting) => {
  let missing = expected;
  let open = false;
  let timer: NodeJS.Timeout | undefined;
  const waiting: { part: number; resolve: () => void }[] = [];
  let parts = 0;

  const goOn = (): void => {
    open = true;
    clearTimeout(timer);
    for (const { resolve } of waiting.splice(0).sort((one, other) => one.part - other.part)) resolve();
  };

  const count = (): void => {
    missing -= 1;
    clearTimeout(timer);
    // Whoever came last has to be waiting like the others, to go on in their turn.
    if (missing <= 0) queueMicrotask(goOn);
    // A hook of the site may let one mail wait for another that waits here, and files may take long to be uploaded.
    else timer = setTimeout(goOn, PATIENCE_MS);
  };

  return () => {
    let came = false;
    const part = parts;
    parts += 1;
    return {
      meet() {
        if (open) return Promise.resolve();
        return new Promise((resolve) => {
          waiting.push({ part, resolve });
          came = true;
          count();
        });
      },
      leave() {
        if (!came && !open) count();
        came = true;
      },
    };
  };
};
