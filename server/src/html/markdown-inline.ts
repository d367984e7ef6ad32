import { splitLinks } from './links';
import { escapeInline, escapeLineStart, escapeUrl } from './markdown-escape';
import { linkRuns, type Mark, type Piece } from './structure';

export interface MarkdownOptions {
  /** URL for a picture of the mail, by its Content-ID; null: only its alternative text is written. */
  imageUrl?: (contentId: string) => string | null;
}

const DELIMITERS: readonly (readonly [Mark, string])[] = [
  ['strikethrough', '~~'],
  ['italic', '*'],
  ['bold', '**'],
];

/** Backticks, more of them than in any run inside the text. */
export const codeFence = (text: string, least: number): string => {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return '`'.repeat(Math.max(least, longest + 1));
};

const codeSpan = (text: string): string => {
  const ticks = codeFence(text, 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${text}${pad}${ticks}`;
};

/** A URL is written as such: backslashes inside it would become part of it. */
const escapeText = (text: string): string =>
  splitLinks(text)
    .map((part) => (part.url === null ? escapeInline(part.text) : `<${escapeUrl(part.text)}>`))
    .join('');

/** Emphasis must touch the text, so white space at the ends moves outside. */
const emphasise = ({ marks, url }: Piece, text: string): string => {
  const core = text.trim();
  if (core === '') return text;
  const start = text.indexOf(core);
  const plain = url === null ? escapeText(core) : escapeInline(core);
  const written = marks.includes('code') ? codeSpan(core) : plain;
  const marked = DELIMITERS.reduce(
    (inner, [mark, delimiter]) => (marks.includes(mark) ? `${delimiter}${inner}${delimiter}` : inner),
    written
  );
  return text.slice(0, start) + marked + text.slice(start + core.length);
};

const imageMarkdown = (piece: Piece, { imageUrl }: MarkdownOptions): string => {
  const contentId = /^cid:(.+)$/i.exec(piece.image ?? '')?.[1];
  const url = contentId === undefined ? null : (imageUrl?.(contentId) ?? null);
  const alternative = escapeInline(piece.text);
  return url === null ? alternative : `![${alternative}](${escapeUrl(url)})`;
};

const pieceMarkdown = (piece: Piece, options: MarkdownOptions): string =>
  piece.image === null
    ? piece.text
        .split('\n')
        .map((line) => emphasise(piece, line))
        .join('\n')
    : imageMarkdown(piece, options);

/** Lines of a link's text on one line: a link must not be torn apart. */
const onOneLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');

const linkMarkdown = (url: string, text: string): string => {
  const label = text.trim();
  if (label === '') return text;
  const start = text.indexOf(label);
  const link = `[${onOneLine(label)}](${escapeUrl(url)})`;
  return text.slice(0, start) + link + text.slice(start + label.length);
};

const runMarkdown = (url: string | null, pieces: readonly Piece[], options: MarkdownOptions): string => {
  if (url !== null && pieces.map((piece) => piece.text).join('') === url) return `<${url}>`;
  const text = pieces.map((piece) => pieceMarkdown(piece, options)).join('');
  return url === null ? text : linkMarkdown(url, text);
};

/** An exclamation mark right before a link would make a picture of it, which loads from the sender's server. */
const keepLinks = (part: string, index: number, parts: readonly string[]): string =>
  part.endsWith('!') && parts[index + 1]?.startsWith('[') ? `${part.slice(0, -1)}\\!` : part;

/** The lines that the pieces make, safe to stand at the beginning of a block. */
export const inlineLines = (pieces: readonly Piece[], options: MarkdownOptions): string[] =>
  linkRuns(pieces)
    .map((run) => runMarkdown(run.url, run.pieces, options))
    .map(keepLinks)
    .join('')
    .split('\n')
    .map((line) => escapeLineStart(line.trimEnd()));
