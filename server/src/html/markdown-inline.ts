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

/** Emphasis must touch the text, so white space at the ends moves outside. */
const emphasise = (text: string, marks: readonly Mark[]): string => {
  const core = text.trim();
  if (core === '') return text;
  const start = text.indexOf(core);
  const marked = DELIMITERS.reduce(
    (inner, [mark, delimiter]) => (marks.includes(mark) ? `${delimiter}${inner}${delimiter}` : inner),
    marks.includes('code') ? codeSpan(core) : escapeInline(core)
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
        .map((line) => emphasise(line, piece.marks))
        .join('\n')
    : imageMarkdown(piece, options);

const linkMarkdown = (url: string, text: string): string => {
  const label = text.trim().replace(/\s*\n\s*/g, ' ');
  if (label === '') return text;
  return `[${label}](${escapeUrl(url)})`;
};

/** The lines that the pieces make, safe to stand at the beginning of a block. */
export const inlineLines = (pieces: readonly Piece[], options: MarkdownOptions): string[] =>
  linkRuns(pieces)
    .map((run) => {
      const shown = run.pieces.map((piece) => piece.text).join('');
      if (run.url !== null && shown === run.url) return `<${run.url}>`;
      const text = run.pieces.map((piece) => pieceMarkdown(piece, options)).join('');
      return run.url === null ? text : linkMarkdown(run.url, text);
    })
    .join('')
    .split('\n')
    .map((line) => escapeLineStart(line.trimEnd()));
