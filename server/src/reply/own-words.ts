import { joined, type Line } from './lines';
import { signatureAt } from './signature';
import { announcesInline, isGreeting, showsOthers } from './wording';

/** Lines from the first on that is cut, to the one before the last. */
export interface Span {
  from: number;
  to: number;
}

/** Whether anything of the author's own stands in these lines, the first of which is no mark of a signature. */
export const hasOwn = (lines: readonly Line[], from: number, to: number): boolean =>
  lines
    .slice(from, signatureAt(lines, from, to))
    .some(({ text, quoted }) => quoted === null && /[\p{L}\p{N}\uFFFC]/u.test(text));

const endsWithColon = (line: Line | undefined): boolean => /[:：]$/.test(line?.text ?? '');

/** What stands above the line and is no quote. */
export const ownWords = (lines: readonly Line[], to: number): string =>
  joined(
    lines.slice(0, to).filter(({ quoted }) => quoted === null),
    0,
    to
  );

/**
 * Whether the words above say that their author's own go on in what follows; a greeting alone says so, too, where
 * nothing stands below it all.
 */
export const goesOnBelow = (lines: readonly Line[], to: number, hasMore = false): boolean => {
  const words = ownWords(lines, to);
  return announcesInline(words) || (!hasMore && isGreeting(words));
};

/** Whether the words above make what follows a part of what their author has to say. */
export const pointsBelow = (lines: readonly Line[], to: number): boolean =>
  endsWithColon(lines[to - 1]) || goesOnBelow(lines, to) || showsOthers(ownWords(lines, to));
