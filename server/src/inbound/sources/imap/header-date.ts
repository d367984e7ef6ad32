/** Longer than any date with its comments; what follows a longer one is not searched for its brackets. */
const LONGEST = 200;

/** The Date field of a header block, as an instant; null when it is missing or unreadable. */
export const headerDate = (block: Buffer | null): Date | null => {
  if (block === null) return null;
  const unfolded = block.toString('latin1').replace(/\r?\n[ \t]+/g, ' ');
  const value = /^date:(.*)$/im.exec(unfolded)?.[1]?.slice(0, LONGEST).trim();
  if (!value) return null;
  const date = new Date(value.replace(/\([^)]*\)/g, '').trim());
  return Number.isNaN(date.getTime()) ? null : date;
};
