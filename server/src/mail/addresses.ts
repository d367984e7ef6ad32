import { domainToASCII } from 'node:url';
import { parseAddressHeader } from 'mailparser';
import { cleanText, oneLine } from './text';
import type { MailAddress } from './types';

/** RFC 5321 limits, in octets. */
const LOCAL_PART_LIMIT = 64;
const ADDRESS_LIMIT = 254;

/**
 * ASCII that stands in no domain. `domainToASCII` reads the host of a URL: it would end the domain at `/`, `?`, `#` or `\`
 * and decode `%2e`, and so take the mail of one domain for that of another.
 */
const FOREIGN_TO_DOMAINS = /[^a-z0-9._\-\u0080-\u{10FFFF}]/u;

/**
 * An address in the form that is compared and stored: the domain in lower case ASCII (punycode), the local part as
 * written. Null for what no server would take: no `@`, empty sides, control characters, white space outside quotes.
 */
export const normaliseAddress = (text: string): string | null => {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  if (at < 1 || at === trimmed.length - 1) return null;
  const local = trimmed.slice(0, at);
  // eslint-disable-next-line no-control-regex -- control characters are exactly what must not pass
  if (/[\u0000-\u001F\u007F]/.test(local)) return null;
  const quoted = local.startsWith('"') && local.endsWith('"') && local.length > 2;
  if (!quoted && /[\s<>,;"@]/.test(local)) return null;
  const written = trimmed.slice(at + 1).toLowerCase();
  if (FOREIGN_TO_DOMAINS.test(written)) return null;
  const domain = domainToASCII(written);
  if (domain === '') return null;
  return `${local}@${domain}`;
};

/** Whether a server would accept the address as a recipient (RFC 5321 4.5.3.1). */
export const isSendable = (address: string): boolean => {
  const normal = normaliseAddress(address);
  if (normal === null) return false;
  return (
    Buffer.byteLength(normal.slice(0, normal.lastIndexOf('@'))) <= LOCAL_PART_LIMIT &&
    Buffer.byteLength(normal) <= ADDRESS_LIMIT
  );
};

/** The form in which two spellings of one mailbox are equal: everything in lower case. */
export const addressKey = (address: string): string =>
  (normaliseAddress(address) ?? address.trim()).toLowerCase();

/** Lower case; empty when the text has no `@`. */
export const localPartOf = (address: string): string =>
  address.slice(0, Math.max(0, address.lastIndexOf('@'))).toLowerCase();

/** Lower case ASCII; empty when the text has no `@`. */
export const domainOf = (address: string): string => {
  const at = address.lastIndexOf('@');
  return at < 0
    ? ''
    : domainToASCII(address.slice(at + 1).toLowerCase()) || address.slice(at + 1).toLowerCase();
};

/** As `parseAddresses`, with the entries of the list that are no address, as they were written. */
export const parseAddressList = (header: string): { addresses: MailAddress[]; invalid: string[] } => {
  const addresses: MailAddress[] = [];
  const invalid: string[] = [];
  for (const entry of parseAddressHeader(header, { flatten: true, decodePunycode: false }).value) {
    const address = normaliseAddress(entry.address ?? '');
    if (address === null) invalid.push([entry.name, entry.address].filter(Boolean).join(' '));
    else addresses.push({ address: cleanText(address), name: oneLine(entry.name) });
  }
  return { addresses, invalid };
};

/**
 * The addresses of one header value (RFC 5322 address list, groups opened, RFC 2047 names decoded). What is no address
 * is left out.
 */
export const parseAddresses = (header: string): MailAddress[] => parseAddressList(header).addresses;

/** `"Mary" <mary@customer.example>` for people to read; one of them where the other is missing. */
export const displayAddress = ({ address, name }: MailAddress): string =>
  name && address ? `${name} <${address}>` : name || address;
