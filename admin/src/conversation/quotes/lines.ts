/** How a line is marked as somebody else's words: by a `>` in front of it, or by standing in a `blockquote`. */
type Mark = 'angle' | 'block' | null;

/** A line that is not blank. */
export interface Line {
  /** Its words, with single blanks between them. */
  text: string;
  mark: Mark;
  /** Where its words end in the source. */
  end: number;
}

const ANGLE = /^\s*>/;
/** No width, no meaning: what mail programs leave between words. */
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF\u00AD]/g;

const plainWords = (text: string): string =>
  text.normalize('NFC').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();

const markOf = (words: string, quoteDepth: number): Mark => {
  if (quoteDepth > 0) return 'block';
  return ANGLE.test(words) ? 'angle' : null;
};

/** The lines of a plain text. */
export const textLines = (text: string): Line[] => {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const words = plainWords(line);
    if (words !== '') lines.push({ text: words, mark: markOf(words, 0), end: start + line.trimEnd().length });
    start += line.length + 1;
  }
  return lines;
};

const TOKEN = /<(\/?)([a-z][a-z0-9]*)(?:\s+[a-z-]+(?:="[^"]*")?)*\s*\/?>|[^<]+|</g;
const ENTITY = /&(?:amp|lt|gt|quot|nbsp);/g;
const CHARACTERS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&nbsp;': ' ',
};

/** Elements that stand within a line. All others begin and end one. */
const INLINE = new Set([
  ...[
    'a',
    'abbr',
    'b',
    'bdi',
    'bdo',
    'big',
    'cite',
    'code',
    'del',
    'dfn',
    'em',
    'font',
    'i',
    'img',
    'ins',
    'kbd',
  ],
  ...[
    'mark',
    'q',
    's',
    'samp',
    'small',
    'span',
    'strike',
    'strong',
    'sub',
    'sup',
    'td',
    'th',
    'time',
    'tt',
    'u',
  ],
  ...['var', 'wbr'],
]);
/** Stands for a picture, which may be what somebody had to say. */
const PICTURE = '\uFFFC';

/**
 * The lines that people see of HTML as the server sanitises it: well-formed tags, attributes in double quotes. Other
 * HTML gives poor lines, but nothing worse. One pass, work linear in the length.
 */
export const htmlLines = (html: string): Line[] => {
  const lines: Line[] = [];
  let words = '';
  let end = 0;
  let quoteDepth = 0;
  let preDepth = 0;

  const flush = (): void => {
    const text = plainWords(words);
    if (text !== '') lines.push({ text, mark: markOf(text, quoteDepth), end });
    words = '';
  };
  const addText = (source: string, at: number): void => {
    words += source.replace(ENTITY, (entity) => CHARACTERS[entity] ?? entity);
    if (source.trim() !== '') end = at + source.trimEnd().length;
  };
  const addPre = (source: string, at: number): void => {
    let start = at;
    for (const [position, line] of source.split('\n').entries()) {
      if (position > 0) flush();
      addText(line, start);
      start += line.length + 1;
    }
  };

  for (const { 0: whole, 1: slash, 2: name, index } of html.matchAll(TOKEN)) {
    const by = slash === '/' ? -1 : 1;
    if (name === undefined) {
      if (preDepth > 0) addPre(whole, index);
      else addText(whole, index);
    } else if (name === 'img') {
      words += PICTURE;
      end = index + whole.length;
    } else if (name === 'td' || name === 'th') words += ' ';
    else if (!INLINE.has(name)) {
      flush();
      if (name === 'blockquote') quoteDepth = Math.max(0, quoteDepth + by);
      if (name === 'pre') preDepth = Math.max(0, preDepth + by);
    }
  }
  flush();
  return lines;
};
