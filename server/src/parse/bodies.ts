import libmime from 'libmime';
import { cleanText, decodeText } from '../mail';
import type { Leaf } from './leaves';
import { roughText } from './rough-text';

/** A decoded text part in the order of the mail. */
export interface BodyPart {
  kind: 'text' | 'html';
  value: string;
  /** It stands beside another version of itself (`multipart/alternative`). */
  alternative: boolean;
}

/**
 * Whether a leaf is (a part of) the body. A text with a file name of its own is a file, except where only the older
 * `name` parameter gives one and nothing else has been the body yet: some programs name their only text. A disposition
 * that nobody knows does not hide a text.
 */
export const isBody = (leaf: Leaf, bodiesBefore: number): boolean => {
  if (leaf.contentType !== 'text/plain' && leaf.contentType !== 'text/html') return false;
  if (leaf.disposition === 'attachment') return false;
  return leaf.fileName === null || (leaf.disposition === null && bodiesBefore === 0);
};

/** `charset` in a meta tag (HTML 5.2 4.2.5.5 looks at the first 1024 bytes; mailers write more before it). */
export const charsetOfHtml = (bytes: Buffer): string | null =>
  /<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{2,40})/i.exec(
    bytes.subarray(0, 4096).toString('latin1')
  )?.[1] ?? null;

/**
 * The text of a body part: as sent (`text`) and as read, with line ends LF and soft line breaks joined (`value`); and
 * whether its charset was known.
 */
export const decodeBody = (
  leaf: Leaf,
  bytes: Buffer,
  hint: string | null
): { text: string; value: string; known: boolean } => {
  const html = leaf.contentType === 'text/html';
  const { text, known } = decodeText(bytes, leaf.charset, [html ? charsetOfHtml(bytes) : null, hint]);
  const lines = text.replace(/\r\n?/g, '\n');
  return { text, value: cleanText(leaf.flowed ? libmime.decodeFlowed(lines, leaf.delSp) : lines), known };
};

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * The two bodies. A part that exists in one form only (a signature that a list appended as plain text, an HTML
 * paragraph between two pictures) is put into the other body too, so that neither of the two hides anything.
 */
export const joinBodies = (parts: readonly BodyPart[]): { text: string | null; html: string | null } => {
  const read = parts.filter((part) => part.value.trim() !== '');
  const bodyOf = (kind: BodyPart['kind'], convert: (value: string) => string): string | null => {
    if (!read.some((part) => part.kind === kind)) return null;
    return read
      .filter((part) => part.kind === kind || !part.alternative)
      .map((part) => (part.kind === kind ? part.value : convert(part.value)))
      .join('\n');
  };
  return {
    text: bodyOf('text', roughText),
    html: bodyOf('html', (text) => `<pre>${escapeHtml(text)}</pre>`),
  };
};
