import { describe, expect, it } from 'vitest';
import { normaliseAddress, parseAddresses } from '../../../server/src/mail';

describe('the domain of an address', () => {
  it('is compared in lower case and in ASCII', () => {
    expect(normaliseAddress('Mary@Bücher.Example')).toBe('Mary@xn--bcher-kva.example');
    expect(normaliseAddress('mary@a_b.example')).toBe('mary@a_b.example');
  });

  it('is never cut to that of somebody else', () => {
    for (const domain of [
      ...[
        'customer.example/x.evil.example',
        'customer.example?x.evil.example',
        'customer.example#evil.example',
      ],
      ...[
        'customer.example\\evil.example',
        'customer%2eexample',
        'custo\tmer.example',
        'customer.example:25',
      ],
      ...['customer.example／x.evil.example', 'customer.example＃evil.example', 'x@customer.example'],
    ]) {
      expect(normaliseAddress(`mary@${domain}`), domain).toBeNull();
    }
    expect(parseAddresses('Mary <mary@customer.example/x.evil.example>')).toEqual([]);
  });
});
