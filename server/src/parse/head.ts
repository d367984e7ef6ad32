import {
  headerValue,
  headerValues,
  parseAddresses,
  parseMailDate,
  parseMessageIds,
  readableHeader,
  scanHeaders,
  type HeaderField,
  type MailAddress,
  type MailHead,
  type ParseWarning,
} from '../mail';

/** What the header block says, and what is odd about it. */
export interface ReadHead {
  head: MailHead;
  warnings: ParseWarning[];
}

const addresses = (headers: readonly HeaderField[], name: string): MailAddress[] =>
  headerValues(headers, name).flatMap(parseAddresses);

/** Of fields that may stand once (RFC 5322 3.6) the first counts: what mail programs show. */
const firstAddresses = (headers: readonly HeaderField[], name: string): MailAddress[] =>
  parseAddresses(headerValue(headers, name) ?? '');

/** A Message-ID; some programs forget the brackets. */
const messageIdOf = (value: string | null): string | null => {
  if (value === null) return null;
  const bare = value.trim();
  return parseMessageIds(bare)[0] ?? (bare.includes('@') ? (parseMessageIds(`<${bare}>`)[0] ?? null) : null);
};

const ids = (headers: readonly HeaderField[], name: string): string[] =>
  parseMessageIds(headerValues(headers, name).join(' '));

/** What a mail is known by. */
export type MailIdentity = Pick<MailHead, 'messageId' | 'subject' | 'from'>;

const identityIn = (headers: readonly HeaderField[]): MailIdentity => ({
  messageId: messageIdOf(headerValue(headers, 'message-id')),
  subject: readableHeader(headerValue(headers, 'subject') ?? ''),
  from: firstAddresses(headers, 'from'),
});

/** Reads of a header block what a mail is known by: a third of the work of `readHead`. */
export const readIdentity = (block: Buffer): MailIdentity => identityIn(scanHeaders(block));

/**
 * Reads a header block alone: for a mail whose body was never fetched, and the first half of every other.
 * @param block bytes up to the empty line; more does no harm.
 */
export const readHead = (block: Buffer): ReadHead => {
  const headers = scanHeaders(block);
  const count = (name: string): number => headers.filter((field) => field.name === name).length;
  const head: MailHead = {
    headers,
    ...identityIn(headers),
    inReplyTo: ids(headers, 'in-reply-to'),
    references: ids(headers, 'references'),
    date: parseMailDate(headerValue(headers, 'date') ?? ''),
    sender: firstAddresses(headers, 'sender'),
    replyTo: addresses(headers, 'reply-to'),
    to: addresses(headers, 'to'),
    cc: addresses(headers, 'cc'),
    resentTo: addresses(headers, 'resent-to'),
    resentCc: addresses(headers, 'resent-cc'),
  };
  const found: [boolean, ParseWarning][] = [
    [head.messageId === null, 'message_id_missing'],
    [count('message-id') > 1, 'message_id_duplicate'],
    [count('date') === 0, 'date_missing'],
    [count('date') > 0 && head.date === null, 'date_invalid'],
    [count('from') === 0, 'from_missing'],
    [count('from') > 0 && head.from.length === 0, 'from_invalid'],
    [count('from') > 1, 'from_duplicate'],
    [count('subject') > 1, 'subject_duplicate'],
  ];
  return { head, warnings: found.flatMap(([holds, warning]) => (holds ? [warning] : [])) };
};
