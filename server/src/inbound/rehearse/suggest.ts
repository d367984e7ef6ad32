import type { AliasSuggestion } from '../../../../contracts';
import { normaliseDomain, normaliseLocalPart, type AliasDomains, type Holder } from '../../addresses';
import { addressKey, domainOf, localPartOf } from '../../mail';
import type { RecipientGroup } from '../route';

const NOTHING: AliasSuggestion = { name: null, domain: null };

/** The base of a sub-address: `support` of `support+x7k2`. */
const baseOf = (local: string): string => {
  const plus = local.indexOf('+');
  return plus > 0 ? local.slice(0, plus) : local;
};

/**
 * The address that an alias for the mail would have: of its recipients, the envelope's first, the first that has no
 * purpose here yet; one of the site's own domains before any other.
 */
export const suggestAddress = (
  groups: readonly RecipientGroup[],
  holders: ReadonlyMap<string, Holder>,
  { primary, allowed }: AliasDomains
): AliasSuggestion => {
  const free = groups
    .flatMap(({ addresses }) => addresses)
    .filter((address) => !holders.has(addressKey(address)))
    .flatMap((address): { name: string; domain: string }[] => {
      const name = normaliseLocalPart(baseOf(localPartOf(address)));
      const domain = normaliseDomain(domainOf(address));
      return name === null || domain === null ? [] : [{ name, domain }];
    });
  const isOurs = ({ domain }: { domain: string }): boolean => domain === primary || allowed.includes(domain);
  const own = free.find(isOurs);
  if (own) return { name: own.name, domain: null };
  return free[0] ?? NOTHING;
};
