/** Milliseconds without anybody coming after which the others go on. */
const PATIENCE_MS = 250;

/**
 * One mail's part in a meeting: a point at which mails that are taken through together wait for each other, so that what
 * follows shares a commit.
 */
export interface Meeting {
  /** Resolves when all have come or left, or when nobody came for a while; at once ever after. */
  meet(): Promise<void>;
  /** It is through, whether or not it ever came. */
  leave(): void;
}

/** A meeting of so many mails. @returns what gives each of them its part. */
export const createMeeting = (expected: number): (() => Meeting) => {
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
    // A hook of the site may let one mail wait for another that waits here, and files may take long to be uploaded.
    else timer = setTimeout(goOn, PATIENCE_MS);
  };

  return () => {
    let came = false;
    return {
      meet() {
        if (open) return Promise.resolve();
        return new Promise((resolve) => {
          waiting.push(resolve);
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
