import { cleanText, headerValue, readableHeader, type MailAddress, type ParsedMail } from '../../mail';

/** Code points of a From without an address that stand for its author. */
const NAME_LIMIT = 100;

/** Who sent a mail. Where From holds no address, what it says stands for a name; empty where it says nothing. */
export const senderOf = ({ from, headers }: Pick<ParsedMail, 'from' | 'headers'>): MailAddress => {
  const [sender] = from;
  if (sender) return sender;
  const said = readableHeader(headerValue(headers, 'from') ?? '');
  return { address: '', name: cleanText(said, NAME_LIMIT) };
};
