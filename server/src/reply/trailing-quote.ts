import { endsAbove } from './citation';
import { isAngled, joined, type Line } from './lines';
import { hasOwn, pointsBelow, type Span } from './own-words';
import { ATTRIBUTION_LINES, closesAttribution, isAttribution, isShortAnswer } from './wording';

/** A quote of one line that nobody but its author marked may be an example, but not where all they say is an answer. */
const isExample = (lines: readonly Line[], from: number): boolean => {
  const { text = '', parted = false } = lines[from] ?? {};
  if (from < lines.length - 1 || !isAngled(text)) return false;
  const isCitation = /^[>＞] ?["“„«]/.test(text);
  return isCitation || !(parted && from === 1 && isShortAnswer(lines[0]?.text ?? ''));
};

/** Whether quoted lines begin with their introduction, as some webmailers put it. */
export const introducesItself = (lines: readonly Line[], from: number): boolean => {
  for (let to = from + 1; to <= Math.min(from + ATTRIBUTION_LINES, lines.length); to += 1) {
    if (!lines[to - 1]?.quoted) return false;
    if (closesAttribution(lines[to - 1]?.text ?? '')) return isAttribution(joined(lines, from, to), 'quote');
  }
  return false;
};

/** Whether a sentence goes on in the quote below it, which is then what its author speaks of. */
const runsInto = (line: Line | undefined): boolean =>
  line !== undefined && line.text.split(' ').length > 5 && /\p{L}$/u.test(line.text);

/** Whether nothing but a quote stands from the line on, as some programs mark one that they do not introduce. */
const isPlain = (lines: readonly Line[], from: number): boolean =>
  endsAbove(lines, from) &&
  lines.slice(from).every(({ quoted }) => quoted === 'maybe') &&
  lines.slice(from).some(({ text }) => /[\p{L}\p{N}]/u.test(text));

/**
 * The quote with which the mail ends: marked by a mail program, introduced within its marks, or, where it may be the only
 * one, plain below words that have ended.
 */
export const trailingQuote = (lines: readonly Line[], mayBePlain: boolean): Span | null => {
  const marked = lines.findLastIndex(({ quoted }) => quoted === null) + 1;
  const isIntroduced = introducesItself(lines, marked);
  const isWhole = isIntroduced || (mayBePlain && isPlain(lines, marked));
  const from = isWhole ? marked : lines.findLastIndex(({ quoted }) => quoted !== 'sure') + 1;
  if (from === lines.length || isExample(lines, from)) return null;
  if (lines.slice(0, from).some(({ quoted }) => quoted !== null)) return null;
  if (!isWhole && runsInto(lines[from - 1])) return null;
  return pointsBelow(lines, from) || !hasOwn(lines, 0, from) ? null : { from, to: lines.length };
};
