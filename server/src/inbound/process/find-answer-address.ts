import { addressKey, parseAddresses, type MailAddress, type ParsedMail } from '../../mail';
import type { Lookups } from '../facts';
import { answerAddress } from '../recognise';
import type { Decision } from '../route';

/** Headers that may name the original sender where From is a list's or ours. */
const ORIGINAL_SENDER = new Set(['x-original-from', 'x-original-sender']);

/** Whom an answer to a mail goes to. */
export interface AnswerAddress {
  /** For mappings: this site's own address where there is no other. */
  answerAddress: MailAddress | null;
  /** Who follows from then on: an answer to an address of this site would reach nobody. */
  correspondent: MailAddress | null;
}

/**
 * Whom an answer to this mail goes to; null when there is nobody.
 *
 * @param lookups tell which addresses are this site's own: an answer never goes there.
 */
export const findAnswerAddress = async (
  mail: ParsedMail,
  lookups: Pick<Lookups, 'addresses'>
): Promise<AnswerAddress> => {
  const named = [
    ...[...mail.replyTo, ...mail.from, ...mail.sender].map(({ address }) => address),
    ...mail.headers
      .filter(({ name }) => ORIGINAL_SENDER.has(name))
      .flatMap(({ value }) => parseAddresses(value))
      .map(({ address }) => address),
  ];
  const ours = await lookups.addresses(named);
  const isOurs = (address: string): boolean => ours.has(addressKey(address));
  const found = answerAddress(mail, isOurs);
  return { answerAddress: found, correspondent: found && isOurs(found.address) ? null : found };
};

/** A suggestion tells whom answers would go to: an editor is to know that before they accept it. */
export const withAnswersTo = async (
  decision: Decision,
  mail: ParsedMail,
  lookups: Pick<Lookups, 'addresses'>
): Promise<Decision> => {
  const { outcome } = decision;
  if (outcome?.reason !== 'suggestion') return decision;
  const { correspondent } = await findAnswerAddress(mail, lookups);
  const details = { ...outcome.details, answersTo: correspondent?.address ?? null };
  return { ...decision, outcome: { ...outcome, details } };
};
