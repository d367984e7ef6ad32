import { displayAddress, headerValue, readableHeader, type MailAddress } from '../../mail';
import { bodyText, replyText, type MailToMap } from './context';
import { headerNameOf } from './sources';
import type { Source } from './types';

const listed = (addresses: readonly MailAddress[]): string => addresses.map(displayAddress).join(', ');

/** The topmost header of that name as people read it; null when the mail has none or an empty one. */
export const headerText = ({ mail }: MailToMap, name: string): string | null => {
  const value = headerValue(mail.headers, name);
  return value === null || value.trim() === '' ? null : readableHeader(value);
};

/** What a source says, in words; empty when the mail says nothing. */
export const wordsOf = (source: Source, input: MailToMap): string => {
  const { mail, answerAddress } = input;
  const header = headerNameOf(source);
  if (header !== null) return headerText(input, header) ?? '';
  switch (source) {
    case 'subject':
      return mail.subject;
    case 'from.address':
      return answerAddress?.address ?? '';
    case 'from.name':
      return answerAddress ? answerAddress.name || answerAddress.address : '';
    case 'to':
      return listed(mail.to);
    case 'cc':
      return listed(mail.cc);
    case 'date':
      return (mail.date ?? input.receivedAt)?.toISOString() ?? '';
    case 'messageId':
      return mail.messageId ?? '';
    case 'reply':
      return replyText(input);
    default:
      return bodyText(input);
  }
};

const MISSING: Readonly<Record<string, string>> = {
  subject: '(no subject)',
  text: '(no text)',
  reply: '(no text)',
  html: '(no text)',
  'from.address': '(no sender)',
  'from.name': '(no sender)',
};

/** What a required attribute says when the mail says nothing. */
export const missingWords = (source: Source): string => MISSING[source] ?? '(none)';

/** The addresses that a source names, in order. */
export const addressesOf = (source: Source, input: MailToMap, parse: (text: string) => MailAddress[]) => {
  const header = headerNameOf(source);
  if (header !== null) return parse(headerValue(input.mail.headers, header) ?? '');
  if (source === 'to') return [...input.mail.to];
  if (source === 'cc') return [...input.mail.cc];
  return input.answerAddress ? [input.answerAddress] : [];
};

/**
 * Cuts to `limit` UTF-16 units, as Strapi counts them, never inside a character. (255 characters beyond the basic plane
 * would fit the column and be refused by Strapi.)
 */
export const cutToUnits = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
};
