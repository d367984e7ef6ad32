/**
 * How a line stands in the mail: `sure` as a mail program marks what it quotes, `maybe` as people mark things, too, `aside` as
 * editors indent and cite.
 */
export type Quoted = 'sure' | 'maybe' | 'aside';

/**
 * What the markup says of a line, beyond its words. `introduced`: it introduces the quote below, certainly. `quote`: what a
 * program quoted begins here. `rule`: a program drew its rule above it. `after`: the element that held an earlier mail is over.
 */
export type Hint =
  'introduction' | 'introduced' | 'quote' | 'rule' | 'earlier' | 'after' | 'forward' | 'signature';

/** A line that is not blank. */
export interface Line {
  /** Its words, with single spaces between them; the beginning of them where there are too many. */
  text: string;
  quoted: Quoted | null;
  hint: Hint | null;
  /** Whether a blank line, or the like, stands above it. */
  parted: boolean;
  /** Where it begins and ends in the source. */
  start: number;
  end: number;
}

/** Characters of a line that are looked at. */
export const LINE_LENGTH = 1_000;

/** Lines that are looked at; a mail with more of them is left whole. */
export const LINE_COUNT = 5_000;

/** No width, no meaning: what mail programs leave between words, and marks of direction. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

/** What has to be made plain: anything but ASCII, and spaces that are not single. */
const UNEVEN = /[^ -~]| {2}/;

/** Figures of other scripts, which end in the same four bits. */
const FIGURE = /[٠-٩۰-۹０-９]/g;

/** The words of a line. */
export const plainWords = (line: string): string => {
  const words = line.slice(0, LINE_LENGTH).trim();
  if (!UNEVEN.test(words)) return words;
  return words
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(FIGURE, (one) => String(one.charCodeAt(0) & 15))
    .replace(/\s+/g, ' ')
    .trim();
};

/** A `>` before `From` is what mail stores put there, not what anybody quotes. */
const ANGLE = /^[>＞](?!From )/;

/** Whether a line of plain text is marked as a quote. */
export const isAngled = (words: string): boolean => ANGLE.test(words);

/** The lines of a plain text; of one with too many, one more than are looked at. */
export const textLines = (text: string): Line[] => {
  const lines: Line[] = [];
  let start = 0;
  let parted = false;
  while (start < text.length && lines.length <= LINE_COUNT) {
    const next = text.indexOf('\n', start);
    const line = text.slice(start, next < 0 ? text.length : next);
    const words = line === '' ? '' : plainWords(line);
    if (words !== '') {
      const quoted = isAngled(words) ? 'sure' : null;
      lines.push({ text: words, quoted, hint: null, parted, start, end: start + line.trimEnd().length });
    }
    parted = words === '';
    start += line.length + 1;
  }
  return lines;
};

/** Lines as one. */
export const joined = (lines: readonly Line[], from: number, to: number): string =>
  lines
    .slice(from, to)
    .map(({ text }) => text)
    .join(' ');
