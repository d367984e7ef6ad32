import { isAscii, isUtf8 } from 'node:buffer';
import libmime from 'libmime';
import { decode } from 'libmime/lib/charset';

/** What the bytes of a text were taken for. */
export interface DecodedText {
  text: string;
  /** False when a charset was declared that nobody knows; the text is then our best guess. */
  known: boolean;
}

/** Declarations that say nothing: ASCII with 8-bit bytes is as good as no declaration. */
const NO_CHARSET =
  /^(?:|us-?ascii|ascii|7-?bit|8-?bit|binary|default|unknown|none|(?:x-)?unknown(?:-8bit)?)$/;
const UTF_8 = /^(?:utf-?8|unicode-1-1-utf-8|x-utf-8)$/;

/**
 * Names under which mailers send more than the charset has: browsers read them by their superset (WHATWG Encoding),
 * and so do people's mail programs.
 */
const SUPERSETS: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  'iso8859-1': 'windows-1252',
  latin1: 'windows-1252',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'x-gbk': 'gb18030',
  'gb_2312-80': 'gb18030',
  gb18030: 'gb18030',
  'ks_c_5601-1987': 'cp949',
  ks_c_5601: 'cp949',
  ksc5601: 'cp949',
  'euc-kr': 'cp949',
  'windows-31j': 'shift_jis',
  'x-sjis': 'shift_jis',
  ms932: 'shift_jis',
  cp932: 'shift_jis',
};

/** Charsets in which every byte string is valid, so that valid UTF-8 in them is no accident. */
const SINGLE_BYTE =
  /^(?:iso-?8859-?\d|windows-(?:125\d|874)|cp(?:125\d|437|85\d|866)|koi8|mac|x-mac|latin|tis-620)/;
const SEVEN_BIT_JAPANESE = /^(?:iso-?2022-?jp|csiso2022jp|jis)/;
/** Switches to a two-byte set of ISO-2022-JP (RFC 1468). */
const JAPANESE_ESCAPE = '\u001B$';
const FALLBACK = 'windows-1252';

const canonical = (declared: string | null | undefined): string => {
  const name = (declared ?? '')
    .trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase();
  return SUPERSETS[name] ?? name;
};

const isSupported = (charset: string): boolean => libmime.createDecodeStream(charset).supported;

const decodeAs = (bytes: Buffer, charset: string): string => decode(bytes, charset);

/** Whether `charset` explains the bytes; null where it does not. */
const decodeWhole = (bytes: Buffer, charset: string): string | null => {
  if (!isSupported(charset)) return null;
  const text = decodeAs(bytes, charset);
  return text.includes('\uFFFD') ? null : text;
};

const withoutBom = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

/** For bytes that are not UTF-8: the first charset that explains all of them, else the commonest of single bytes. */
const guess = (bytes: Buffer, candidates: readonly (string | null | undefined)[]): string => {
  for (const candidate of candidates) {
    const name = canonical(candidate);
    if (name === '' || NO_CHARSET.test(name) || UTF_8.test(name)) continue;
    const text = decodeWhole(bytes, name);
    if (text !== null) return text;
  }
  return decodeAs(bytes, FALLBACK);
};

const decodeUndeclared = (bytes: Buffer, hints: readonly (string | null | undefined)[]): string => {
  if (isAscii(bytes)) {
    const text = bytes.toString('latin1');
    return text.includes(JAPANESE_ESCAPE) ? decodeAs(bytes, 'iso-2022-jp') : text;
  }
  return isUtf8(bytes) ? withoutBom(bytes.toString('utf8')) : guess(bytes, hints);
};

/**
 * Bytes of a text part as text. UTF-8 is tried first wherever that can be told from the declared charset (a mailer
 * that declares ISO-8859-1 and sends UTF-8 is common, the accident is not), then what is declared, then the hints (the
 * charset of a meta tag, of an encoded word in the subject), then windows-1252.
 * @param declared the `charset` parameter; null or empty: none.
 */
export const decodeText = (
  bytes: Buffer,
  declared: string | null,
  hints: readonly (string | null | undefined)[] = []
): DecodedText => {
  const name = canonical(declared);
  if (NO_CHARSET.test(name)) return { text: decodeUndeclared(bytes, hints), known: true };
  if (UTF_8.test(name)) {
    return isUtf8(bytes)
      ? { text: withoutBom(bytes.toString('utf8')), known: true }
      : { text: guess(bytes, hints), known: true };
  }
  if (!isSupported(name)) return { text: decodeUndeclared(bytes, hints), known: false };
  const ascii = isAscii(bytes);
  if (!ascii && SINGLE_BYTE.test(name) && isUtf8(bytes)) {
    return { text: withoutBom(bytes.toString('utf8')), known: true };
  }
  if (!ascii && SEVEN_BIT_JAPANESE.test(name)) {
    if (isUtf8(bytes)) return { text: bytes.toString('utf8'), known: true };
    return { text: guess(bytes, ['euc-jp', 'shift_jis', ...hints]), known: true };
  }
  return { text: withoutBom(decodeAs(bytes, name)), known: true };
};

/** Raw 8-bit text in a header, which no standard allows and many send: UTF-8 (RFC 6532), else the hint, else windows-1252. */
export const decodeHeaderBytes = (bytes: Buffer, hint: string | null): string =>
  decodeUndeclared(bytes, [hint]);

/** The charset of the first RFC 2047 word: what its writer most likely also meant elsewhere. */
export const charsetOfWords = (text: string): string | null =>
  /=\?([\w.:-]{2,40})(?:\*[\w-]{1,20})?\?[bq]\?/i.exec(text)?.[1] ?? null;

/** RFC 2047 words decoded; what is no valid word stays as it is. */
export const decodeWords = (text: string): string => {
  if (!text.includes('=?')) return text;
  try {
    return libmime.decodeWords(text);
  } catch {
    return text;
  }
};
