import { domainToASCII } from 'node:url';
import { DOMAIN, LOCAL_PART, LOCAL_PART_LIMIT } from '../../../contracts';
import { domainOf, hashKey, localPartOf } from '../mail';
import type { AliasDomains } from './types';

/** The delimiter between a name and its sub-address (RFC 5233). */
const DELIMITER = '+';

/** A local part in the form in which it is claimed: lower case ASCII; null for what not every server would take. */
export const normaliseLocalPart = (text: string): string | null => {
  const local = text.trim().toLowerCase();
  return local.length <= LOCAL_PART_LIMIT && LOCAL_PART.test(local) ? local : null;
};

/** A domain in lower case ASCII (punycode); null for what is none. */
export const normaliseDomain = (text: string): string | null => {
  const domain = text.trim().toLowerCase();
  if (!DOMAIN.test(domain)) return null;
  return domainToASCII(domain) || null;
};

/** The key under which a name is claimed. @param domain empty while the site has no alias domain. */
export const claimKey = (name: string, domain: string): string =>
  hashKey(name.toLowerCase(), domain.toLowerCase());

/** What people write to: with the primary domain where the alias has none; the name alone while there is no domain. */
export const aliasAddress = (
  { name, domain }: { name: string; domain: string | null },
  primary: string
): string => (domain || primary ? `${name}@${domain || primary}` : name);

/** `support+x7k2` can be claimed as itself, or as `support`; the longest first. */
const names = (local: string): string[] => {
  const cuts = [local.lastIndexOf(DELIMITER), local.indexOf(DELIMITER)].filter((position) => position > 0);
  return [...new Set([local, ...cuts.map((position) => local.slice(0, position))])];
};

const domains = (domain: string, { primary, allowed }: AliasDomains): string[] => {
  if (domain === primary) return [primary];
  // Without an alias domain the local part alone counts, on any domain, unless some were named (Odoo up to 16).
  const asPrimary = allowed.includes(domain) || (primary === '' && allowed.length === 0);
  return asPrimary ? [domain, primary] : [domain];
};

/**
 * The keys under which an address may be claimed, best first: the exact local part before its base without
 * sub-address, the address's own domain before the primary one. Empty for a text without `@`.
 */
export const lookupKeys = (address: string, ours: AliasDomains): string[] => {
  const local = localPartOf(address);
  if (local === '') return [];
  const where = domains(domainOf(address), ours);
  return names(local).flatMap((name) => where.map((domain) => claimKey(name, domain)));
};
