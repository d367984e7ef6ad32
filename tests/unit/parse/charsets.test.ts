import { describe, expect, it } from 'vitest';
import { mail, parse } from './support';

const GREETING: readonly (readonly [charset: string, hex: string, text: string])[] = [
  ['utf-8', '4772c3bcc39f652c20e4bda0e5a5bd', 'Grüße, 你好'],
  ['iso-8859-1', '4772fcdf65', 'Grüße'],
  ['iso-8859-1', '93719480', '“q”€'],
  ['windows-1252', '80203530', '€ 50'],
  ['iso-8859-15', 'a4', '€'],
  ['windows-1251', 'cff0e8e2e5f2', 'Привет'],
  ['koi8-r', 'f0d2c9d7c5d4', 'Привет'],
  ['iso-2022-jp', '1b2442244f24241b2842', 'はい'],
  ['shift_jis', '82b182f182c982bf82cd', 'こんにちは'],
  ['euc-jp', 'a4b3a4f3', 'こん'],
  ['gb2312', 'c4e3bac3', '你好'],
  ['gbk', 'c4e3bac3', '你好'],
  ['gb18030', 'c4e3bac38139ee39', '你好㐀'],
  ['big5', 'a741a66e', '你好'],
  ['euc-kr', 'bec8b3e7', '안녕'],
  ['ks_c_5601-1987', 'bec8b3e7', '안녕'],
  ['utf-16', 'feff00480069', 'Hi'],
];

const withBody = (contentType: string, body: Buffer, encoding: 'base64' | '8bit'): Buffer =>
  Buffer.concat([
    Buffer.from(mail(`Content-Type: ${contentType}`, `Content-Transfer-Encoding: ${encoding}`, '', '')),
    encoding === 'base64' ? Buffer.from(body.toString('base64')) : body,
  ]);

describe('charsets of text', () => {
  it.each(GREETING)('%s %s', async (charset, hex, text) => {
    const body = Buffer.from(hex, 'hex');
    const coded = await parse(withBody(`text/plain; charset="${charset}"`, body, 'base64'));
    expect(coded.text).toBe(text);
    expect(coded.warnings).not.toContain('charset_unknown');
    if (charset === 'utf-16') return;
    expect((await parse(withBody(`text/plain; charset=${charset}`, body, '8bit'))).text).toBe(coded.text);
  });

  it('reads ISO-2022-JP with and without its declaration', async () => {
    const body = Buffer.from('1b2442244f24241b2842', 'hex');
    expect((await parse(withBody('text/plain; charset=iso-2022-jp', body, '8bit'))).text).toBe('はい');
    expect((await parse(withBody('text/plain', body, '8bit'))).text).toBe('はい');
  });

  it('takes UTF-8 for UTF-8 where nothing, ASCII or a single-byte charset is declared', async () => {
    for (const type of ['text/plain', 'text/plain; charset=us-ascii', 'text/plain; charset=iso-8859-1']) {
      expect((await parse(withBody(type, Buffer.from('Grüße'), '8bit'))).text).toBe('Grüße');
    }
  });

  it('guesses by the subject and by a meta tag, and falls back to windows-1252', async () => {
    const cyrillic = Buffer.from('f0d2c9d7c5d4', 'hex');
    const subject = Buffer.from('Subject: =?koi8-r?B?8NLJ18XU?=\r\n');
    expect((await parse(Buffer.concat([subject, withBody('text/plain', cyrillic, '8bit')]))).text).toBe(
      'Привет'
    );
    const html = Buffer.concat([Buffer.from('<html><head><meta charset=koi8-r></head>'), cyrillic]);
    expect((await parse(withBody('text/html', html, '8bit'))).html).toContain('Привет');
    expect((await parse(withBody('text/plain', Buffer.from('4772fcdf65', 'hex'), '8bit'))).text).toBe(
      'Grüße'
    );
  });

  it('says when nobody knows the charset, and never decodes UTF-7', async () => {
    const unknown = await parse(
      withBody('text/plain; charset=x-klingon', Buffer.from('4772fcdf65', 'hex'), '8bit')
    );
    expect(unknown.text).toBe('Grüße');
    expect(unknown.warnings).toContain('charset_unknown');
    const smuggled = await parse(
      withBody('text/html; charset=utf-7', Buffer.from('+ADw-script+AD4-'), '8bit')
    );
    expect(smuggled.html).toBe('+ADw-script+AD4-');
  });

  it('decodes encoded words, also cut inside a character', async () => {
    const subjectOf = async (value: string): Promise<string> =>
      (await parse(mail(`Subject: ${value}`, '', 'x'))).subject;
    expect(await subjectOf('=?utf-8?B?w6TDtsO8?= =?utf-8?Q?_and_=C3=9F?=')).toBe('äöü and ß');
    expect(await subjectOf('=?utf-8?Q?=E4=BD?=\r\n =?utf-8?Q?=A0?=')).toBe('你');
    expect(await subjectOf('=?iso-2022-jp?B?GyRCJE8kJBsoQg==?=')).toBe('はい');
    expect(await subjectOf('=?nonsense?X?abc?= plain')).toBe('=?nonsense?X?abc?= plain');
  });
});
