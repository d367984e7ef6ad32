import { describe, expect, it } from 'vitest';
import {
  headerValue,
  headerValues,
  oneLine,
  parseMailDate,
  readableHeader,
  scanHeaders,
} from '../../../server/src/mail';

const instant = (value: string): string | null => parseMailDate(value)?.toISOString() ?? null;

describe('dates of mails', () => {
  it.each([
    ['Thu, 1 Jan 2026 10:00:00 +0100', '2026-01-01T09:00:00.000Z'],
    ['1 Jan 2026 10:00 -0330 (Newfoundland Time)', '2026-01-01T13:30:00.000Z'],
    ['Fri, 21 Nov 97 09(comment):   55  :  06 -0600', '1997-11-21T15:55:06.000Z'],
    ['Thu, 1 January 2026 10:00:60 GMT', '2026-01-01T10:00:59.000Z'],
    ['Thursday, 01-Jan-26 10:00:00 PST', '2026-01-01T18:00:00.000Z'],
    ['Thu Jan  1 10:00:00 2026', '2026-01-01T10:00:00.000Z'],
    ['Thu Jan  1 10:00:00 EST 2026', '2026-01-01T15:00:00.000Z'],
    ['Jan 1, 2026 10:00:00 +0100', '2026-01-01T09:00:00.000Z'],
    ['2026-01-01T10:00:00.5+01:00', '2026-01-01T09:00:00.000Z'],
    ['2026-01-01 10:00:00', '2026-01-01T10:00:00.000Z'],
    ['Thu, 1 Jan 2026 10:00:00 +9900', '2026-01-01T10:00:00.000Z'],
    ['Thu, 1 Jan 2026 10:00:00', '2026-01-01T10:00:00.000Z'],
  ])('%s', (value, expected) => {
    expect(instant(value)).toBe(expected);
  });

  it.each([
    '',
    'now',
    'Thu, 31 Feb 2026 10:00:00 +0000',
    'Thu, 1 Foo 2026 10:00:00',
    '1 Jan 2026 25:00:00',
    '2026',
    '0',
    `${' '.repeat(100_000)}1`,
  ])('none: %s', (value) => {
    expect(instant(value)).toBeNull();
  });
});

describe('header blocks', () => {
  it('are unfolded, and end at the first empty line', () => {
    const headers = scanHeaders(Buffer.from('A: one\r\n two\r\nB : x\r\nA: three\r\n\r\nC: body'));
    expect(headers).toEqual([
      { name: 'a', value: 'one two' },
      { name: 'b', value: 'x' },
      { name: 'a', value: 'three' },
    ]);
    expect(headerValue(headers, 'a')).toBe('one two');
    expect(headerValue(headers, 'c')).toBeNull();
    expect(headerValues(headers, 'a')).toEqual(['one two', 'three']);
  });

  it('are read with any line ends', () => {
    expect(scanHeaders(Buffer.from('A: 1\nB: 2\n')).length).toBe(2);
    expect(scanHeaders(Buffer.from('A: 1\rB: 2\r')).length).toBe(2);
  });

  it('keep encoded words until somebody reads them', () => {
    const [field] = scanHeaders(Buffer.from('Subject: =?utf-8?Q?=C3=A4?='));
    expect(field?.value).toBe('=?utf-8?Q?=C3=A4?=');
    expect(readableHeader(field?.value ?? '')).toBe('ä');
  });
});

describe('one line', () => {
  it('has neither line breaks nor control characters', () => {
    expect(oneLine(' a\r\n\tb\u0000c\u2028d ')).toBe('a b c d');
  });
});
