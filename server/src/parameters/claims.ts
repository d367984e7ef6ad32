import type { Claim, ClaimKind } from '../addresses';
import { domainOf, localPartOf } from '../mail';
import type { ParameterKey } from './registry';

/** The parameters that claim a name of the alias domain, and as what. */
const KINDS = {
  'mail.catchall.alias': 'catchall',
  'mail.bounce.alias': 'bounce',
  'mail.default.from': 'default-from',
} as const satisfies Partial<Record<ParameterKey, ClaimKind>>;

type NameKey = keyof typeof KINDS;

export const isNameKey = (key: string): key is NameKey => Object.hasOwn(KINDS, key);

/** What one parameter claims. @param value a name, or an address in any domain. */
export const claimOf = (key: NameKey, value: string): Claim => ({
  owner: key,
  kind: KINDS[key],
  name: value.includes('@') ? localPartOf(value) : value,
  domain: domainOf(value) || null,
});

/** What all parameters claim. */
export const claimsOf = (get: (key: NameKey) => string): Claim[] =>
  Object.keys(KINDS)
    .filter(isNameKey)
    .map((key) => claimOf(key, get(key)));
