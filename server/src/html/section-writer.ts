import type { ListSection, Mark, Piece, Section } from './structure';
import { appendPiece, hasContent, trimPieces } from './structure';

/** Lists inside lists beyond this depth are written into the deepest one: no editor shows more. */
const LIST_DEPTH = 6;

/** Collects text into sections while a document is read. What was started must be ended; the rest ends with `end`. */
export interface SectionWriter {
  text(text: string): void;
  lineBreak(): void;
  /** The next cell of a table row. */
  cell(): void;
  image(source: string | null, alternative: string): void;
  startMark(mark: Mark): void;
  endMark(mark: Mark): void;
  startLink(url: string | null): void;
  endLink(): void;
  startHeading(level: number): void;
  endHeading(): void;
  startQuote(): void;
  endQuote(): void;
  startCode(): void;
  endCode(): void;
  startList(ordered: boolean): void;
  endList(): void;
  startItem(): void;
  endItem(): void;
  /** Here one block ends and another begins. */
  boundary(): void;
  end(): Section[];
}

const headingLevel = (level: number): 1 | 2 | 3 | 4 | 5 | 6 =>
  level === 1 || level === 2 || level === 3 || level === 4 || level === 5 ? level : 6;

/** @see SectionWriter */
export const createSectionWriter = (): SectionWriter => {
  const sections: Section[] = [];
  const lists: ListSection[] = [];
  const marks = new Map<Mark, number>();
  let listDepth = 0;
  let quoteDepth = 0;
  let codeDepth = 0;
  let heading = 0;
  let url: string | null = null;
  let line: Piece[] = [];
  /** The line is empty or ends with white space: what follows needs none. */
  let open = true;

  const append = (text: string, image: string | null = null): void => {
    const active = [...marks].filter(([, depth]) => depth > 0).map(([mark]) => mark);
    appendPiece(line, { text, marks: active.sort(), url, image });
    if (image !== null) open = false;
    else if (text !== '') open = /\s/.test(text.at(-1) ?? '');
  };

  const takeLine = (): Piece[] | null => {
    const pieces = codeDepth > 0 ? line : trimPieces(line);
    line = [];
    open = true;
    return hasContent(pieces) ? pieces : null;
  };

  const section = (pieces: Piece[]): Section => {
    if (codeDepth > 0) return { kind: 'code', pieces };
    if (heading > 0) return { kind: 'heading', level: headingLevel(heading), pieces };
    return { kind: quoteDepth > 0 ? 'quote' : 'paragraph', pieces };
  };

  const flush = (): void => {
    const pieces = takeLine();
    if (!pieces) return;
    const list = lists.at(-1);
    if (list) list.entries.push({ kind: 'item', pieces });
    else sections.push(section(pieces));
  };

  const boundary = (): void => {
    if (codeDepth > 0) return;
    if (lists.length === 0) flush();
    else if (!open) append('\n');
  };

  const step = (mark: Mark, by: 1 | -1): void => {
    marks.set(mark, Math.max(0, (marks.get(mark) ?? 0) + by));
  };

  const dropEmptyList = (list: ListSection): void => {
    const siblings = lists.at(-1)?.entries ?? sections;
    if (list.entries.length === 0 && siblings.at(-1) === list) siblings.pop();
  };

  return {
    text(text) {
      if (codeDepth > 0) append(text);
      else {
        const collapsed = text.replace(/[\t\n\f\r ]+/g, ' ');
        append(open ? collapsed.replace(/^ /, '') : collapsed);
      }
    },
    lineBreak: () => append('\n'),
    cell() {
      if (codeDepth === 0 && !open) append('\t');
    },
    image(source, alternative) {
      append(alternative.trim(), source);
    },
    startMark: (mark) => step(mark, 1),
    endMark: (mark) => step(mark, -1),
    startLink(target) {
      url = target;
    },
    endLink() {
      url = null;
    },
    startHeading(level) {
      boundary();
      heading = level;
    },
    endHeading() {
      boundary();
      heading = 0;
    },
    startQuote() {
      boundary();
      quoteDepth += 1;
    },
    endQuote() {
      boundary();
      quoteDepth = Math.max(0, quoteDepth - 1);
    },
    startCode() {
      boundary();
      if (lists.length === 0) codeDepth += 1;
    },
    endCode() {
      if (lists.length === 0) {
        flush();
        codeDepth = Math.max(0, codeDepth - 1);
      } else boundary();
    },
    startList(ordered) {
      if (codeDepth > 0) return;
      flush();
      listDepth += 1;
      if (listDepth > LIST_DEPTH) return;
      const list: ListSection = { kind: 'list', ordered, entries: [] };
      (lists.at(-1)?.entries ?? sections).push(list);
      lists.push(list);
    },
    endList() {
      if (codeDepth > 0 || listDepth === 0) return;
      flush();
      listDepth -= 1;
      if (listDepth >= LIST_DEPTH) return;
      const list = lists.pop();
      if (list) dropEmptyList(list);
    },
    startItem: () => (lists.length > 0 ? flush() : boundary()),
    endItem: () => (lists.length > 0 ? flush() : boundary()),
    boundary,
    end() {
      flush();
      return sections;
    },
  };
};
