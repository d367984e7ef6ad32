/** Characters that mean something in CommonMark or GFM wherever they stand; `_` does not inside a word. */
const INLINE = /[\\`*[\]~|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** Any of these, or `<` or `&`: most text has none, which is told at once. */
const SPECIAL = /[\\`*[\]~|_<&]/;
/** An ampersand that would be read as an entity. */
const ENTITY = /&(?=#?[a-z0-9]{1,31};)/gi;
/** What would start a heading, quote, list, rule, table or underlined heading at the beginning of a line. */
const LINE_START = /^(?:#{1,6}(?=\s|$)|>|[+-](?=\s|$)|[-=](?=[-=\s]*$)|:(?=-))/;
const ORDERED_START = /^(\d{1,9})([.)])(?=\s|$)/;
const INDENT = /^[ \t]+/;

const NO_BREAK_SPACE = '\u00A0';
/** Columns of indentation that are kept. */
const INDENT_LIMIT = 40;

/** Indentation of four columns would make code of a line; spaces that do not break keep the look and no meaning. */
const keepIndent = (indent: string): string =>
  indent.replaceAll('\t', '    ').replaceAll(' ', NO_BREAK_SPACE).slice(0, INDENT_LIMIT);

/**
 * Text as it stands, within a line of Markdown: neither Markdown nor HTML in it is read as such. `<` becomes an entity
 * and not `\<`, because some sites pass HTML in Markdown through.
 */
export const escapeInline = (text: string): string =>
  SPECIAL.test(text) ? text.replace(ENTITY, '&amp;').replaceAll('<', '&lt;').replace(INLINE, '\\$&') : text;

/** A line whose text is escaped already: its beginning starts no block either. */
export const escapeLineStart = (line: string): string => {
  const indent = INDENT.exec(line)?.[0] ?? '';
  const rest = line.slice(indent.length);
  const safe = rest.replace(ORDERED_START, '$1\\$2').replace(LINE_START, (start) => `\\${start}`);
  return keepIndent(indent) + safe;
};

const PERCENT: Readonly<Record<string, string>> = {
  ...{ '(': '%28', ')': '%29', '\\': '%5C', '<': '%3C', '>': '%3E' },
};

/** A URL as the target of `[…](…)`: nothing in it ends the target or is read as an escape. */
export const escapeUrl = (url: string): string =>
  url.replace(/[()\\<>]|\s/g, (character) => PERCENT[character] ?? encodeURIComponent(character));
