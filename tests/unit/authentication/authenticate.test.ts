import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createAuthentication } from '../../../server/src/authentication';
import { keyRecord, servfail, sign, type Signing, zone } from './signing';

const DNS = {
  's1._domainkey.example.org': keyRecord,
  's1._domainkey.mail.example.org': keyRecord,
  's1._domainkey.stranger.example': keyRecord,
  's1._domainkey.quiet.example': keyRecord,
  '_dmarc.example.org': 'v=DMARC1; p=reject',
  '_dmarc.strict.example': 'v=DMARC1; p=reject; adkim=s',
  's1._domainkey.mail.strict.example': keyRecord,
};

const mailFrom = (from: string, body = 'Hello, the printer is on fire.\r\n'): string =>
  `From: ${from}\r\nTo: support@site.example\r\nSubject: Printer\r\nMessage-ID: <1@example.org>\r\n` +
  `Date: Mon, 2 Jun 2025 10:00:00 +0000\r\n\r\n${body}`;

const ANNA = 'Anna <anna@example.org>';

const signedMail = (signing: Partial<Signing> = {}, from = ANNA): Promise<string> =>
  sign(mailFrom(from), { domain: 'example.org', ...signing });

const check = async (
  raw: string | Readable,
  options: { trust?: string | null; records?: Record<string, string | Error>; receivedAt?: Date } = {}
) => {
  const { resolve, asked } = zone({ ...DNS, ...options.records });
  const { authenticate } = createAuthentication({ resolver: resolve });
  const result = await authenticate(typeof raw === 'string' ? Buffer.from(raw) : raw, {
    trustedAuthservId: options.trust ?? null,
    ...(options.receivedAt ? { receivedAt: options.receivedAt } : {}),
  });
  return { ...result, asked };
};

describe('DKIM', () => {
  it('proves the From domain by an aligned signature', async () => {
    const result = await check(await signedMail());
    expect(result).toMatchObject({ dmarc: 'pass', fromDomain: 'example.org', by: 'dkim' });
    expect(result.evidence).toMatchObject({
      reason: 'aligned_signature',
      policy: 'reject',
      alignedDomain: 'example.org',
      signatures: [{ domain: 'example.org', selector: 's1', result: 'pass', partial: false, aligned: true }],
    });
  });

  it('reads a stream of small chunks and line ends without CR', async () => {
    const bytes = Buffer.from((await signedMail()).replaceAll('\r\n', '\n'));
    const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) =>
      bytes.subarray(i * 7, i * 7 + 7)
    );
    expect(await check(Readable.from(chunks))).toMatchObject({ dmarc: 'pass', by: 'dkim' });
  });

  it('does not pass a changed body, a changed From or a mail without a signature', async () => {
    const signed = await signedMail();
    for (const raw of [
      signed.replace('on fire', 'for sale'),
      signed.replace(ANNA, 'Anna <boss@example.org>'),
      mailFrom(ANNA),
    ]) {
      expect(await check(raw)).toMatchObject({ dmarc: 'none', by: null, fromDomain: 'example.org' });
    }
  });

  it('does not take the signature of another domain for the author’s', async () => {
    const result = await check(await signedMail({ domain: 'stranger.example' }));
    expect(result).toMatchObject({ dmarc: 'none', by: null });
    expect(result.evidence).toMatchObject({
      alignedDomain: null,
      signatures: [{ result: 'pass', aligned: false }],
    });
  });

  it('accepts a signature of the same organisation, unless the domain asks for its very name', async () => {
    expect(await check(await signedMail({ domain: 'mail.example.org' }))).toMatchObject({ dmarc: 'pass' });
    const strict = await signedMail({ domain: 'mail.strict.example' }, 'anna@strict.example');
    expect(await check(strict)).toMatchObject({ dmarc: 'none' });
  });

  it('tells an aligned signature of a domain without a policy apart from nothing', async () => {
    const result = await check(await signedMail({ domain: 'quiet.example' }, 'anna@quiet.example'));
    expect(result).toMatchObject({ dmarc: 'none', fromDomain: 'quiet.example' });
    expect(result.evidence).toMatchObject({
      reason: 'no_policy',
      alignedDomain: 'quiet.example',
      policy: null,
    });
  });

  it('never lets a signature with a length limit count, appended text or not', async () => {
    const limited = await sign(mailFrom(ANNA), { domain: 'example.org', bodyLength: 10 });
    for (const raw of [limited, `${limited}\r\nPay to this account instead.\r\n`]) {
      const result = await check(raw);
      expect(result).toMatchObject({ dmarc: 'none', by: null });
      expect(result.evidence).toMatchObject({ alignedDomain: null, signatures: [{ partial: true }] });
    }
  });

  it('judges an expired signature by the time when the mail was received', async () => {
    const raw = await signedMail({ signedAt: new Date('2025-06-02'), expires: new Date('2025-06-05') });
    expect(await check(raw)).toMatchObject({ dmarc: 'none' });
    expect(await check(raw, { receivedAt: new Date('2025-06-03') })).toMatchObject({ dmarc: 'pass' });
  });

  it('looks at ten signatures at most, the topmost', async () => {
    let raw = await signedMail();
    for (let i = 0; i < 30; i += 1) raw = await sign(raw, { domain: 'stranger.example', selector: `n${i}` });
    const result = await check(raw);
    expect(result).toMatchObject({ dmarc: 'none' });
    expect(result.evidence.signatures).toHaveLength(10);
    expect(result.evidence.signaturesIgnored).toBe(21);
    expect(result.asked.filter((question) => question.includes('_domainkey'))).toHaveLength(10);

    const onTop = await sign(raw, { domain: 'example.org' });
    expect(await check(onTop)).toMatchObject({ dmarc: 'pass', by: 'dkim' });
  });
});

