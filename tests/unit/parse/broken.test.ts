import { describe, expect, it, vi } from 'vitest';
import { bytes, mail, parse } from './support';

// Many mails on a busy machine take their time.
vi.setConfig({ testTimeout: 120_000 });

describe('broken mails', () => {
  it('reads an empty one', async () => {
    expect(await parse('')).toMatchObject({
      size: 0,
      subject: '',
      from: [],
      text: null,
      html: null,
      attachments: [],
    });
  });

  it('reads headers without a body, and headers without an end', async () => {
    expect(await parse(mail('Subject: only', 'From: a@b.example', '', ''))).toMatchObject({
      subject: 'only',
      text: null,
      warnings: ['message_id_missing', 'date_missing'],
    });
    expect(await parse(mail('Subject: no end', 'From: a@b.example'))).toMatchObject({
      subject: 'no end',
      from: [{ address: 'a@b.example' }],
      text: null,
    });
  });

  it('reads a body without headers', async () => {
    expect(await parse(mail('', 'just text'))).toMatchObject({ headers: [], text: 'just text' });
  });

  it('passes over an mbox line and lines that are no field', async () => {
    const parsed = await parse(
      mail(
        'From MAILER-DAEMON Thu Jan  1 00:00:00 2026',
        'Subject : spaced',
        'this is no field',
        'To: a@b.example,',
        '\tc@d.example',
        '',
        'x'
      )
    );
    expect(parsed.headers.map(({ name }) => name)).toEqual(['subject', 'to']);
    expect(parsed.subject).toBe('spaced');
    expect(parsed.to.map(({ address }) => address)).toEqual(['a@b.example', 'c@d.example']);
  });

  it('shows a multipart without parts as text rather than losing it', async () => {
    const parsed = await parse(
      mail('Content-Type: multipart/report; boundary=x', '', 'The reason is here.', '')
    );
    expect(parsed.text).toBe('The reason is here.\n');
    expect(parsed.warnings).not.toContain('unparsable');
  });

  it('reads a multipart that is never closed, and one nested 300 deep', async () => {
    expect(
      await parse(mail('Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'text'))
    ).toMatchObject({
      text: 'text',
    });
    const deep = Array.from({ length: 300 }, (_, depth) => [
      `Content-Type: multipart/mixed; boundary=b${depth}`,
      '',
      `--b${depth}`,
    ]).flat();
    expect(await parse(mail(...deep, '', 'deep text'))).toMatchObject({ text: 'deep text' });
  });

  it('reads a line of ten megabytes, and one of header size without a line end', async () => {
    expect((await parse(mail('Subject: long', '', 'x'.repeat(10_000_000)))).warnings).toContain('text_cut');
    expect(await parse(Buffer.alloc(3_000_000, 'x'))).toMatchObject({ size: 3_000_000, subject: '' });
  });

  it('lets the first of doubled fields count and says so', async () => {
    const parsed = await parse(
      mail(
        'From: first@a.example',
        'From: second@a.example',
        'Subject: first',
        'Subject: second',
        'Message-ID: <first@a.example>',
        'Message-ID: <second@a.example>',
        '',
        'x'
      )
    );
    expect(parsed).toMatchObject({
      from: [{ address: 'first@a.example' }],
      subject: 'first',
      messageId: '<first@a.example>',
      warnings: ['message_id_duplicate', 'date_missing', 'from_duplicate', 'subject_duplicate'],
    });
  });

  it('never takes now for a date that is none', async () => {
    expect(await parse(mail('Date: yesterday, I think', '', 'x'))).toMatchObject({
      date: null,
      warnings: expect.arrayContaining(['date_invalid']),
    });
  });

  it('takes a Message-ID without brackets and refuses what is none', async () => {
    expect((await parse(mail('Message-ID: abc@d.example', '', 'x'))).messageId).toBe('<abc@d.example>');
    expect((await parse(mail('Message-ID: <>', '', 'x'))).messageId).toBeNull();
    expect(
      (await parse(mail('In-Reply-To: ', 'References: <a@b.c> garbage <d@e.f>\r\n <a@b.c>', '', 'x')))
        .references
    ).toEqual(['<a@b.c>', '<d@e.f>']);
  });

  it('lets no line break and no NUL out of an encoded word', async () => {
    const parsed = await parse(
      mail(
        'Subject: =?utf-8?Q?Hello=0D=0ABcc:_victim@x.example=00?=',
        'From: =?utf-8?Q?Mary=0AX=3A_y?= <mary@x.example>',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'a=00b'
      )
    );
    expect(parsed.subject).toBe('Hello Bcc: victim@x.example');
    expect(parsed.from).toEqual([{ address: 'mary@x.example', name: 'Mary X: y' }]);
    expect(parsed.text).toBe('a\uFFFDb');
  });

  it('reads raw 8-bit headers as UTF-8, else as what the mail says elsewhere, else as Latin-1', async () => {
    const subjectOf = async (raw: Buffer): Promise<string> => (await parse(raw)).subject;
    expect(await subjectOf(Buffer.from(mail('Subject: Grüße', '', 'x')))).toBe('Grüße');
    expect(await subjectOf(bytes(mail('Subject: Gr\u00fc\u00dfe', '', 'x')))).toBe('Grüße');
    expect(
      await subjectOf(
        bytes(mail('Subject: \u00f0\u00d2\u00c9', 'Content-Type: text/plain; charset=koi8-r', '', 'x'))
      )
    ).toBe('При');
    expect((await parse(bytes(mail('From: J\u00f6rg <j@x.example>', '', 'x')))).from).toEqual([
      { address: 'j@x.example', name: 'Jörg' },
    ]);
  });
});
