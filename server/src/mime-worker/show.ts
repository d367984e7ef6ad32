import { Readable } from 'node:stream';
import type { ReadableContent } from '../../../contracts';
import { mailHtmlToText, sanitiseMailHtml } from '../html';
import {
  cleanText,
  readableHeader,
  type ParsedAttachment,
  type ParsedMail,
  type ParseWarning,
} from '../mail';
import { parseMail } from '../parse';
import { countingStore } from '../storage';

/** Header fields, and characters of one, that are listed. */
const HEADERS = 500;
const HEADER_LENGTH = 10_000;

/** What browsers draw and what cannot hold a script. */
const PICTURE = /^image\/(?:png|jpeg|gif|webp)$/;
/** A picture in the HTML that belongs to the mail, as the sanitiser writes it. */
const PICTURE_SOURCE = /src="cid:([^"\s]+)"/g;
/** Characters of all pictures together. */
const PICTURES_LENGTH = 6_000_000;

/** After these something of the mail is not shown. */
const PARTIAL: readonly ParseWarning[] = [
  'unparsable',
  'too_slow',
  'too_many_parts',
  'header_too_large',
  'text_cut',
];

const decoded = (contentId: string): string => {
  try {
    return decodeURIComponent(contentId);
  } catch {
    return contentId;
  }
};

/**
 * Puts the pictures that the mail brought into its HTML, as a frame without any access can show them. One that is no
 * picture, or too much, keeps the address that leads nowhere.
 */
const withPictures = (html: string, attachments: readonly ParsedAttachment[]): string => {
  const byId = new Map(attachments.map((attachment) => [attachment.contentId, attachment]));
  let room = PICTURES_LENGTH;
  return html.replace(PICTURE_SOURCE, (whole, contentId: string) => {
    const picture = byId.get(contentId) ?? byId.get(decoded(contentId));
    if (picture?.content.kind !== 'memory' || !PICTURE.test(picture.contentType)) return whole;
    const bytes = picture.content.bytes.toString('base64');
    if (bytes.length > room) return whole;
    room -= bytes.length;
    return `src="data:${picture.contentType};base64,${bytes}"`;
  });
};

const headersOf = ({
  headers,
}: Pick<ParsedMail, 'headers'>): Pick<ReadableContent, 'headers' | 'headersCut'> => {
  const listed = headers.slice(0, HEADERS).map(({ name, value }) => ({ name, value: readableHeader(value) }));
  return {
    headers: listed.map(({ name, value }) => ({ name, value: cleanText(value, HEADER_LENGTH) })),
    headersCut: headers.length > HEADERS || listed.some(({ value }) => value.length > HEADER_LENGTH),
  };
};

/** Reads a mail for a person to look at. */
export const showMail = async (raw: Buffer): Promise<ReadableContent> => {
  const mail = await parseMail(Readable.from([raw]), { chunks: countingStore, newOwner: () => '' });
  const clean = mail.html === null ? null : sanitiseMailHtml(mail.html);
  const html = clean?.html ?? null;
  return {
    shown: true,
    ...headersOf(mail),
    html: html === null ? null : withPictures(html, mail.attachments),
    text: mail.text ?? (mail.html === null ? null : mailHtmlToText(mail.html)),
    attachments: mail.attachments.map(({ fileName, contentType, size }) => ({
      name: fileName,
      type: contentType,
      size,
    })),
    partial: clean?.tooComplex === true || mail.warnings.some((warning) => PARTIAL.includes(warning)),
  };
};
