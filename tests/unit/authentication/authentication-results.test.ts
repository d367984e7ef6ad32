import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAuthenticationResults } from '../../../server/src/authentication/authentication-results';

const property = (name: string, value: string) => ({ name, value });

describe('parseAuthenticationResults', () => {
  it('reads the field of a large provider', () => {
    const field =
      'mx.google.com; dkim=pass header.i=@example.org header.s=s1 header.b=Nb3xw/Xk; spf=pass (google.com: domain of ' +
      'anna@example.org designates 192.0.2.1 as permitted sender) smtp.mailfrom=anna@example.org; dmarc=pass (p=NONE ' +
      'sp=NONE dis=NONE) header.from=example.org';
    expect(parseAuthenticationResults(field)).toEqual({
      authservId: 'mx.google.com',
      results: [
        {
          method: 'dkim',
          result: 'pass',
          reason: null,
          properties: [
            property('header.i', '@example.org'),
            property('header.s', 's1'),
            property('header.b', 'Nb3xw/Xk'),
          ],
        },
        {
          method: 'spf',
          result: 'pass',
          reason: null,
          properties: [property('smtp.mailfrom', 'anna@example.org')],
        },
        {
          method: 'dmarc',
          result: 'pass',
          reason: null,
          properties: [property('header.from', 'example.org')],
        },
      ],
    });
  });

  it('reads a field that names nobody', () => {
    const { authservId, results } = parseAuthenticationResults(
      'spf=fail smtp.mailfrom=a.example; compauth=pass reason=100'
    );
    expect(authservId).toBeNull();
    expect(results.map(({ method, result, reason }) => [method, result, reason])).toEqual([
      ['spf', 'fail', null],
      ['compauth', 'pass', '100'],
    ]);
  });

  it('takes ids with a version or in quotes, and "none"', () => {
    expect(parseAuthenticationResults('Example.COM 1; none')).toEqual({
      authservId: 'example.com',
      results: [],
    });
    expect(parseAuthenticationResults('"mx.example" (a comment; x=y) ; auth=pass').authservId).toBe(
      'mx.example'
    );
  });

  it('keeps what stands in quotes and drops what stands in comments', () => {
    const { results } = parseAuthenticationResults(
      'mx; spf=neutral (a (nested; dmarc=pass) one \\) ) reason="not; dmarc=pass" smtp.mailfrom="a; dmarc=pass"@b.example'
    );
    expect(results).toEqual([
      {
        method: 'spf',
        result: 'neutral',
        reason: 'not; dmarc=pass',
        properties: [property('smtp.mailfrom', 'a; dmarc=pass@b.example')],
      },
    ]);
  });

  it('drops the version of a method and reads unclosed comments and quotes to the end', () => {
    expect(parseAuthenticationResults('mx; dkim/1=pass').results).toMatchObject([{ method: 'dkim' }]);
    expect(parseAuthenticationResults('mx; dkim=pass (never; dmarc=pass').results).toHaveLength(1);
    expect(parseAuthenticationResults('mx; dkim=pass x="never; dmarc=pass').results).toHaveLength(1);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...';=/()"\\ \tabc.@é') }), (value) => {
        const { results } = parseAuthenticationResults(value);
        expect(results.every(({ method }) => method === method.toLowerCase())).toBe(true);
      })
    );
  });

  it('takes linear time on what is made to be slow', () => {
    for (const bomb of [
      '('.repeat(1e6),
      '"\\'.repeat(5e5),
      'a='.repeat(5e5),
      ';'.repeat(1e6),
      ' '.repeat(1e6),
    ]) {
      const begun = performance.now();
      parseAuthenticationResults(`mx; ${bomb}`);
      // Quadratic, it would take minutes; machines are slow at times.
      expect(performance.now() - begun).toBeLessThan(2_000);
    }
  });
});
