/** An IMAP sequence set of UIDs (RFC 9051 9, sequence-set) that is small and quick to ask, such as `4,7:12`. */
export interface UidSet {
  has(uid: number): boolean;
  /** Null when empty. */
  readonly first: number | null;
}

/** @param uids ascending, each once. */
export const packUids = (uids: readonly number[]): string => {
  const ranges: [from: number, to: number][] = [];
  for (const uid of uids) {
    const last = ranges.at(-1);
    if (last && uid === last[1] + 1) last[1] = uid;
    else ranges.push([uid, uid]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}:${to}`)).join(',');
};

/** Reads what `packUids` wrote. */
export const parseUids = (text: string): UidSet => {
  const ranges = text
    .split(',')
    .filter((range) => range !== '')
    .map((range) => {
      const [from = '', to = from] = range.split(':');
      return { from: Number(from), to: Number(to) };
    });

  return {
    first: ranges[0]?.from ?? null,
    has(uid) {
      let low = 0;
      let high = ranges.length - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const range = ranges[middle];
        if (!range || uid < range.from) high = middle - 1;
        else if (uid > range.to) low = middle + 1;
        else return true;
      }
      return false;
    },
  };
};
