import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  claimKey,
  lookupKeys,
  normaliseDomain,
  normaliseLocalPart,
} from '../../../server/src/addresses/names';

const none = { primary: '', allowed: [] };
const example = { primary: 'example.com', allowed: ['example.org'] };

/** The first of the claimed names that an address is found under. */
const found = (
  address: string,
  claimed: [name: string, domain: string][],
  ours = example
): string | undefined => {
  const names = new Map(claimed.map(([name, domain]) => [claimKey(name, domain), `${name}@${domain}`]));
  return lookupKeys(address, ours)
    .map((key) => names.get(key))
    .find((name) => name !== undefined);
};

describe('looking up a recipient', () => {
  it('ignores case, and finds names of the primary domain in allowed domains', () => {
    const claimed: [string, string][] = [['support', 'example.com']];
    expect(found('Support@EXAMPLE.com', claimed)).toBe('support@example.com');
    expect(found('support@example.org', claimed)).toBe('support@example.com');
    expect(found('support@elsewhere.example', claimed)).toBeUndefined();
  });

  it('prefers the exact domain over the primary one, and the exact name over its base', () => {
    expect(
      found('jobs@example.org', [
        ['jobs', 'example.com'],
        ['jobs', 'example.org'],
      ])
    ).toBe('jobs@example.org');
    expect(
      found('jobs+it@example.com', [
        ['jobs', 'example.com'],
        ['jobs+it', 'example.com'],
      ])
    ).toBe('jobs+it@example.com');
    expect(
      found('jobs+hr@example.com', [
        ['jobs', 'example.com'],
        ['jobs+it', 'example.com'],
      ])
    ).toBe('jobs@example.com');
    expect(
      found('jobs+it+x@example.com', [
        ['jobs', 'example.com'],
        ['jobs+it', 'example.com'],
      ])
    ).toBe('jobs+it@example.com');
  });

  it('goes by the local part alone while no alias domain is configured', () => {
    expect(found('support@anything.example', [['support', '']], none)).toBe('support@');
    expect(
      found('support@anything.example', [['support', '']], { primary: '', allowed: ['a.example'] })
    ).toBeUndefined();
    expect(found('support@a.example', [['support', '']], { primary: '', allowed: ['a.example'] })).toBe(
      'support@'
    );
  });

  it('looks for a bounded number of keys, whatever the address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (address) => {
        expect(lookupKeys(address, example).length).toBeLessThanOrEqual(6);
      })
    );
    expect(lookupKeys('no address', example)).toEqual([]);
    expect(lookupKeys(`${'a+'.repeat(5000)}@example.org`, example)).toHaveLength(6);
  });
});

describe('names', () => {
  it.each(['support', 'jobs.it', 'a_b-c', "o'neil", 'jobs+it'])('accept %s', (name) => {
    expect(normaliseLocalPart(name.toUpperCase())).toBe(name);
  });

  it.each(['', '.a', 'a.', 'a..b', 'a b', 'a@b', 'é', '"a"', 'a\nb', 'x'.repeat(65)])(
    'refuse "%s"',
    (name) => {
      expect(normaliseLocalPart(name)).toBeNull();
    }
  );

  it('write domains in lower case ASCII', () => {
    expect(normaliseDomain('Bücher.Example')).toBe('xn--bcher-kva.example');
    expect(normaliseDomain('exa mple.com')).toBeNull();
    expect(normaliseDomain('example.com/x')).toBeNull();
  });
});
