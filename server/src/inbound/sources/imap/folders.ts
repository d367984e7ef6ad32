const MOST = 5;

/** Levenshtein distance, case ignored; given up beyond `limit`. */
const distance = (left: string, right: string, limit: number): number => {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const swap = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(swap, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? limit + 1;
};

const lastPart = (folder: string): string => folder.split(/[/.\\]/).at(-1) ?? folder;

/**
 * The folders that somebody who typed `wanted` may have meant, likeliest first, five at most: the same name in other
 * case or below another parent, small slips of the keyboard, names that contain it.
 */
export const similarFolders = (wanted: string, folders: readonly string[]): string[] => {
  const name = wanted.slice(0, 100).toLowerCase();
  const score = (folder: string): number => {
    const other = folder.slice(0, 100).toLowerCase();
    const slips = Math.min(distance(name, other, 3), distance(lastPart(name), lastPart(other), 2));
    if (slips <= 2) return slips;
    return other.includes(lastPart(name)) || name.includes(lastPart(other)) ? 3 : Infinity;
  };
  return folders
    .map((folder) => ({ folder, rank: score(folder) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((left, right) => left.rank - right.rank)
    .slice(0, MOST)
    .map(({ folder }) => folder);
};
