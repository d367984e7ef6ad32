import { addressKey, domainOf, parseAddresses, type MailAddress } from '../mail';

export interface RewriteRules {
  /** `mail.force.smtp.from`: every mail leaves with this From. */
  force: string | null;
  /** `mail.dynamic.smtp.from`: a From outside our domains leaves with this From. */
  dynamic: string | null;
  /** Domains of this site. Without any, nothing is "outside" and `dynamic` has no effect. */
  ourDomains: readonly string[];
}

export interface Rewriting {
  from: MailAddress;
  /** What made the From another one; null when it stayed. */
  rewrittenBy: 'force' | 'dynamic' | null;
  /** Envelope sender where nothing better is known; null when the From stayed. */
  envelopeSender: string | null;
}

/** Characters of a name that stand before the address: more would push it out of what is shown. */
const NAME_LENGTH = 100;

/** What turns the direction of the text around it, and with it an address in brackets. */
const DIRECTION = /[\u202A-\u202E\u2066-\u2069]/g;

const shortName = (name: string): string => {
  const characters = Array.from(name.replace(DIRECTION, ''));
  return characters.length > NAME_LENGTH
    ? `${characters.slice(0, NAME_LENGTH).join('').trim()}…`
    : characters.join('');
};

/**
 * `"Mary" <mary@customer.example>` sent as notifications@ours becomes `"Mary (mary@customer.example)"
 * <notifications@ours>`; without a display name the old address is the name.
 */
export const encapsulate = (original: MailAddress, as: MailAddress): MailAddress => ({
  address: as.address,
  name: original.name ? `${shortName(original.name)} (${original.address})` : original.address,
});

const addressOf = (parameter: string | null): MailAddress | null =>
  parameter ? (parseAddresses(parameter)[0] ?? null) : null;

/** The From that leaves: forced, else dynamic for a domain that is not ours, else unchanged (Odoo 12 to 14). */
export const rewriteFrom = (
  original: MailAddress,
  { force, dynamic, ourDomains }: RewriteRules
): Rewriting => {
  const forced = addressOf(force);
  const outside =
    ourDomains.length > 0 &&
    !ourDomains.some((domain) => domainOf(`@${domain}`) === domainOf(original.address));
  const replacement = forced ?? (outside ? addressOf(dynamic) : null);
  if (!replacement || addressKey(replacement.address) === addressKey(original.address)) {
    return { from: original, rewrittenBy: null, envelopeSender: null };
  }
  return {
    from: encapsulate(original, replacement),
    rewrittenBy: forced ? 'force' : 'dynamic',
    envelopeSender: replacement.address,
  };
};

/**
 * Where answers go: the caller's Reply-To stays; where the From was rewritten and none was given, answers go to the
 * original From. Otherwise the mail needs none.
 */
export const replyToFor = (
  given: readonly MailAddress[],
  original: MailAddress,
  sentAs: MailAddress
): readonly MailAddress[] => {
  if (given.length > 0) return given;
  return addressKey(original.address) === addressKey(sentAs.address) ? [] : [original];
};
