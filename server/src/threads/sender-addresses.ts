import { domainOf, localPartOf, type MailAddress } from '../mail';
import { addressIn, encapsulate, readSettings, type OutboundSettings } from '../outbound';
import type { Parameters } from '../parameters';
import type { Tokens } from '../tokens';

/** Octets of a local part (RFC 5321 4.5.3.1.1). */
const LOCAL_PART_LIMIT = 64;

/** The addresses by which threads write and are answered. */
export interface SenderAddresses {
  /** The alias domain; null where there is none. */
  domain(): Promise<string | null>;
  /** `mail.default.from`; null without an alias domain. */
  defaultFrom(): Promise<string | null>;
  /**
   * Where a follower's answers go: the catchall address with their key, or plain where the domain has no sub-addressing;
   * null without an alias domain.
   * @param isNote their answer is one as well.
   */
  replyTo(followerId: string, name: string, isNote: boolean): Promise<MailAddress | null>;
  /**
   * The From of a message that is passed on. Receiving servers refuse a From of others' domains: where no system parameter
   * says what it becomes, it becomes the default sender, with the original in its name. So does an address of ours that
   * nothing proves: a mail of this site would vouch for it.
   */
  passedOn(original: MailAddress, isProven: boolean): Promise<MailAddress>;
}

/** @see SenderAddresses */
export const createSenderAddresses = ({
  parameters,
  tokens,
}: {
  parameters: Parameters;
  tokens: Pick<Tokens, 'replyKey'>;
}): SenderAddresses => {
  const settings = (): Promise<OutboundSettings> => readSettings(parameters);

  return {
    domain: async () => (await settings()).domain,
    defaultFrom: async () => (await settings()).defaultFrom,

    async replyTo(followerId, name, isNote) {
      const { domain } = await settings();
      const address = addressIn(await parameters.get('mail.catchall.alias'), domain);
      if (address === null) return null;
      const delimiter = await parameters.get('mail.catchall.delimiter');
      if (delimiter === 'none') return { address, name };
      const local = `${localPartOf(address)}${delimiter}${await tokens.replyKey(followerId, isNote)}`;
      const keyed = local.length <= LOCAL_PART_LIMIT ? `${local}@${domainOf(address)}` : address;
      return { address: keyed, name };
    },

    async passedOn(original, isProven) {
      const { defaultFrom: standard, ourDomains, force, dynamic } = await settings();
      if (original.address === '' && standard) return { address: standard, name: original.name };
      const isOurs = ourDomains.length === 0 || ourDomains.includes(domainOf(original.address));
      const isRewritten = force !== null || dynamic !== null;
      if (standard === null || (isProven && (isOurs || isRewritten))) return original;
      return encapsulate(original, { address: standard, name: '' });
    },
  };
};
