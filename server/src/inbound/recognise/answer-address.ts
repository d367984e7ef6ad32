import {
  addressKey,
  headerValue,
  headerValues,
  parseAddresses,
  type MailAddress,
  type ParsedMail,
} from '../../mail';

type Heads = Pick<ParsedMail, 'headers' | 'from' | 'to' | 'cc' | 'replyTo'>;

/** Where lists and forwarders that rewrite From keep the writer. */
const ORIGINAL_FIELDS = ['x-original-from', 'x-original-sender'];

/** Whether From is a list's own address: List-Post names it, or a mail with a List-Id was sent to it. */
const isListAddress = (mail: Heads, { address }: MailAddress): boolean => {
  const key = addressKey(address);
  const posts = headerValues(mail.headers, 'list-post').join(' ').toLowerCase();
  if (posts.includes(`mailto:${key}`)) return true;
  if (headerValue(mail.headers, 'list-id') === null) return false;
  return [...mail.to, ...mail.cc].some((recipient) => addressKey(recipient.address) === key);
};

/**
 * The address under which the writer of a mail is answered: Reply-To unless it is ours; else the original sender where
 * From is ours or a list's; else From. For mappings, contacts and followers alone: who a mail is *from* (identity, contact
 * policy) is From.
 * @param isOurs whether an address belongs to this site (an alias, catchall, bounce, or one of our domains).
 * @returns null when nobody can be answered.
 */
export const answerAddress = (mail: Heads, isOurs: (address: string) => boolean): MailAddress | null => {
  const foreign = ({ address }: MailAddress): boolean => !isOurs(address);
  const replyTo = mail.replyTo.find(foreign);
  if (replyTo) return replyTo;
  const from = mail.from[0] ?? null;
  if (from === null || (foreign(from) && !isListAddress(mail, from))) return from;
  const original = ORIGINAL_FIELDS.flatMap((name) => headerValues(mail.headers, name))
    .flatMap(parseAddresses)
    .find(foreign);
  return original ?? from;
};
