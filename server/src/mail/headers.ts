import { charsetOfWords, decodeHeaderBytes, decodeWords } from './charsets';
import { cleanText, oneLine } from './text';
import type { HeaderField } from './types';

/** RFC 5322 2.2: printable ASCII without the colon; blanks before the colon are obsolete, not wrong. */
const FIELD = /^([\x21-\x39\x3B-\x7E]{1,200})[ \t]{0,20}:/;

/** The first `charset` parameter: what the writer of a broken field most likely used there too. */
const charsetOfParameter = (text: string): string | null =>
  /;\s{0,20}charset\s{0,5}=\s{0,5}"?([\w.:-]{2,40})/i.exec(text)?.[1] ?? null;

/**
 * Reads the header block of a mail, however broken: lines that are no field (an mbox `From ` line, garbage) are left
 * out, the rest counts. Ends at the first empty line. Values are unfolded; raw 8-bit bytes are decoded, RFC 2047 words
 * are not.
 */
export const scanHeaders = (block: Buffer): HeaderField[] => {
  const text = block.toString('latin1');
  const lines = text.includes('\n') ? text.split('\n') : text.split('\r');
  const raw: { name: string; parts: string[] }[] = [];
  let open = false;
  for (const line of lines) {
    const content = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (content === '') break;
    if (content[0] === ' ' || content[0] === '\t') {
      if (open) raw.at(-1)?.parts.push(content);
      continue;
    }
    const field = FIELD.exec(content);
    open = field !== null;
    if (field?.[1]) raw.push({ name: field[1].toLowerCase(), parts: [content.slice(field[0].length)] });
  }
  const hint = charsetOfWords(text) ?? charsetOfParameter(text);
  return raw.map(({ name, parts }) => ({
    name,
    value: cleanText(decodeHeaderBytes(Buffer.from(parts.join(''), 'latin1'), hint)).trim(),
  }));
};

/** All values of one field, topmost first. @param name in lower case. */
export const headerValues = (headers: readonly HeaderField[], name: string): string[] =>
  headers.filter((field) => field.name === name).map((field) => field.value);

/** The topmost value of one field; null when the mail has none. @param name in lower case. */
export const headerValue = (headers: readonly HeaderField[], name: string): string | null =>
  headers.find((field) => field.name === name)?.value ?? null;

/** A header value for people to read: RFC 2047 words decoded, on one line. */
export const readableHeader = (value: string): string => oneLine(decodeWords(value));
