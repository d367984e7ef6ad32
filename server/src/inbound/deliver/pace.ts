/** Milliseconds that creating an entry may take before mails of its type no longer share a transaction. */
const SLOW_MS = 50;

/** How much the latest entry weighs in the average: one slow entry says little, five in a row say enough. */
const WEIGHT = 0.2;

/**
 * How long the content types of the site take to create an entry, hooks of the site included. A slow type would keep all
 * mails waiting that share its transaction, so its mails get one each.
 */
export interface Pace {
  isSlow(contentType: string): boolean;
  /** Runs `create` and counts how long it took. */
  timed<T>(contentType: string, create: () => Promise<T>): Promise<T>;
  /** Slow content types with the milliseconds that an entry takes on average. */
  slow(): { contentType: string; milliseconds: number }[];
}

/** @param clock milliseconds. */
export const createPace = ({ clock = () => performance.now() }: { clock?: () => number } = {}): Pace => {
  const averages = new Map<string, number>();

  return {
    isSlow: (contentType) => (averages.get(contentType) ?? 0) > SLOW_MS,

    async timed(contentType, create) {
      const begun = clock();
      const result = await create();
      const before = averages.get(contentType) ?? 0;
      averages.set(contentType, before + WEIGHT * (clock() - begun - before));
      return result;
    },

    slow: () =>
      [...averages]
        .filter(([, average]) => average > SLOW_MS)
        .map(([contentType, average]) => ({ contentType, milliseconds: Math.round(average) })),
  };
};
