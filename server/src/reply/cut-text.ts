import { ownLines } from './find-cut';
import { LINE_COUNT, textLines } from './lines';

/**
 * The author's own words of a plain text, without what their mail program quoted and without the signature; null where
 * nothing is cut. They are lines of the text in their order.
 * @param subject of the mail: a forwarded one stays whole.
 */
export const cutText = (text: string, subject: string): string | null => {
  const lines = textLines(text);
  if (lines.length > LINE_COUNT) return null;
  const kept = ownLines(lines, subject);
  return kept && kept.map(({ from, to }) => text.slice(lines[from]?.start, lines[to - 1]?.end)).join('\n\n');
};
