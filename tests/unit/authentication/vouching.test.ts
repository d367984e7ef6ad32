import { describe, expect, it } from 'vitest';
import { createAuthentication, proofBy } from '../../../server/src/authentication';
import { scanHeaders } from '../../../server/src/mail';
import { keyRecord, sign, zone } from './signing';

/** For which fields of a mail a domain vouches that is proven. */

const MAIL =
  'From: Anna <anna@example.org>\r\nTo: support@site.example\r\nSubject: Re: Printer\r\n' +
  'Message-ID: <1@example.org>\r\nIn-Reply-To: <1@site.example>\r\n\r\nIt is on fire.\r\n';

const TRUST = 'mx.site.example';

/** What large providers sign. */
const USUAL = 'from:to:cc:subject:message-id:in-reply-to:references';
const EXCHANGE_ONLINE = 'From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-SenderADCheck';

const signed = (fields: string, domain = 'example.org'): Promise<string> => sign(MAIL, { domain, fields });

const seen = (results: string): string =>
  `Authentication-Results: ${TRUST}; dmarc=pass header.from=example.org${results}\r\n`;

/** The fields that nobody vouches for, and `subject` where it alone tells where the mail belongs. */
const doubted = async (raw: string): Promise<string[]> => {
  const { resolve } = zone({
    's1._domainkey.example.org': keyRecord,
    's1._domainkey.mail.example.org': keyRecord,
    's1._domainkey.stranger.example': keyRecord,
    '_dmarc.example.org': 'v=DMARC1; p=reject',
  });
  const { authenticate } = createAuthentication({ resolver: resolve });
  const { dmarc, signed: covered } = await authenticate(Buffer.from(raw), { trustedAuthservId: TRUST });
  expect(dmarc).toBe('pass');
  const { unvouched, isBoundBySubject } = proofBy(scanHeaders(Buffer.from(raw)), covered);
  return [...unvouched, ...(isBoundBySubject ? ['subject'] : [])];
};

describe.each([
  ['verified here', ''],
  ['verified by the receiving server', seen('')],
])('a signature that was %s', (_where, above) => {
  it('covers the fields that it names', async () => {
    expect(await doubted(above + (await signed(USUAL)))).toEqual([]);
    expect(await doubted(above + (await signed(USUAL.toUpperCase().replaceAll(':', ' : '))))).toEqual([]);
    expect(await doubted(above + (await signed('from:to:subject')))).toEqual(['in-reply-to']);
  });

  it('does not cover what was added, above or below', async () => {
    const raw = await signed('from:to:subject:in-reply-to');
    for (const [field, name] of [
      ['To: joe@home.example', 'to'],
      ['Cc: joe@home.example', 'cc'],
      ['References: <2@site.example>', 'references'],
      ['References : <2@site.example>', 'references'],
      ['In-Reply-To:\r\n <2@site.example>', 'in-reply-to'],
    ] as const) {
      expect(await doubted(`${above}${field}\r\n${raw}`), field).toEqual([name]);
    }
    for (const below of [`Cc: joe@home.example`, 'References: <2@site.example>']) {
      const [name = ''] = below.split(':');
      expect(await doubted(above + raw.replace('\r\n\r\n', `\r\n${below}\r\n\r\n`)), below).toEqual([
        name.toLowerCase(),
      ]);
    }
  });

  it('that leaves all of them out tells by the subject where the mail belongs', async () => {
    const raw = above + (await signed(EXCHANGE_ONLINE));
    expect(await doubted(raw)).toEqual(['to', 'in-reply-to', 'subject']);
    expect(await doubted(`Subject: Party\r\n${raw}`)).toEqual(['to', 'in-reply-to']);
    expect(await doubted(`In-Reply-To: <2@site.example>\r\n${raw}`)).toEqual(['to', 'in-reply-to']);
    expect(await doubted(above + (await signed('from:date')))).toEqual(['to', 'in-reply-to']);
  });

  it('of another domain covers nothing', async () => {
    const raw = await sign(await signed(EXCHANGE_ONLINE), { domain: 'stranger.example', fields: USUAL });
    expect(await doubted(above + raw)).toEqual(['to', 'in-reply-to', 'subject']);
  });
});

describe('several signatures of a domain', () => {
  it('cover what one of them does, where they are verified here', async () => {
    const raw = await sign(await signed(EXCHANGE_ONLINE), { domain: 'mail.example.org', fields: USUAL });
    expect(await doubted(raw)).toEqual([]);
  });

  it('that do not verify cover nothing, whoever verified the others', async () => {
    const forged = (await signed(USUAL)).replace(/\bbh=[^;]+/, 'bh=YQ==').split('From:')[0] ?? '';
    const raw = forged + (await signed(EXCHANGE_ONLINE));
    expect(await doubted(raw)).toEqual(['to', 'in-reply-to', 'subject']);
    // Which of them that server means nobody knows.
    expect(await doubted(seen('; dkim=pass header.d=example.org') + raw)).toEqual(['to', 'in-reply-to']);
  });
});

describe('a mail that the domain’s own server handed over', () => {
  it('is believed as it stands, but for what stands there twice', async () => {
    for (const raw of [await signed(EXCHANGE_ONLINE), MAIL]) {
      const by = (mailbox: string): string => seen(`; spf=pass smtp.mailfrom=${mailbox}`) + raw;
      expect(await doubted(by('bounce@mail.example.org'))).toEqual([]);
      expect(await doubted(`Cc: a@b.example\r\nCc: c@d.example\r\n${by('anna@example.org')}`)).toEqual([
        'cc',
      ]);
    }
    const relayed = seen('; spf=pass smtp.mailfrom=joe@stranger.example') + (await signed(EXCHANGE_ONLINE));
    expect(await doubted(relayed)).toEqual(['to', 'in-reply-to', 'subject']);
    const onlySpf = `Authentication-Results: ${TRUST}; spf=pass smtp.mailfrom=example.org\r\n`;
    expect(await doubted(onlySpf + (await signed(EXCHANGE_ONLINE)))).toEqual([]);
    expect(await doubted(onlySpf + MAIL)).toEqual([]);
  });

  it('is believed where nothing but that can have proven it', async () => {
    expect(await doubted(seen('') + MAIL)).toEqual([]);
  });
});