describe('a mail that cannot be judged', () => {
  it('is retryable when the DNS does not answer', async () => {
    const signed = await signedMail();
    for (const name of ['s1._domainkey.example.org', '_dmarc.example.org']) {
      const result = await check(signed, { records: { [name]: servfail } });
      expect(result, name).toMatchObject({ dmarc: 'temperror', by: null, fromDomain: 'example.org' });
      expect(result.evidence.reason).toBe('dns_failed');
    }
  });

  it('never passes with two From fields, whatever else speaks for it', async () => {
    const signed = await signedMail();
    const trusted = 'Authentication-Results: mx.site.example; dmarc=pass header.from=example.org\r\n';
    for (const second of ['From: boss@bank.example\r\n', `From: ${ANNA}\r\n`]) {
      const result = await check(trusted + second + signed, { trust: 'mx.site.example' });
      expect(result).toMatchObject({ dmarc: 'none', fromDomain: null, by: null });
      expect(result.evidence.reason).toBe('from_unusable');
    }
  });

  it('never passes with authors of two domains, or none', async () => {
    for (const from of [`${ANNA}, boss@bank.example`, '', 'undisclosed', '<>']) {
      expect(await check(await signedMail({}, from)), from).toMatchObject({
        dmarc: 'none',
        fromDomain: null,
      });
    }
  });

  it('has a header block that is too long, no body, or no bytes at all', async () => {
    const long = await check(`X-Long: ${'x'.repeat(300_000)}\r\n${await signedMail()}`);
    expect(long).toMatchObject({ dmarc: 'none', evidence: { reason: 'header_too_large' } });
    expect(await check(mailFrom(ANNA).split('\r\n\r\n')[0] ?? '')).toMatchObject({
      fromDomain: 'example.org',
    });
    expect(await check('')).toMatchObject({ dmarc: 'none', fromDomain: null });
    expect(await check(Readable.from([]))).toMatchObject({ dmarc: 'none', fromDomain: null });
  });

  it('is the caller’s business when its bytes cannot be read', async () => {
    const signed = await signedMail();
    const broken = (after: number): Readable =>
      Readable.from(
        (async function* () {
          yield Buffer.from(signed.slice(0, after));
          throw new Error('disk gone');
        })()
      );
    await expect(check(broken(20))).rejects.toThrow('disk gone');
    await expect(check(broken(signed.length - 5))).rejects.toThrow('disk gone');
  });
});

