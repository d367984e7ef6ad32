/** How long another process's change may go unnoticed, in milliseconds. */
const MAX_AGE = 2000;

/**
 * One value that is read often and changed seldom, at most two seconds old. A change of one's own is forgotten at once;
 * what was read before it and arrives after it is not kept. Ages are told by a clock that nobody sets.
 */
export const createCache = <Value>({ now = () => performance.now() }: { now?: () => number } = {}) => {
  let kept: { value: Value; at: number } | null = null;
  let generation = 0;

  return {
    forget(): void {
      kept = null;
      generation += 1;
    },

    /** @param keep false inside a transaction, whose view may never be committed. */
    async get(read: () => Promise<Value>, { keep }: { keep: boolean }): Promise<Value> {
      if (kept && now() - kept.at < MAX_AGE) return kept.value;
      const before = generation;
      const at = now();
      const value = await read();
      if (keep && before === generation) kept = { value, at };
      return value;
    },
  };
};
