import { QUOTE_MARK, type HtmlToken, type QuoteMark } from '../html';
import { plainWords, isAngled, type Hint, type Line, type Quoted } from './lines';

/** Elements that stand within a line. All others begin and end one. */
const INLINE = new Set([
  ...['a', 'abbr', 'b', 'bdi', 'bdo', 'big', 'cite', 'code', 'del', 'dfn', 'em', 'font', 'i', 'img', 'ins'],
  ...['kbd', 'mark', 'q', 's', 'samp', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'td', 'th', 'time'],
  ...['tt', 'u', 'var', 'wbr'],
]);

/** Elements without an end. */
export const VOID = new Set(['br', 'col', 'hr', 'img', 'wbr']);

/** Stands for a picture, which may be what somebody had to say. */
const PICTURE = '\uFFFC';

/** Characters between two lines that are still put together: what is behind them is not looked at. */
const ROOM = 2_000;

/** How deep a place is inside elements of each kind. */
type Depth = Record<QuoteMark | 'blockquote' | 'pre', number>;

const ADDRESS = /^mailto:([^?]{3,250})/i;

/** The sanitiser wrote it. */
const markOf = (token: HtmlToken & { kind: 'open' }): QuoteMark | null =>
  (token.attributes[QUOTE_MARK] as QuoteMark | undefined) ?? null;

/** Text inside `pre` in pieces of one line each, so that each can be cut. */
export const splitTokens = function* (tokens: Iterable<HtmlToken>): Generator<HtmlToken> {
  let depth = 0;
  for (const token of tokens) {
    if (token.kind !== 'text') {
      if (token.name === 'pre') depth = Math.max(0, depth + (token.kind === 'open' ? 1 : -1));
      yield token;
    } else if (depth === 0 || !token.text.includes('\n')) yield token;
    else {
      const raws = token.raw.split('\n');
      const texts = token.text.split('\n');
      for (const [index, text] of texts.entries()) {
        const end = index < texts.length - 1 ? '\n' : '';
        if (text + end !== '') yield { kind: 'text', text: text + end, raw: (raws[index] ?? '') + end };
      }
    }
  }
};

/**
 * The lines that people see of marked HTML; `start` and `end` are positions of tokens: the first that shows something
 * of the line, and the one behind the last.
 */
export const htmlLines = (tokens: readonly HtmlToken[]): Line[] => {
  const lines: Line[] = [];
  const inside: (keyof Depth | null)[][] = [];
  const depth: Depth = {
    ...{ quote: 0, introduction: 0, earlier: 0, forward: 0, signature: 0 },
    ...{ blockquote: 0, pre: 0 },
  };
  let words = '';
  let start = -1;
  let end = 0;
  let hint: Hint | null = null;
  /** For the first line that comes. */
  let announced: Hint | null = null;
  let address = '';

  const hintHere = (): Hint | null => {
    if (announced !== null) return announced;
    if (depth.introduction > 0) return 'introduction';
    return depth.signature > 0 ? 'signature' : null;
  };
  const quotedAs = (text: string): Quoted | null => {
    if (depth.quote > 0 || isAngled(text)) return 'sure';
    return depth.blockquote > 0 ? 'maybe' : null;
  };
  const flush = (): void => {
    const text = plainWords(words);
    if (text !== '') {
      lines.push({ text, quoted: quotedAs(text), hint, start, end });
      announced = null;
    }
    words = '';
    start = -1;
  };
  const show = (text: string, at: number): void => {
    if (words.length < ROOM) words += text;
    if (text.trim() === '') return;
    if (start < 0) [start, hint] = [at, hintHere()];
    end = at + 1;
  };
  const open = (name: string, mark: QuoteMark | null): void => {
    if (mark === 'earlier' || mark === 'forward') announced = mark;
    const kinds = [mark, name === 'blockquote' || name === 'pre' ? name : null] as const;
    for (const kind of kinds) if (kind !== null) depth[kind] += 1;
    inside.push([...kinds]);
  };
  const close = (): void => {
    for (const kind of inside.pop() ?? []) if (kind !== null) depth[kind] -= 1;
  };

  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'text') {
      show(token.text, at);
      if (depth.pre > 0 && token.text.endsWith('\n')) flush();
    } else if (token.name === 'img') show(PICTURE, at);
    else if (token.name === 'a') {
      if (token.kind === 'open') address = ADDRESS.exec(token.attributes.href ?? '')?.[1] ?? '';
      // A name stands for an address that is written out in plain text.
      else if (address !== '' && !words.includes(address)) words += ` <${address}>`;
      if (token.kind === 'open') open(token.name, markOf(token));
      else close();
    } else {
      if (!INLINE.has(token.name)) flush();
      else if (token.name === 'td' || token.name === 'th') words += ' ';
      if (token.kind === 'close') close();
      else if (!VOID.has(token.name)) {
        open(token.name, markOf(token));
      }
    }
  }
  flush();
  return lines;
};
