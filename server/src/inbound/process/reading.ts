import { addressKey, parseAddresses, type MailAddress, type ParsedMail } from '../../mail';
import type { MimeWorker, SafeBodies } from '../../mime-worker';
import type { Lookups } from '../facts';
import { answerAddress } from '../recognise';

/** A mail as it is delivered: HTML that is safe to show, text in any case, and whom an answer goes to. */
export interface ReadMail extends SafeBodies {
  answerAddress: MailAddress | null;
}

/** Headers that may name the original sender where From is a list's or ours. */
const ORIGINAL_SENDER = new Set(['x-original-from', 'x-original-sender']);

/** @param lookups tell which addresses are this site's own: an answer never goes there. */
export const readForDelivery = async (
  mail: ParsedMail,
  lookups: Pick<Lookups, 'addresses'>,
  mime: Pick<MimeWorker, 'bodies'>
): Promise<ReadMail> => {
  const bodies = mime.bodies({ html: mail.html, text: mail.text });
  const named = [
    ...[...mail.replyTo, ...mail.from, ...mail.sender].map(({ address }) => address),
    ...mail.headers
      .filter(({ name }) => ORIGINAL_SENDER.has(name))
      .flatMap(({ value }) => parseAddresses(value))
      .map(({ address }) => address),
  ];
  const ours = await lookups.addresses(named);
  return {
    ...(await bodies),
    answerAddress: answerAddress(mail, (address) => ours.has(addressKey(address))),
  };
};
