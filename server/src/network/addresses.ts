// The default import: as a module of CommonJS it has no other name when dist/ is loaded by import.
import ipaddr from 'ipaddr.js';

/**
 * Ports of SMTP, submission, IMAP, POP3 and LMTP. Own machines (private and loopback addresses) are reached on these
 * alone, so that a form for a mail server cannot be used to look around behind the firewall.
 */
export const MAIL_PORTS: readonly number[] = [24, 25, 110, 143, 465, 587, 993, 995, 2525];

/** Plugin configuration `network`. */
export interface NetworkPolicy {
  /** Ports beside the mail ports on which private and loopback addresses may be reached. */
  allowedPorts: readonly number[];
  /** CIDR ranges that count as own network: plain passwords may travel there. */
  allowedNetworks: readonly string[];
}

/**
 * - `public`: unicast on the internet
 * - `private`: RFC 1918, unique local (RFC 4193), carrier-grade NAT (RFC 6598)
 * - `loopback`: this machine
 * - `forbidden`: link-local, a cloud's metadata service, multicast, reserved, tunnels and everything that no mail
 *   server has; also what is no address
 */
export type AddressKind = 'public' | 'private' | 'loopback' | 'forbidden';

/** Metadata services outside the link-local range: Azure, Alibaba, Oracle, AWS, Google. */
const METADATA = new Set(
  ['168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254'].map((address) =>
    ipaddr.parse(address).toNormalizedString()
  )
);

const KINDS: Readonly<Record<string, AddressKind>> = {
  unicast: 'public',
  private: 'private',
  uniqueLocal: 'private',
  carrierGradeNat: 'private',
  loopback: 'loopback',
};

/** The IPv4 address inside the NAT64 prefix 64:ff9b::/96 (RFC 6052), as DNS64 gives them on networks without IPv4. */
const embeddedIn = (address: ipaddr.IPv6): ipaddr.IPv4 | null => {
  if (!address.match(ipaddr.IPv6.parseCIDR('64:ff9b::/96'))) return null;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
};

/** Textual forms of one address (`::ffff:10.0.0.1`, `10.0.0.1`) become one; null for what is no address. */
const parse = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | null =>
  ipaddr.isValid(text) ? ipaddr.process(text) : null;

/** @param text an IP address as the resolver gives it; a host name is `forbidden`. */
export const kindOfAddress = (text: string): AddressKind => {
  const address = parse(text);
  if (address === null || METADATA.has(address.toNormalizedString())) return 'forbidden';
  if (address instanceof ipaddr.IPv6) {
    const embedded = embeddedIn(address);
    // RFC 6052 3.1: the well-known prefix carries public addresses only.
    if (embedded) return kindOfAddress(embedded.toString()) === 'public' ? 'public' : 'forbidden';
  }
  return KINDS[address.range()] ?? 'forbidden';
};

/** Whether a connection to this address and port may be opened. */
export const isAllowedAddress = (
  address: string,
  port: number,
  { allowedPorts }: Pick<NetworkPolicy, 'allowedPorts'>
): boolean => {
  const kind = kindOfAddress(address);
  if (kind === 'public') return true;
  return kind !== 'forbidden' && (MAIL_PORTS.includes(port) || allowedPorts.includes(port));
};

/** Whether the text is a range in CIDR notation, such as `10.0.0.0/8`. */
export const isNetworkRange = (text: string): boolean => ipaddr.isValidCIDR(text);

const isWithin = (address: ipaddr.IPv4 | ipaddr.IPv6, range: string): boolean => {
  if (!isNetworkRange(range)) return false;
  const [network, bits] = ipaddr.parseCIDR(range);
  return address.kind() === network.kind() && address.match(network, bits);
};

/** Whether a password may travel to this address without encryption: to this machine and to configured own networks. */
export const mayUsePlainPassword = (
  text: string,
  { allowedNetworks }: Pick<NetworkPolicy, 'allowedNetworks'>
): boolean => {
  const address = parse(text);
  const kind = kindOfAddress(text);
  if (address === null || kind === 'forbidden') return false;
  return kind === 'loopback' || allowedNetworks.some((range) => isWithin(address, range));
};