describe('Authentication-Results of the receiving server', () => {
  const unsigned = mailFrom(ANNA);
  const header = (value: string): string => `Authentication-Results: ${value}\r\n`;
  const PASS = 'dmarc=pass (p=REJECT) header.from=example.org';

  it('proves what no signature proves, and says so when the mail fails', async () => {
    const trust = 'mx.site.example';
    const passed = await check(header(`MX.Site.example; ${PASS}`) + unsigned, { trust });
    expect(passed).toMatchObject({ dmarc: 'pass', by: 'authentication-results', fromDomain: 'example.org' });
    expect(passed.evidence).toMatchObject({
      reason: 'trusted_header',
      trustedHeader: `MX.Site.example; ${PASS}`,
    });

    const failed = await check(header(`${trust}; dmarc=fail header.from=example.org`) + unsigned, { trust });
    expect(failed).toMatchObject({ dmarc: 'fail', by: 'authentication-results' });
  });

  it('counts only when a server is trusted, and only this server’s topmost field', async () => {
    const trust = 'mx.site.example';
    const forged = header(`${trust}; ${PASS}`);
    expect(await check(forged + unsigned)).toMatchObject({ dmarc: 'none', by: null });
    expect(await check(header(`mx.evil.example; ${PASS}`) + unsigned, { trust })).toMatchObject({
      dmarc: 'none',
    });
    const below = header(`${trust}; dmarc=fail header.from=example.org`) + forged + unsigned;
    expect(await check(below, { trust })).toMatchObject({ dmarc: 'fail' });
    const silent = header(`${trust}; none`) + forged + unsigned;
    expect(await check(silent, { trust })).toMatchObject({ dmarc: 'none' });
  });

  it('does not believe a field that the sender continued', async () => {
    const trust = 'mx.site.example';
    const own = header(`${trust}; dmarc=fail header.from=example.org`);
    for (const line of [` ; ${PASS}`, `; ${PASS}`]) {
      expect(await check(`${own}${line}\r\n${unsigned}`, { trust }), line).not.toMatchObject({
        dmarc: 'pass',
      });
    }
  });

  it('counts for the domain that it names alone', async () => {
    const result = await check(header('mx.site.example; dmarc=pass header.from=other.example') + unsigned, {
      trust: 'mx.site.example',
    });
    expect(result).toMatchObject({ dmarc: 'none', by: null });
  });

  it('lends its SPF result where it says nothing of DMARC', async () => {
    const trust = 'mx.site.example';
    const spf = (identity: string) => header(`${trust}; spf=pass ${identity}`) + unsigned;
    expect(await check(spf('smtp.mailfrom=bounces@mail.example.org'), { trust })).toMatchObject({
      dmarc: 'pass',
      by: 'authentication-results',
      evidence: { reason: 'trusted_header_spf' },
    });
    expect(await check(spf('smtp.mailfrom=<> smtp.helo=example.org'), { trust })).toMatchObject({
      dmarc: 'pass',
    });
    expect(await check(spf('smtp.mailfrom=stranger.example'), { trust })).toMatchObject({ dmarc: 'none' });
  });

  it('spares every question to the DNS where it says that the mail passes, and only there', async () => {
    const trust = 'mx.site.example';
    const signed = await signedMail();
    const passed = await check(header(`${trust}; ${PASS}`) + signed, { trust });
    expect(passed).toMatchObject({ dmarc: 'pass', by: 'authentication-results', fromDomain: 'example.org' });
    expect(passed.asked).toEqual([]);

    const doubtful = [
      header(`${trust}; dmarc=fail header.from=example.org`),
      header(`${trust}; dmarc=pass header.from=other.example`),
      header(`mx.evil.example; ${PASS}`),
      `${header(`${trust}; ${PASS}`)}From: boss@bank.example\r\n`,
    ];
    for (const fields of doubtful) {
      expect((await check(fields + signed, { trust })).asked.length, fields).toBeGreaterThan(0);
    }
    expect((await check(header(`${trust}; ${PASS}`) + signed)).asked.length).toBeGreaterThan(0);
  });

  it('is asked when the DNS fails', async () => {
    const raw = header(`mx.site.example; ${PASS}`) + (await signedMail());
    expect(
      await check(raw, { trust: 'mx.site.example', records: { '_dmarc.example.org': servfail } })
    ).toMatchObject({
      dmarc: 'pass',
      by: 'authentication-results',
    });
  });
});

describe('Microsoft 365', () => {
  const trust = 'protection.outlook.com';
  const border =
    'Received: from mail.example.org (192.0.2.1)\r\n by DB5EUR01.mail.protection.outlook.com (10.0.0.1) with SMTP\r\n';
  const results =
    'Authentication-Results: spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=example.org; dkim=none (message not ' +
    'signed)\r\n header.d=none;dmarc=pass action=none\r\n header.from=example.org;compauth=pass reason=100\r\n';
  const inside = 'Received: from A.eurprd.prod.outlook.com by B.eurprd.prod.outlook.com with HTTPS\r\n';

  it('believes the field without an id above the border', async () => {
    expect(await check(inside + results + border + mailFrom(ANNA), { trust })).toMatchObject({
      dmarc: 'pass',
      by: 'authentication-results',
    });
  });

  it('believes no field below the border, or without one', async () => {
    expect(await check(inside + border + results + mailFrom(ANNA), { trust })).toMatchObject({
      dmarc: 'none',
    });
    expect(await check(inside + results + mailFrom(ANNA), { trust })).toMatchObject({ dmarc: 'none' });
  });

  it('knows mail between signed-in users of one organisation', async () => {
    const mark = 'X-MS-Exchange-Organization-AuthAs: Internal\r\n';
    expect(await check(inside + mark + mailFrom(ANNA), { trust })).toMatchObject({
      dmarc: 'pass',
      evidence: { reason: 'trusted_header_internal' },
    });
    for (const raw of [mark + mark, 'X-MS-Exchange-Organization-AuthAs: Anonymous\r\n']) {
      expect(await check(inside + raw + mailFrom(ANNA), { trust })).toMatchObject({ dmarc: 'none' });
    }
    expect(await check(inside + mark + mailFrom(ANNA), { trust: 'mx.site.example' })).toMatchObject({
      dmarc: 'none',
    });
  });
});
