import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { domainToASCII } from 'node:url';
import { isAllowedAddress, type NetworkPolicy } from './addresses';

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}

/** A host that may be connected to, and exactly where: a second look-up could answer something else. */
export interface VettedHost {
  allowed: true;
  /** As typed, trimmed. */
  host: string;
  port: number;
  /** The address to connect to. */
  address: string;
  /** All addresses that may be connected to, in the resolver's order; the first is `address`. */
  addresses: readonly ResolvedAddress[];
  /** The name that the certificate must carry and that SNI sends; undefined where the host is an IP address. */
  servername: string | undefined;
}

/** Why a host is not connected to, with a sentence for the person who typed it. */
export interface RefusedHost {
  allowed: false;
  code:
    'host_invalid' | 'port_invalid' | 'host_not_found' | 'dns_timeout' | 'dns_failed' | 'address_forbidden';
  message: string;
}

export type HostVerdict = VettedHost | RefusedHost;

/** Name → addresses. The default asks the operating system, which also knows `/etc/hosts`. */
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>;

const DNS_LIMIT_MS = 10_000;

const resolveBySystem: Resolve = async (host) =>
  (await systemLookup(host, { all: true, verbatim: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

const refuse = (code: RefusedHost['code'], message: string): RefusedHost => ({
  allowed: false,
  code,
  message,
});

/** `[::1]` → `::1`, an international name → punycode, `0x7f.1` → `127.0.0.1`; null for what can be no host name. */
const asHostName = (typed: string): string | null => {
  const bare = typed.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 0) return bare;
  if (bare === '' || bare.length > 253 || /[\s/:@?#\\]/.test(bare)) return null;
  const ascii = domainToASCII(bare);
  return /^[a-z0-9._-]+$/.test(ascii) ? ascii : null;
};

const withLimit = async <T>(work: Promise<T>, limit: number): Promise<T | 'timeout'> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), limit);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/**
 * Resolves a host that a person typed and judges it by the addresses it leads to (`addresses.ts`). Connect to what the
 * answer names, not to the name again: `address`, or `host` with `pinnedLookup`.
 * @param limit milliseconds for the look-up.
 */
export const vetHost = async (
  { host: typed, port }: { host: string; port: number },
  policy: Pick<NetworkPolicy, 'allowedPorts'>,
  { resolve = resolveBySystem, limit = DNS_LIMIT_MS }: { resolve?: Resolve; limit?: number } = {}
): Promise<HostVerdict> => {
  const host = typed.trim();
  const name = asHostName(host);
  if (name === null) {
    return refuse('host_invalid', `"${host}" is no host name. Enter a name such as mail.example.com.`);
  }
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    return refuse('port_invalid', `${port} is no port. Enter a number from 1 to 65535.`);
  }

  const literal = isIP(name);
  let found: readonly ResolvedAddress[] | 'timeout';
  try {
    found =
      literal === 0
        ? await withLimit(resolve(name), limit)
        : [{ address: name, family: literal === 6 ? 6 : 4 }];
  } catch (error) {
    if (codeOf(error) === 'ENOTFOUND' || codeOf(error) === 'ENODATA') {
      return refuse('host_not_found', `There is no host named "${host}". Check the spelling.`);
    }
    return refuse('dns_failed', `The name "${host}" could not be looked up. Try again in a minute.`);
  }
  if (found === 'timeout') {
    return refuse('dns_timeout', `Nobody answered the question for the address of "${host}" in time.`);
  }

  const addresses = found.filter(({ address }) => isAllowedAddress(address, port, policy));
  const [first] = addresses;
  if (!first) {
    return refuse(
      'address_forbidden',
      `"${host}" on port ${port} is not a place to which this site connects: own and private networks are reached on mail ports alone (further ports: network.allowedPorts in the plugin configuration), link-local and metadata addresses never.`
    );
  }
  return {
    allowed: true,
    host,
    port,
    address: first.address,
    addresses,
    servername: literal === 0 ? name : undefined,
  };
};

/** For `net.connect` and `tls.connect` with the host's name: answers with the vetted addresses, whatever is asked. */
export const pinnedLookup =
  ({ address, addresses }: VettedHost): LookupFunction =>
  (_hostname, options, callback) => {
    if (options.all) callback(null, [...addresses]);
    else callback(null, address, addresses[0]?.family ?? 4);
  };
