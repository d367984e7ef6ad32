import { attributeIn, QUOTE_MARK, textToken, tokensOf, type HtmlToken, type QuoteMark } from '../html';
import { settleContainers, type Container } from './container';
import { isAngled, LINE_COUNT, plainWords, type Hint, type Line, type Quoted } from './lines';

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

/** A line of nothing else is as good as blank. */
const SPACE = '\u00A0';

/** Characters between two lines that are still put together: what is behind them is not looked at. */
const ROOM = 2_000;

/** How deep a place is inside elements of each kind. */
type Depth = Record<QuoteMark | 'blockquote' | 'pre', number>;

const ADDRESS = /^mailto:([^?]{3,250})/i;

/** A picture that nobody sees tells a server that the mail was opened. */
const isPixel = (token: HtmlToken): boolean =>
  ['width', 'height'].every((side) => /^[01](?:px)?$/.test(attributeIn(token, side) ?? ''));

/** The sanitiser wrote it. */
const markOf = (token: HtmlToken): QuoteMark | null =>
  token.attributes === '' ? null : (attributeIn(token, QUOTE_MARK) as QuoteMark | null);

/** The tokens of HTML, with text inside `pre` in pieces of one line each, so that each can be cut. */
export const lineTokens = (html: string): HtmlToken[] => {
  const tokens = tokensOf(html);
  if (!html.includes('<pre')) return tokens;
  let depth = 0;
  return tokens.flatMap((token) => {
    if (token.name === 'pre') depth = Math.max(0, depth + (token.kind === 'open' ? 1 : -1));
    if (depth === 0 || !token.text.includes('\n')) return token;
    const pieces: HtmlToken[] = [];
    for (let start = token.start; start < token.end;) {
      const next = html.indexOf('\n', start);
      const end = next < 0 || next >= token.end ? token.end : next + 1;
      pieces.push(textToken(html, start, end));
      start = end;
    }
    return pieces;
  });
};

/** What an element adds to the place of all that is in it. */
type Kinds = readonly (keyof Depth)[];

const NONE: Kinds = [];
const STRUCTURE: Readonly<Record<string, Kinds>> = { blockquote: ['blockquote'], pre: ['pre'] };

/**
 * The lines that people see of marked HTML; `start` and `end` are positions of tokens: the first that shows something
 * of the line, and the one behind the last. Of HTML with too many, one more than are looked at.
 */
export const htmlLines = (tokens: readonly HtmlToken[]): Line[] => {
  const lines: Line[] = [];
  const inside: Kinds[] = [];
  const depth: Depth = {
    ...{
      quote: 0,
      container: 0,
      wrapper: 0,
      aside: 0,
      rule: 0,
      introduction: 0,
      earlier: 0,
      forward: 0,
      signature: 0,
    },
    ...{ blockquote: 0, pre: 0 },
  };
  let words = '';
  let start = -1;
  let end = 0;
  let hint: Hint | null = null;
  let parted = false;
  /** For the first line that comes. */
  let announced: Hint | null = null;
  let address = '';
  /** How deep the element is in which an earlier mail began, and how many lines there were below its header. */
  let holder: { depth: number; lines: number } | null = null;
  /** Outside what is quoted. */
  const containers: Container[] = [];

  const hintHere = (): Hint | null => {
    if (announced !== null) return announced;
    if (depth.introduction > 0) return 'introduction';
    return depth.signature > 0 ? 'signature' : null;
  };
  const quotedAs = (text: string): Quoted | null => {
    if (depth.quote > 0 || isAngled(text)) return 'sure';
    if (depth.blockquote === 0) return null;
    return depth.aside === depth.blockquote ? 'aside' : 'maybe';
  };
  const flush = (name: string): void => {
    const text = start < 0 ? '' : plainWords(words);
    if (text !== '') {
      lines.push({ text, quoted: quotedAs(text), hint, parted, start, end });
      announced = null;
      parted = false;
    } else if (name === 'br' || words.includes(SPACE)) parted = true;
    if (name === 'p' || name === 'hr') parted = true;
    words = '';
    start = -1;
  };
  const show = (text: string, at: number): void => {
    if (words.length < ROOM) words += text;
    if (text.trim() === '') return;
    if (start < 0) {
      start = at;
      hint = hintHere();
    }
    end = at + 1;
  };
  const isOutside = (): boolean =>
    depth.container === 0 && depth.wrapper === 0 && depth.quote === 0 && depth.blockquote === 0;
  const open = (token: HtmlToken): void => {
    const mark = markOf(token);
    if (mark === 'earlier' || mark === 'forward') announced = mark;
    if (mark === 'rule') announced ??= mark;
    if (mark === 'quote' && token.name !== 'blockquote' && (announced ?? 'rule') === 'rule') announced = mark;
    if (VOID.has(token.name)) return;
    if (mark === 'earlier') holder ??= { depth: inside.length, lines: Infinity };
    const structure = STRUCTURE[token.name] ?? NONE;
    const kinds = mark === null ? structure : [mark, ...structure];
    if ((mark === 'container' || mark === 'wrapper') && isOutside()) {
      containers.push({ from: lines.length, to: Infinity, isWrapper: mark === 'wrapper' });
    }
    for (const kind of kinds) depth[kind] += 1;
    inside.push(kinds);
  };
  const close = (): void => {
    const kinds = inside.pop() ?? NONE;
    for (const kind of kinds) depth[kind] -= 1;
    const container = containers.at(-1);
    if (container?.to === Infinity && isOutside()) container.to = lines.length;
    if (holder === null || inside.length > holder.depth) return;
    if (inside.length < holder.depth) {
      if (lines.length > holder.lines) announced = 'after';
      holder.depth = -1;
    } else if (holder.lines === Infinity) holder.lines = lines.length;
  };
  const link = (token: HtmlToken): void => {
    if (token.kind === 'open') {
      address = ADDRESS.exec(attributeIn(token, 'href') ?? '')?.[1] ?? '';
      open(token);
      return;
    }
    // A name stands for an address that is written out in plain text.
    if (address !== '' && words.length < ROOM && !words.includes(address)) words += ` <${address}>`;
    close();
  };

  for (let at = 0; at < tokens.length && lines.length <= LINE_COUNT; at += 1) {
    const token = tokens[at];
    if (!token) continue;
    const { kind, name } = token;
    if (kind === 'text') {
      show(token.text, at);
      if (depth.pre > 0 && token.text.endsWith('\n')) flush('br');
    } else if (name === 'img') {
      if (!isPixel(token)) show(PICTURE, at);
    } else if (name === 'a') link(token);
    else {
      if (!INLINE.has(name)) flush(name);
      else if (name === 'td' || name === 'th') words += ' ';
      if (kind === 'close') close();
      else open(token);
    }
  }
  flush('');
  settleContainers(lines, containers);
  return lines;
};
