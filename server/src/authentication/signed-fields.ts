import { getAlignment } from '../../../vendor/mailauth.mjs';
import type { RawField } from './header-block';
import type { SignedFields } from './types';

/** Whether a domain belongs to the organisation of the From domain. */
export const isAligned = (fromDomain: string, domain: string): boolean =>
  getAlignment(fromDomain, [domain]) !== false;

/** How often each field stands in a list of names, as `h=` has it. */
export const countFields = (list: string): SignedFields => {
  const counts = new Map<string, number>();
  for (const part of list.split(':')) {
    const name = part.trim().toLowerCase();
    if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
};

/** What both cover. */
const common = (one: SignedFields, other: SignedFields): SignedFields =>
  new Map([...one].map(([name, count]) => [name, Math.min(count, other.get(name) ?? 0)]));

/** What either covers. */
export const combined = (one: SignedFields, other: SignedFields): SignedFields =>
  new Map(
    [...one.keys(), ...other.keys()].map((name) => [name, Math.max(one.get(name) ?? 0, other.get(name) ?? 0)])
  );

/** A tag of a signature (RFC 6376 3.2), without blanks. */
const tagOf = (signature: string, name: string): string => {
  const tags = signature.split(';').map((tag) => tag.replace(/\s+/g, ''));
  return tags.find((tag) => tag.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
};

/**
 * What the signatures of the From domain say to cover, where another server has verified them: it does not always tell
 * which of them it means, and anybody may add one that says more, so only what all of them cover counts.
 * @returns null when there is none.
 */
export const claimedFields = (header: readonly RawField[], fromDomain: string): SignedFields | null => {
  const claims = header
    .filter(({ name, value }) => name === 'dkim-signature' && isAligned(fromDomain, tagOf(value, 'd')))
    .map(({ value }) => countFields(tagOf(value, 'h')));
  const [first, ...others] = claims;
  return first ? others.reduce(common, first) : null;
};
