import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidateGroups, lookupForms } from '../../../server/src/inbound/route';
import { parseAddresses } from '../../../server/src/mail';

const groupsOf = (
  stamps: [string, string][],
  to = '',
  recipients: string[] = [],
  deliversTo: string[] = []
) => {
  const headers = stamps.map(([name, value]) => ({ name, value }));
  const mail = { headers, to: parseAddresses(to), cc: [], resentTo: [], resentCc: [] };
  return candidateGroups(mail, { recipients, sender: null }, deliversTo);
};

const stamped = (value: string): string[] | undefined => groupsOf([['delivered-to', value]])[1]?.addresses;

describe('candidate groups', () => {
  it('come in the order envelope, delivery, visible, server, also when empty', () => {
    expect(groupsOf([])).toEqual([
      { name: 'envelope', addresses: [] },
      { name: 'delivery', addresses: [] },
      { name: 'visible', addresses: [] },
      { name: 'server', addresses: [] },
    ]);
  });

  it('take all delivery headers and no others', () => {
    const [, delivery] = groupsOf([
      ['x-forwarded-to', 'e@x.example'],
      ['delivered-to', 'a@x.example'],
      ['x-original-to', 'b@x.example'],
      ['envelope-to', 'c@x.example'],
      ['x-envelope-to', 'd@x.example'],
      ['x-forwarded-for', 'no@x.example'],
      ['delivered-to', 'A@X.example'],
      ['delivered-to', 'f@x.example'],
    ]);
    expect(delivery?.addresses).toEqual(['a', 'f', 'b', 'c', 'd', 'e'].map((name) => `${name}@x.example`));
  });

  it('leave out of the visible names what only looks like an address', () => {
    const [, , visible] = groupsOf([], '"support@x.example" <evil@y.example>, "s s"@x.example, nobody');
    expect(visible?.addresses).toEqual(['evil@y.example', '"s s"@x.example']);
  });

  it('leave out a login that is no address', () => {
    expect(groupsOf([], '', [], ['owner', 'Owner@BÜCHER.example'])[3]?.addresses).toEqual([
      'Owner@xn--bcher-kva.example',
    ]);
  });

  it.each([
    ['brackets', '<support@x.example>', ['support@x.example']],
    ['double brackets', '<<support@x.example>>', ['support@x.example']],
    ['a bracket that never closes', '<support@x.example', ['support@x.example']],
    ['a bracket that never opens', 'support@x.example>', ['support@x.example']],
    ['apostrophes', "'support@x.example'", ['support@x.example']],
    ['quotes', '"support@x.example"', ['support@x.example']],
    ['a name', 'Support <support@x.example>', ['support@x.example']],
    ['a source route', '<@relay.example:support@x.example>', ['support@x.example']],
    ['several by comma', 'a@x.example, b@x.example', ['a@x.example', 'b@x.example']],
    ['several by blank', 'a@x.example b@x.example', ['a@x.example', 'b@x.example']],
    ['a type', 'rfc822; support@x.example', ['support@x.example']],
    ['a scheme', 'mailto:support@x.example', ['support@x.example']],
    ['a list manager', 'mailing list support@x.example', ['support@x.example']],
    ['a remark', 'support@x.example (added by postmaster@y.example)', ['support@x.example']],
    ['a quoted local part', '"a b"@x.example', ['"a b"@x.example']],
    ['no address', 'unknown', []],
    ['nothing', '', []],
  ])('read stamps with %s', (_form, value, expected) => {
    expect(stamped(value)).toEqual(expected);
  });

  it.each([
    ['SRS0', 'SRS0=HHH=TT=site.example=support@forwarder.example', 'support@site.example'],
    ['SRS0 in lower case', 'srs0=hhh=tt=site.example=support@forwarder.example', 'support@site.example'],
    ['SRS0 with +', 'SRS0+HHH=TT=site.example=support@forwarder.example', 'support@site.example'],
    ['SRS1', 'SRS1=GGG=first.example==HHH=TT=site.example=support@second.example', 'support@site.example'],
    ['SRS0 around a local part with =', 'SRS0=H=T=site.example=a=b@f.example', 'a=b@site.example'],
    ['BATV', 'prvs=2123456789=support@site.example', 'support@site.example'],
    ['BATV inside SRS', 'SRS0=H=T=site.example=prvs=12=support@f.example', 'support@site.example'],
    ['what only begins so', 'srs0-team@site.example', 'srs0-team@site.example'],
    ['broken BATV', 'prvs=@site.example', 'prvs=@site.example'],
  ])('unwrap %s', (_form, address, expected) => {
    expect(groupsOf([], '', [address])[0]?.addresses).toEqual([expected]);
    expect(stamped(`<${address}>`)).toEqual([expected]);
  });

  it('never throw, and give sendable-looking addresses only, whatever the header holds', () => {
    const odd = fc.string({
      unit: fc.constantFrom('<', '>', '"', "'", '@', 'a', '.', ' ', ',', '(', ')', '=', 'srs0='),
    });
    fc.assert(
      fc.property(fc.oneof(odd, fc.string({ unit: 'binary' })), (value) => {
        const addresses = groupsOf([['delivered-to', value]], '', [value], [value]).flatMap(
          (group) => group.addresses
        );
        expect(addresses.every((address) => /^.+@[^@\s]+$/su.test(address))).toBe(true);
      })
    );
  });

  it('read a hostile stamp in time that grows with its length', () => {
    const started = performance.now();
    stamped(`x@${"'".repeat(500_000)}x ${'('.repeat(200_000)} ${'srs0='.repeat(50_000)}@x.example`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('lookup forms', () => {
  it.each([
    ['support@x.example', '+', ['support']],
    ['Support+X7@x.example', '+', ['support+x7', 'support']],
    ['a+b+c@x.example', '+', ['a+b+c', 'a+b', 'a']],
    ['new-orders-x7@x.example', '-', ['new-orders-x7', 'new-orders', 'new']],
    ['+x@x.example', '+', ['+x']],
    ['support+x7@x.example', '-', ['support+x7']],
    ['support+x7@x.example', null, ['support+x7']],
    ['no address', '+', []],
  ] as const)('of %s with delimiter %s', (address, delimiter, expected) => {
    expect(lookupForms(address, { delimiter })).toEqual(expected);
  });
});
