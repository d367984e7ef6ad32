import type { ParsedMail } from '../mail';
import { roughText } from './rough-text';

/** Shorter texts ("Thanks!") are contained in too many others to prove anything. */
const SHORTEST = 32;

/** The words of a mail in the form in which two copies are compared: case, line breaks and invisible characters gone. */
export const normalisedText = (mail: Pick<ParsedMail, 'text' | 'html'>): string =>
  (mail.text ?? (mail.html === null ? '' : roughText(mail.html)))
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .split(/\s+/)
    .filter(Boolean)
    .join(' ');

/**
 * Whether two mails say the same, however short: their words, their subject and their files. What else their headers say
 * is left out: whoever caught a mail may have added to it.
 */
export const hasSameContent = (one: ParsedMail, other: ParsedMail): boolean => {
  const digests = ({ attachments }: ParsedMail): string => attachments.map(({ digest }) => digest).join();
  return (
    one.subject === other.subject &&
    normalisedText(one) === normalisedText(other) &&
    digests(one) === digests(other)
  );
};

/** For each position of `needle`, the length of the longest own start that ends there (Knuth, Morris, Pratt). */
const fallbacks = (needle: string): Int32Array => {
  const table = new Int32Array(needle.length);
  let matched = 0;
  for (let at = 1; at < needle.length; at += 1) {
    while (matched > 0 && needle.charCodeAt(at) !== needle.charCodeAt(matched))
      matched = table[matched - 1] ?? 0;
    if (needle.charCodeAt(at) === needle.charCodeAt(matched)) matched += 1;
    table[at] = matched;
  }
  return table;
};

/** `haystack.includes(needle)` in time linear in both: the engine's own search is quadratic for hostile text. */
const includesLinear = (haystack: string, needle: string): boolean => {
  const table = fallbacks(needle);
  let matched = 0;
  for (let at = 0; at < haystack.length; at += 1) {
    while (matched > 0 && haystack.charCodeAt(at) !== needle.charCodeAt(matched))
      matched = table[matched - 1] ?? 0;
    if (haystack.charCodeAt(at) === needle.charCodeAt(matched)) matched += 1;
    if (matched === needle.length) return true;
  }
  return false;
};

/**
 * Whether one of two normalised texts contains the other: then the longer one is a copy to which a list or a forwarder
 * added something. Empty and very short texts are like nothing.
 */
export const containsText = (a: string, b: string): boolean => {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  return shorter.length >= SHORTEST && includesLinear(longer, shorter);
};
