/**
 * What a body consists of, apart from how it is written: the common ground of plain text, Markdown and Strapi's blocks.
 * Layout (tables, columns, colours) is left behind, reading order and emphasis stay.
 */

export type Mark = 'bold' | 'italic' | 'underline' | 'strikethrough' | 'code';

export interface Piece {
  /** `\n` is a line break. */
  text: string;
  marks: readonly Mark[];
  /** Target of the link that the piece belongs to: http(s) or mailto. */
  url: string | null;
  /** `src` of a picture (`cid:…`, `data:…`), whose alternative text is `text`. */
  image: string | null;
}

/** One item of a list: its line, or a list inside it that follows its line. */
export type ListEntry = { kind: 'item'; pieces: Piece[] } | ListSection;

export interface ListSection {
  kind: 'list';
  ordered: boolean;
  entries: ListEntry[];
}

export type Section =
  | { kind: 'paragraph' | 'quote' | 'code'; pieces: Piece[] }
  | { kind: 'heading'; level: 1 | 2 | 3 | 4 | 5 | 6; pieces: Piece[] }
  | ListSection;

export const plainPiece = (text: string): Piece => ({ text, marks: [], url: null, image: null });

const sameStyle = (a: Piece, b: Piece): boolean =>
  a.url === b.url && a.image === null && b.image === null && a.marks.join() === b.marks.join();

/** Appends a piece, joined with the last one when nothing sets the two apart. Pictures stay alone. */
export const appendPiece = (pieces: Piece[], piece: Piece): void => {
  const last = pieces.at(-1);
  if (last && sameStyle(last, piece)) last.text += piece.text;
  else if (piece.text !== '' || piece.image !== null) pieces.push({ ...piece });
};

/** Whether there is anything to read or to see in it. */
export const hasContent = (pieces: readonly Piece[]): boolean =>
  pieces.some((piece) => piece.image !== null || /\S/.test(piece.text));

const isBlank = (piece: Piece): boolean => piece.image === null && piece.text.trim() === '';

/** White space at both ends belongs to the markup, not to the text. */
export const trimPieces = (pieces: readonly Piece[]): Piece[] => {
  const start = pieces.findIndex((piece) => !isBlank(piece));
  const end = pieces.findLastIndex((piece) => !isBlank(piece));
  if (start < 0) return [];
  const kept = pieces.slice(start, end + 1).map((piece) => ({ ...piece }));
  const [first, last] = [kept[0], kept.at(-1)];
  if (first?.image === null) first.text = first.text.trimStart();
  if (last?.image === null) last.text = last.text.trimEnd();
  return kept;
};

/** Neighbours that share a link target, together. */
export const linkRuns = (pieces: readonly Piece[]): { url: string | null; pieces: Piece[] }[] => {
  const runs: { url: string | null; pieces: Piece[] }[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last && last.url === piece.url) last.pieces.push(piece);
    else runs.push({ url: piece.url, pieces: [piece] });
  }
  return runs;
};
