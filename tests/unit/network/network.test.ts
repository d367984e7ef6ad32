import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  isAllowedAddress,
  kindOfAddress,
  mayUsePlainPassword,
  pinnedLookup,
  vetHost,
  type Resolve,
} from '../../../server/src/network';

const none = { allowedPorts: [], allowedNetworks: [] };

const answering =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('what an address is', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['2a00:1450:4001::6c', 'public'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.0.1', 'private'],
    ['100.64.0.1', 'private'],
    ['fc00::1', 'private'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:10.0.0.1', 'private'],
    ['64:ff9b::808:808', 'public'],
  ])('%s is %s', (address, kind) => {
    expect(kindOfAddress(address)).toBe(kind);
  });

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b::7f00:1',
    '64:ff9b::a00:1',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '0.0.0.0',
    '::',
    '255.255.255.255',
    '224.0.0.1',
    'ff02::1',
    '2002:7f00:1::1',
    '2001::1',
    '198.18.0.1',
    '240.0.0.1',
    'mail.example.com',
    '',
  ])('%s is never connected to, whatever is configured', (address) => {
    expect(kindOfAddress(address)).toBe('forbidden');
    expect(isAllowedAddress(address, 993, { allowedPorts: [993] })).toBe(false);
    expect(mayUsePlainPassword(address, { allowedNetworks: ['0.0.0.0/0', '::/0'] })).toBe(false);
  });
});

describe('own machines are reached on mail ports and configured ports alone', () => {
  it.each([24, 25, 110, 143, 465, 587, 993, 995, 2525])('port %i', (port) => {
    expect(isAllowedAddress('127.0.0.1', port, none)).toBe(true);
    expect(isAllowedAddress('10.0.0.5', port, none)).toBe(true);
  });

  it.each([22, 80, 443, 3306, 5432, 6379, 9200])('not port %i, unless configured', (port) => {
    expect(isAllowedAddress('127.0.0.1', port, none)).toBe(false);
    expect(isAllowedAddress('fd12::1', port, none)).toBe(false);
    expect(isAllowedAddress('127.0.0.1', port, { allowedPorts: [port] })).toBe(true);
  });

  it('public hosts are reached on any port', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65535 }), (port) => isAllowedAddress('8.8.8.8', port, none))
    );
  });
});

describe('a password without encryption', () => {
  it('travels to this machine', () => {
    expect(mayUsePlainPassword('127.0.0.1', none)).toBe(true);
    expect(mayUsePlainPassword('::1', none)).toBe(true);
  });

  it('travels to a private network only where it is configured as own', () => {
    expect(mayUsePlainPassword('10.1.2.3', none)).toBe(false);
    expect(mayUsePlainPassword('10.1.2.3', { allowedNetworks: ['10.1.0.0/16'] })).toBe(true);
    expect(mayUsePlainPassword('10.2.2.3', { allowedNetworks: ['10.1.0.0/16'] })).toBe(false);
    expect(mayUsePlainPassword('fd12::5', { allowedNetworks: ['fd12::/16', '10.0.0.0/8'] })).toBe(true);
  });

  it('never travels to a public host, and a mistyped range allows nothing', () => {
    expect(mayUsePlainPassword('8.8.8.8', none)).toBe(false);
    expect(mayUsePlainPassword('10.1.2.3', { allowedNetworks: ['10.1.2.3', 'ten', '10.0.0.0/99'] })).toBe(
      false
    );
  });
});

describe('vetting a host', () => {
  it('judges the address that the name leads to, not the name', async () => {
    const verdict = await vetHost({ host: 'mail.example.com', port: 993 }, none, {
      resolve: answering('169.254.169.254'),
    });
    expect(verdict).toMatchObject({ allowed: false, code: 'address_forbidden' });
  });

  it.each(['0177.0.0.1', '2130706433', '0x7f.1', '127.1', 'localhost'])(
    '%s is this machine and reachable on a mail port alone',
    async (host) => {
      expect(await vetHost({ host, port: 6379 }, none)).toMatchObject({ allowed: false });
      expect(await vetHost({ host, port: 143 }, none)).toMatchObject({ allowed: true });
    }
  );

  it('connects to what was vetted: addresses that may not be reached are left out', async () => {
    const verdict = await vetHost({ host: ' Mail.Example.com ', port: 993 }, none, {
      resolve: answering('fe80::1', '8.8.4.4', '2a00:1450::1'),
    });
    expect(verdict).toMatchObject({
      allowed: true,
      host: 'Mail.Example.com',
      servername: 'mail.example.com',
      address: '8.8.4.4',
    });
    if (!verdict.allowed) throw new Error('refused');
    const asked: unknown[] = [];
    pinnedLookup(verdict)('anything.example', { all: true }, (_error, addresses) => asked.push(addresses));
    pinnedLookup(verdict)('anything.example', {}, (_error, address, family) => asked.push([address, family]));
    expect(asked).toEqual([
      [
        { address: '8.8.4.4', family: 4 },
        { address: '2a00:1450::1', family: 6 },
      ],
      ['8.8.4.4', 4],
    ]);
  });

  it('takes IP addresses without a server name', async () => {
    expect(await vetHost({ host: '[::1]', port: 993 }, none)).toMatchObject({
      allowed: true,
      address: '::1',
      servername: undefined,
    });
  });

  it.each([
    '',
    'https://mail.example.com',
    'mail example',
    'mail.example.com:993',
    'me@example.com',
    'a\nb',
    '*',
  ])('says that %j is no host name', async (host) => {
    const verdict = await vetHost({ host, port: 993 }, none, { resolve: answering('8.8.8.8') });
    expect(verdict).toMatchObject({ allowed: false, code: 'host_invalid' });
  });

  it.each([0, -1, 70000, 1.5, NaN])('says that %s is no port', async (port) => {
    expect(await vetHost({ host: 'mail.example.com', port }, none)).toMatchObject({ code: 'port_invalid' });
  });

  it('tells a name that does not exist from a resolver that fails or is silent', async () => {
    const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
    const ask = (resolve: Resolve) =>
      vetHost({ host: 'nowhere.example', port: 993 }, none, { resolve, limit: 20 });
    expect(await ask(failing('ENOTFOUND'))).toMatchObject({ code: 'host_not_found' });
    expect(await ask(failing('EAI_AGAIN'))).toMatchObject({ code: 'dns_failed' });
    expect(await ask(() => new Promise(() => undefined))).toMatchObject({ code: 'dns_timeout' });
  });
});
