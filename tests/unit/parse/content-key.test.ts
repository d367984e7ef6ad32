import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { containsText, effectKey, normalisedText, sourceKeys } from '../../../server/src/parse';
import { digestOfText, createTextDigest } from '../../../server/src/parse/text-digest';
import { mail, parse } from './support';

// Many mails on a busy machine take their time.
vi.setConfig({ testTimeout: 120_000 });

interface Shape {
  trace?: string[];
  boundary?: string;
  encoding?: '8bit' | 'base64' | 'quoted-printable';
  text?: string;
  subject?: string;
  from?: string;
  fileName?: string;
  newline?: string;
}

const quotedPrintable = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => (byte === 10 ? '\r\n' : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`))
    .join('');

const encode = (text: string, encoding: Shape['encoding']): string => {
  if (encoding === 'base64') return Buffer.from(text.replaceAll('\n', '\r\n')).toString('base64');
  return encoding === 'quoted-printable' ? quotedPrintable(text) : text.replaceAll('\n', '\r\n');
};

const build = (shape: Shape = {}): string => {
  const { trace = [], boundary = 'b', encoding = '8bit', text = 'Grüße\n\nMary', newline = '\r\n' } = shape;
  return mail(
    ...trace,
    `From: ${shape.from ?? 'Mary <mary@customer.example>'}`,
    'To: support@site.example',
    `Subject: ${shape.subject ?? 'Order 5 für Österreich'}`,
    'Message-ID: <1@customer.example>',
    'In-Reply-To: <0@site.example>',
    'References: <00@site.example> <0@site.example>',
    'Date: Thu, 1 Jan 2026 10:00:00 +0100',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    encode(text, encoding),
    `--${boundary}`,
    `Content-Type: application/pdf; name="${shape.fileName ?? 'a.pdf'}"`,
    'Content-Transfer-Encoding: base64',
    '',
    'JVBERi0x',
    `--${boundary}--`,
    ''
  ).replaceAll('\r\n', newline);
};

const keyOf = async (shape?: Shape): Promise<string> => (await parse(build(shape))).contentKey;

describe('the key that copies share', () => {
  it.each<[string, Shape]>([
    [
      'trace, list and signature fields',
      {
        trace: [
          'Return-Path: <bounce@list.example>',
          'Delivered-To: someone@else.example',
          'Received: from a by b; Thu, 1 Jan 2026 10:00:00 +0000',
          'List-Id: <list.example>',
          'DKIM-Signature: v=1; b=xyz',
          'X-Spam: no',
          'Resent-To: x@y.example',
        ],
      },
    ],
    ['another boundary', { boundary: '----=_other' }],
    ['base64', { encoding: 'base64' }],
    ['quoted-printable', { encoding: 'quoted-printable' }],
    ['line ends as LF', { newline: '\n' }],
    ['blanks that a server cut or added', { text: 'Grüße  \n\t\nMary\n\n' }],
    [
      'an encoded, folded subject',
      { subject: '=?utf-8?Q?Order_5?=\r\n =?utf-8?Q?_f=C3=BCr_?= =?utf-8?Q?=C3=96sterreich?=' },
    ],
    ['another display name and case of the address', { from: '"M." <Mary@CUSTOMER.example>' }],
  ])('survives %s', async (_, shape) => {
    expect(await keyOf(shape)).toBe(await keyOf());
  });

  it.each<[string, Shape]>([
    ['text', { text: 'Grüße\n\nMarie' }],
    ['subject', { subject: 'Order 6' }],
    ['sender', { from: 'bob@customer.example' }],
    ['file name', { fileName: 'b.pdf' }],
  ])('differs for another %s', async (_, shape) => {
    expect(await keyOf(shape)).not.toBe(await keyOf());
  });

  it('does not depend on the transfer encoding of any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (noise) => {
        const text = `x ${noise.replace(/[\r\n]+/g, '\n')}`;
        const keys = await Promise.all(
          (['8bit', 'base64', 'quoted-printable'] as const).map((encoding) => keyOf({ text, encoding }))
        );
        expect(new Set(keys).size).toBe(1);
      }),
      { numRuns: 60 }
    );
  });
});

describe('the digest of a text', () => {
  it('is the same for any chunks and any trailing blanks', () => {
    const piece = fc.stringMatching(/^[ab \t\r\n]{0,20}$/);
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const digest = createTextDigest();
        for (const part of pieces) digest.update(Buffer.from(part));
        const whole = pieces.join('');
        expect(digest.digest()).toBe(digestOfText(whole));
        const trimmed = whole
          .split('\n')
          .map((line) => line.replace(/[ \t\r]*$/, ''))
          .join('\n')
          .replace(/\n*$/, '');
        expect(digestOfText(trimmed)).toBe(digestOfText(whole));
      })
    );
  });

  it('counts a run of blanks too long to hold back as text', () => {
    expect(digestOfText(`a${' '.repeat(70_000)}b`)).not.toBe(digestOfText('ab'));
  });
});

describe('keys of effects and sources', () => {
  const base = { messageId: '<1@a.b>', date: new Date(0), contentKey: 'c', rawDigest: 'r' };

  it('go by Message-ID and Date, then by content, then by bytes', () => {
    const key = effectKey(base, 'alias:1');
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(effectKey({ ...base, contentKey: 'other', rawDigest: 'other' }, 'alias:1')).toBe(key);
    expect(effectKey(base, 'alias:2')).not.toBe(key);
    expect(effectKey({ ...base, date: new Date(1) }, 'alias:1')).not.toBe(key);
    const undated = { ...base, date: null };
    expect(effectKey({ ...undated, rawDigest: 'other' }, 'thread:1')).toBe(effectKey(undated, 'thread:1'));
    expect(effectKey({ ...undated, contentKey: 'other' }, 'thread:1')).not.toBe(
      effectKey(undated, 'thread:1')
    );
    const bare = { ...undated, messageId: null };
    expect(effectKey({ ...bare, contentKey: 'other' }, 'thread:1')).toBe(effectKey(bare, 'thread:1'));
    expect(effectKey({ ...bare, rawDigest: 'other' }, 'thread:1')).not.toBe(effectKey(bare, 'thread:1'));
  });

  it('name a copy by what its source calls it', () => {
    const copy = { host: 'IMAP.example', login: 'me', folder: 'Inbox', uidValidity: 5n, uid: 7 };
    const key = sourceKeys.imap(copy);
    expect(sourceKeys.imap({ ...copy, host: 'imap.example', folder: 'INBOX', uidValidity: 5 })).toBe(key);
    expect(sourceKeys.imap({ ...copy, uid: 8 })).not.toBe(key);
    expect(sourceKeys.imap({ ...copy, uidValidity: 6 })).not.toBe(key);
    expect(sourceKeys.pop3({ host: 'h', login: 'l', uidl: 'u' })).toMatch(/^[0-9a-f]{64}$/);
    expect(sourceKeys.webhook({ provider: 'p', eventId: 'e', recipient: 'A@b.c' })).toBe(
      sourceKeys.webhook({ provider: 'p', eventId: 'e', recipient: 'a@b.c' })
    );
  });
});

describe('likeness', () => {
  const text = (value: string | null, html: string | null = null): string =>
    normalisedText({ text: value, html });
  const order = 'Hello,\n\nplease send me the invoice of order 4711 again.\n\nMary';

  it('holds for a copy with a footer, for rewrapped text and for HTML with the same words', () => {
    expect(containsText(text(order), text(`${order}\n_____\nlist mailing list\nlist@x.example`))).toBe(true);
    expect(containsText(text(order.replaceAll(' ', '\n')), text(order))).toBe(true);
    const html = `<p>Hello,</p><p>please send me the invoice of order&nbsp;4711 again.</p>Mary`;
    expect(containsText(text(null, html), text(order))).toBe(true);
  });

  it('does not hold for other, empty or very short text', () => {
    expect(containsText(text(order), text(order.replace('4711', '4712')))).toBe(false);
    expect(containsText(text(''), text(order))).toBe(false);
    expect(containsText(text('Hello'), text(order))).toBe(false);
    expect(containsText(text(null), text(null))).toBe(false);
  });

  it('agrees with plain search', () => {
    const word = fc.stringMatching(/^[ab]{0,60}$/);
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        const needle = `${a}${'x'.repeat(32)}${b}`;
        expect(containsText(needle, c + needle + a)).toBe(true);
        const [short, long] = ['ab'.repeat(20) + a, 'ab'.repeat(20) + b + c];
        expect(containsText(short, long)).toBe(long.includes(short) || short.includes(long));
      })
    );
  });
});
