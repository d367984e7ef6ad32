import { splitLinks } from './links';
import { codeFence, inlineLines, type MarkdownOptions } from './markdown-inline';
import { readStructure, readText } from './read-structure';
import type { ListSection, Piece, Section } from './structure';
import { plainPiece } from './structure';

/** A line end that stays one when rendered. */
const HARD_BREAK = '  \n';

const paragraph = (pieces: readonly Piece[], options: MarkdownOptions): string =>
  inlineLines(pieces, options).join(HARD_BREAK).trim();

const codeBlock = (pieces: readonly Piece[]): string => {
  const code = pieces.map((piece) => piece.text).join('');
  const ticks = codeFence(code, 3);
  return `${ticks}\n${code.replace(/\n$/, '')}\n${ticks}`;
};

const listLines = (list: ListSection, indent: string, options: MarkdownOptions): string[] => {
  let number = 0;
  let inside = `${indent}  `;
  return list.entries.flatMap((entry) => {
    if (entry.kind === 'list') return listLines(entry, inside, options);
    number += 1;
    const marker = list.ordered ? `${number}. ` : '- ';
    inside = indent + ' '.repeat(marker.length);
    return [`${indent}${marker}${inlineLines(entry.pieces, options).join(`${HARD_BREAK}${inside}`)}`];
  });
};

const sectionMarkdown = (section: Section, options: MarkdownOptions): string => {
  switch (section.kind) {
    case 'list':
      return listLines(section, '', options).join('\n');
    case 'code':
      return codeBlock(section.pieces);
    case 'heading':
      return `${'#'.repeat(section.level)} ${inlineLines(section.pieces, options).join(' ').trim()}`;
    case 'quote':
      return paragraph(section.pieces, options).replace(/^/gm, '> ');
    case 'paragraph':
      return paragraph(section.pieces, options);
  }
};

const markdownOf = (sections: readonly Section[], options: MarkdownOptions): string =>
  sections
    .map((section) => sectionMarkdown(section, options))
    .filter((markdown) => markdown !== '')
    .join('\n\n');

/**
 * HTML → Markdown (CommonMark, `~~` of GFM). Text is escaped, so that nothing in a mail becomes Markdown or HTML by
 * accident; links lead to http(s) and mailto alone.
 * @param html as `sanitiseMailHtml` returns it.
 */
export const htmlToMarkdown = (html: string, options: MarkdownOptions = {}): string =>
  markdownOf(readStructure(html), options);

/** Plain text → Markdown that renders as the text stands: escaped, line ends kept, http(s) URLs as links. */
export const textToMarkdown = (text: string): string =>
  markdownOf(
    readText(text).map((lines) => ({
      kind: 'paragraph',
      pieces: splitLinks(lines).map((part) => ({ ...plainPiece(part.text), url: part.url })),
    })),
    {}
  );

/** Markdown in which the pictures of a mail stay as `cid:` addresses, until it is known where their copies are. */
export const mailHtmlToMarkdown = (html: string): string =>
  htmlToMarkdown(html, { imageUrl: (contentId) => `cid:${contentId}` });
