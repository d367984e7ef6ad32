import { addressKey, type Envelope, type ParsedMail } from '../../mail';
import { readRecipients, unwrapAddress } from './stamped-addresses';

/** Who the mail may be for, by one kind of source. */
export interface RecipientGroup {
  /**
   * `envelope`: RCPT TO. `delivery`: headers that servers on the way wrote. `visible`: headers that the sender wrote.
   * `server`: the addresses that the mailbox is known to serve.
   */
  name: 'envelope' | 'delivery' | 'visible' | 'server';
  /** Normalised, each mailbox once, in the order of the mail. */
  addresses: string[];
}

/** Headers in which servers note for whom they took the mail. */
const DELIVERY_HEADERS = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to'];

const group = (name: RecipientGroup['name'], addresses: readonly string[]): RecipientGroup => {
  const byKey = new Map<string, string>();
  for (const address of addresses) {
    const key = addressKey(address);
    if (!byKey.has(key)) byKey.set(key, address);
  }
  return { name, addresses: [...byKey.values()] };
};

/**
 * The addresses that may say who the mail is for: always four groups, in the order in which they are asked; a group may
 * be empty. Addresses that senders and forwarders wrap (SRS, BATV) are unwrapped.
 * @param deliversTo the incoming server's `deliversTo`, or its login; what is no address is left out.
 */
export const candidateGroups = (
  mail: Pick<ParsedMail, 'headers' | 'to' | 'cc' | 'resentTo' | 'resentCc'>,
  envelope: Envelope,
  deliversTo: readonly string[]
): RecipientGroup[] => [
  group('envelope', envelope.recipients.flatMap(readRecipients)),
  group(
    'delivery',
    DELIVERY_HEADERS.flatMap((name) => mail.headers.filter((header) => header.name === name)).flatMap(
      (header) => readRecipients(header.value)
    )
  ),
  group(
    'visible',
    [mail.to, mail.cc, mail.resentTo, mail.resentCc].flat().map(({ address }) => unwrapAddress(address))
  ),
  group('server', deliversTo.flatMap(readRecipients)),
];
