import { splitLinks } from './links';
import { readStructure, readText } from './read-structure';
import type { ListSection, Piece, Section } from './structure';
import { hasContent, plainPiece, trimPieces } from './structure';

/** Value of an attribute of type `blocks`, as Strapi 5 validates and its editor writes it. */
export type BlocksValue = BlockNode[];

export interface TextNode {
  type: 'text';
  text: string;
  bold?: true;
  italic?: true;
  underline?: true;
  strikethrough?: true;
  code?: true;
}
export interface LinkNode {
  type: 'link';
  url: string;
  children: TextNode[];
}
export type InlineNode = TextNode | LinkNode;
export interface ListItemNode {
  type: 'list-item';
  children: InlineNode[];
}
export interface ListNode {
  type: 'list';
  format: 'ordered' | 'unordered';
  indentLevel?: number;
  children: (ListItemNode | ListNode)[];
}
export type BlockNode =
  | { type: 'paragraph' | 'quote'; children: InlineNode[] }
  | { type: 'heading'; level: 1 | 2 | 3 | 4 | 5 | 6; children: InlineNode[] }
  | { type: 'code'; children: TextNode[] }
  | ListNode;

/** The editor renders every block at once: beyond this many, what is left becomes the text of the last one. */
const BLOCK_LIMIT = 1_000;

const textNode = ({ text, marks }: Piece): TextNode => ({
  type: 'text',
  text,
  ...Object.fromEntries(marks.map((mark) => [mark, true])),
});

/** A picture becomes its alternative text: an image block would need a file of the Media Library. */
const readable = (pieces: readonly Piece[]): Piece[] =>
  trimPieces(pieces.map((piece) => ({ ...piece, image: null })).filter((piece) => piece.text !== ''));

const inline = (pieces: readonly Piece[]): InlineNode[] => {
  const nodes: InlineNode[] = [];
  for (const piece of readable(pieces)) {
    const last = nodes.at(-1);
    if (piece.url === null) nodes.push(textNode(piece));
    else if (last?.type === 'link' && last.url === piece.url) last.children.push(textNode(piece));
    else nodes.push({ type: 'link', url: piece.url, children: [textNode(piece)] });
  }
  return nodes.length > 0 ? nodes : [{ type: 'text', text: '' }];
};

const list = (section: ListSection, indentLevel: number): ListNode => ({
  type: 'list',
  format: section.ordered ? 'ordered' : 'unordered',
  ...(indentLevel > 0 ? { indentLevel } : {}),
  children: section.entries.map((entry) =>
    entry.kind === 'list'
      ? list(entry, indentLevel + 1)
      : { type: 'list-item', children: inline(entry.pieces) }
  ),
});

const textOf = (section: Section | ListSection['entries'][number]): string =>
  section.kind === 'list'
    ? section.entries.map(textOf).join('\n')
    : section.pieces.map((piece) => piece.text).join('');

const block = (section: Section): BlockNode[] => {
  if (section.kind === 'list') return [list(section, 0)];
  if (section.kind === 'code') {
    return [{ type: 'code', children: [{ type: 'text', text: textOf(section).replace(/\n$/, '') }] }];
  }
  if (!hasContent(readable(section.pieces))) return [];
  const children = inline(section.pieces);
  return section.kind === 'heading'
    ? [{ type: 'heading', level: section.level, children }]
    : [{ type: section.kind, children }];
};

const blocksOf = (sections: readonly Section[]): BlocksValue => {
  const rest = sections.slice(BLOCK_LIMIT).map(textOf);
  const blocks = sections.slice(0, BLOCK_LIMIT).flatMap(block);
  if (rest.length > 0)
    blocks.push({ type: 'paragraph', children: [{ type: 'text', text: rest.join('\n') }] });
  return blocks.length > 0 ? blocks : [{ type: 'paragraph', children: [{ type: 'text', text: '' }] }];
};

/**
 * HTML → Strapi blocks: paragraphs, headings, lists, quotes, code, links to http(s) and mailto. Never empty: a body
 * without text is one empty paragraph.
 * @param html as `sanitiseMailHtml` returns it.
 */
export const htmlToBlocks = (html: string): BlocksValue => blocksOf(readStructure(html));

/** Plain text → Strapi blocks: a paragraph for each, line ends kept, http(s) URLs as links. Never empty. */
export const textToBlocks = (text: string): BlocksValue =>
  blocksOf(
    readText(text).map((paragraph) => ({
      kind: 'paragraph',
      pieces: splitLinks(paragraph).map((part) => ({ ...plainPiece(part.text), url: part.url })),
    }))
  );
