import { htmlLines, textLines, type Line } from './lines';
import { HEADER_LINES, isAttribution, isForward, isHeader, isOriginalMarker, isRule } from './wording';

/** Lines that the introduction of a quote may be wrapped to. */
const ATTRIBUTION_LINES = 3;

const wordsOf = (lines: readonly Line[], from: number, to: number): string[] =>
  lines.slice(Math.max(0, from), to).map(({ text }) => text);

/** Whether somebody's own words follow a quote: an answer between the lines, perhaps. */
const isInterleaved = (lines: readonly Line[], from: number): boolean => {
  const quote = lines.findIndex(({ mark }, position) => position >= from && mark !== null);
  return quote >= 0 && lines.some(({ mark }, position) => position > quote && mark === null);
};

/** Where an earlier mail follows as a whole, below a line or a header that says so. */
const originalAt = (lines: readonly Line[]): number | null => {
  const found = lines.findIndex(
    ({ text, mark }, position) =>
      mark === null && (isOriginalMarker(text) || isHeader(wordsOf(lines, position, position + HEADER_LINES)))
  );
  if (found < 0 || isInterleaved(lines, found)) return null;
  return isRule(lines[found - 1]?.text ?? '') ? found - 1 : found;
};

/** Where the introduction begins that ends before this line; the line itself where there is none. */
const introductionAt = (lines: readonly Line[], quote: number): number => {
  for (let count = 1; count <= Math.min(ATTRIBUTION_LINES, quote); count += 1) {
    const words = wordsOf(lines, quote - count, quote);
    // A sentence that ends is somebody's own.
    const isWrapped = words.slice(0, -1).every((line) => !/[.!?]$/.test(line));
    if (isWrapped && isAttribution(words.join(' '))) return quote - count;
  }
  return quote;
};

const isIntroducedWithin = (lines: readonly Line[], quote: number): boolean =>
  [1, 2, ATTRIBUTION_LINES].some((count) => isAttribution(wordsOf(lines, quote, quote + count).join(' ')));

/** Where the quote begins with which the mail ends. */
const trailingQuoteAt = (lines: readonly Line[]): number | null => {
  const quote = lines.findLastIndex(({ mark }) => mark === null) + 1;
  if (quote === lines.length || isInterleaved(lines, 0)) return null;
  const introduction = introductionAt(lines, quote);
  // People use blockquotes for what they emphasise, too.
  const isCertain =
    introduction < quote || lines[quote]?.mark === 'angle' || isIntroducedWithin(lines, quote);
  return isCertain ? introduction : null;
};

/** Where the own words end in the source; null where nothing is certainly a quote, or nothing stands before it. */
const ownEnd = (lines: readonly Line[]): number | null => {
  const quote = originalAt(lines) ?? trailingQuoteAt(lines);
  return quote === null ? null : (lines[quote - 1]?.end ?? null);
};

/** A message as far as it is split. */
export interface Words {
  subject: string | null;
  /** Sanitised. */
  html: string | null;
  text: string | null;
}

/**
 * The author's own words of a message, without the quote that mail programs put below them; null where there is no such
 * quote, or where it is not certain. Own words are always the beginning of the source, so that nothing gets lost in
 * between; elements that they leave open are closed by the browser.
 */
export const ownWords = ({ subject, html, text }: Words): Pick<Words, 'html' | 'text'> | null => {
  if (isForward(subject)) return null;
  if (html !== null && html.trim() !== '') {
    const end = ownEnd(htmlLines(html));
    return end === null ? null : { html: html.slice(0, end), text: null };
  }
  const end = text === null ? null : ownEnd(textLines(text));
  return text === null || end === null ? null : { html: null, text: text.slice(0, end) };
};
