import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { cleanText, type ParsedMail } from '../../../server/src/mail';
import { corpus, mail, parse } from './support';

// Many mails on a busy machine take their time.
vi.setConfig({ testTimeout: 120_000 });

const SEEDS: readonly string[] = [
  mail(
    'From: =?utf-8?Q?J=C3=B6rg?= <a@b.example>',
    'Subject: =?iso-2022-jp?B?GyRCJE8kJBsoQg==?=',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=koi8-r; format=flowed',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '=F0=D2 =C9',
    '--b',
    "Content-Disposition: attachment; filename*0*=utf-8''a%20; filename*1=b.txt",
    'Content-Type: message/rfc822',
    '',
    'Subject: inner',
    '',
    'inner',
    '--b--',
    ''
  ),
  mail(
    'From: MAILER-DAEMON',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
    '',
    '--r',
    '',
    'sorry',
    '--r',
    'Content-Type: message/delivery-status',
    'Content-Transfer-Encoding: base64',
    '',
    'QWN0aW9uOiBmYWlsZWQ=',
    '--r--'
  ),
];

const FRAGMENTS = [
  '--b',
  '--b--',
  '\r\n',
  '\n\n',
  '\r',
  '\0',
  '=?utf-8?Q?=',
  'Content-Type: multipart/mixed; boundary=b\r\n',
  'Content-Type: message/rfc822\r\n\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'charset=utf-16;',
  "filename*=x'y'%",
  '\u001b$B',
  ':',
  '<',
  '"',
  '(',
];

const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 2_000 }).map((values) => Buffer.from(values)),
  fc
    .array(fc.constantFrom(...FRAGMENTS), { maxLength: 60 })
    .map((parts) => Buffer.from(parts.join(''), 'latin1')),
  fc
    .tuple(
      fc.constantFrom(...SEEDS),
      fc.array(fc.tuple(fc.nat(700), fc.nat(20), fc.constantFrom('', ...FRAGMENTS)), { maxLength: 6 })
    )
    .map(([seed, cuts]) =>
      Buffer.from(
        cuts.reduce(
          (text, [at, length, insert]) => text.slice(0, at) + insert + text.slice(at + length),
          seed
        ),
        'latin1'
      )
    )
);

const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (Buffer.isBuffer(value) || value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(strings);
};

const comparable = (parsed: ParsedMail): unknown => JSON.parse(JSON.stringify(parsed));

describe('whatever bytes come', () => {
  it('a mail is read, and what is read can be stored', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (raw) => {
        const parsed = await parse(raw);
        expect(parsed.size).toBe(raw.length);
        for (const text of strings(parsed)) expect(text).toBe(cleanText(text));
        expect(parsed.date === null || !Number.isNaN(parsed.date.getTime())).toBe(true);
      }),
      { numRuns: 400 }
    );
  });

  it('it does not matter how they are cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        hostile,
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }),
        async (raw, sizes) => {
          expect(comparable(await parse(raw, { sizes }))).toEqual(comparable(await parse(raw)));
        }
      ),
      { numRuns: 200 }
    );
  });
});

const messages = corpus('messages');

describe.skipIf(!messages.found)('the corpus of real and odd messages', () => {
  it('is read without giving up, in any pieces', async () => {
    for (const file of messages.files) {
      const raw = messages.read(file);
      const parsed = await parse(raw);
      expect(parsed.warnings, file).not.toContain('unparsable');
      expect(parsed.headers.length, file).toBeGreaterThan(0);
      expect(comparable(await parse(raw, { sizes: [7, 130, 1] })), file).toEqual(comparable(parsed));
    }
  });

  it.each([
    ['multi_charset--japanese_shift_jis.eml', 'text', 'このメールはテスト用のメールです。'],
    ['multi_charset--japanese_iso_2022.eml', 'text', 'すみません。'],
    ['multi_charset--ks_c_5601-1987.eml', 'text', '스티해'],
    ['plain_emails--raw_email.eml', 'subject', 'NOTE: 한국말로 하는 것'],
    ['error_emails--invalid_subject_characters.eml', 'subject', 'Formação FrenetikPolis'],
    ['rfc2822--example14.eml', 'subject', 'テストテスト'],
  ] as const)('%s: %s', async (file, field, part) => {
    expect((await parse(messages.read(file)))[field]).toContain(part);
  });
});
