import { isAngled, type Line } from './lines';
import { hasOwn, type Span } from './own-words';
import { pointsAbove } from './wording';

/** Marked lines with which a mail begins that are too many for a citation. */
const LEADING = 3;

/** The quote with which the mail begins, where its author answered below and took the introduction away. */
export const leadingQuote = (lines: readonly Line[]): Span | null => {
  const to = lines.findIndex(({ text }) => !isAngled(text));
  if (to < LEADING || lines.slice(to).some(({ quoted }) => quoted !== null)) return null;
  return pointsAbove(lines[to]?.text ?? '') || !hasOwn(lines, to - 1, lines.length) ? null : { from: 0, to };
};
