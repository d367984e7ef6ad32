import { addressKey, parseAddresses, type MailAddress, type ParsedMail } from '../../mail';
import type { Lookups } from '../facts';
import { answerAddress } from '../recognise';

/** Headers that may name the original sender where From is a list's or ours. */
const ORIGINAL_SENDER = new Set(['x-original-from', 'x-original-sender']);

/**
 * Whom an answer to this mail goes to; null when there is nobody but this site.
 *
 * @param lookups tell which addresses are this site's own: an answer never goes there.
 */
export const findAnswerAddress = async (
  mail: ParsedMail,
  lookups: Pick<Lookups, 'addresses'>
): Promise<MailAddress | null> => {
  const named = [
    ...[...mail.replyTo, ...mail.from, ...mail.sender].map(({ address }) => address),
    ...mail.headers
      .filter(({ name }) => ORIGINAL_SENDER.has(name))
      .flatMap(({ value }) => parseAddresses(value))
      .map(({ address }) => address),
  ];
  const ours = await lookups.addresses(named);
  return answerAddress(mail, (address) => ours.has(addressKey(address)));
};
