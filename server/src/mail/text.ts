/** Columns of type `string`, `email` and `enumeration` hold this many characters on every database. */
export const STRING_COLUMN = 255;

const REPLACEMENT = '\uFFFD';

/**
 * The one function that every string from a mail passes before it is stored: NUL and lone surrogates, which databases
 * refuse, become U+FFFD; longer text is cut by code points, never inside a character. The full value stays in the raw
 * source.
 * @param limit code points to keep; none: no cut.
 */
export const cleanText = (text: string, limit?: number): string => {
  const storable = text.replaceAll('\0', REPLACEMENT).toWellFormed();
  if (limit === undefined || storable.length <= limit) return storable;
  const points = Array.from(storable);
  return points.length <= limit ? storable : points.slice(0, limit).join('');
};

// eslint-disable-next-line no-control-regex -- control characters are exactly what must not pass
const CONTROLS = /[\u0000-\u001F\u007F\u0085\u2028\u2029]+/g;

/**
 * Text that stands on one line: control characters and line breaks, which an encoded word can smuggle into a subject or
 * a name, become one space.
 */
export const oneLine = (text: string): string => cleanText(text.replace(CONTROLS, ' ')).trim();

/** Text for a `string` column. */
export const cleanString = (text: string): string => cleanText(text, STRING_COLUMN);
