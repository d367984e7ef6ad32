import { QUOTE_MARK, type HtmlToken } from '../html';
import { ownLines } from './find-cut';
import { htmlLines, lineTokens, VOID } from './html-lines';
import { LINE_COUNT, type Line } from './lines';
import type { Span } from './own-words';

export interface HtmlCut {
  /** All of it, without the marks. */
  whole: string;
  /** The author's own words alone; null where nothing is cut. */
  own: string | null;
}

const MARK = new RegExp(` ${QUOTE_MARK}="[a-z]+"`);

/** The part of the HTML from one token to the one before another, without the marks. */
const written = (html: string, tokens: readonly HtmlToken[], from: number, to: number): string => {
  const part = html.slice(tokens[from]?.start, tokens[to - 1]?.end);
  if (!part.includes(QUOTE_MARK)) return part;
  return tokens
    .slice(from, to)
    .map(({ attributes, start, end }) => {
      const raw = html.slice(start, end);
      return attributes.includes(QUOTE_MARK) ? raw.replace(MARK, '') : raw;
    })
    .join('');
};

/** Which tokens stay: what shows something outside the spans goes, and elements that hold nothing else. */
const keptTokens = (
  tokens: readonly HtmlToken[],
  lines: readonly Line[],
  kept: readonly Span[]
): boolean[] => {
  const stays = tokens.map(() => false);
  for (const { from, to } of kept) stays.fill(true, lines[from]?.start, lines[to - 1]?.end);
  const opened: { at: number; holds: boolean }[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'text' || VOID.has(token.name)) {
      const top = opened.at(-1);
      if (top && stays[at] === true) top.holds = true;
    } else if (token.kind === 'open') opened.push({ at, holds: false });
    else {
      const element = opened.pop();
      if (!element) continue;
      // An empty cell between two that stay keeps its place.
      const isKept = element.holds || (stays[element.at] === true && stays[at] === true);
      stays[element.at] = stays[at] = isKept;
      const top = opened.at(-1);
      if (top && isKept) top.holds = true;
    }
  }
  return stays;
};

/**
 * The author's own words of a mail's HTML, without what their mail program quoted and without the signature. What is
 * left is well-formed: elements go as a whole, or stay around what is kept.
 * @param html as `sanitiseMarkedHtml` returns it.
 * @param subject of the mail: a forwarded one stays whole.
 */
export const cutHtml = (html: string, subject: string): HtmlCut => {
  const tokens = lineTokens(html);
  const whole = written(html, tokens, 0, tokens.length);
  const lines = htmlLines(tokens);
  const kept = lines.length > LINE_COUNT ? null : ownLines(lines, subject);
  if (kept === null) return { whole, own: null };
  const stays = keptTokens(tokens, lines, kept);
  let own = '';
  for (let from = 0; from < tokens.length; from += 1) {
    if (stays[from] !== true) continue;
    const next = stays.indexOf(false, from);
    const to = next < 0 ? tokens.length : next;
    own += written(html, tokens, from, to);
    from = to;
  }
  return { whole, own };
};
