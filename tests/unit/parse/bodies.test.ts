import { describe, expect, it } from 'vitest';
import { mail, parse } from './support';

const HEAD = [
  'From: Mary <mary@customer.example>',
  'To: support@site.example',
  'Subject: Hello',
  'Message-ID: <1@customer.example>',
  'Date: Thu, 1 Jan 2026 10:00:00 +0100',
  'MIME-Version: 1.0',
];

describe('the parts of a mail', () => {
  it('reads a plain mail', async () => {
    const parsed = await parse(
      mail(...HEAD, 'Cc: Bob <bob@xn--mnchen-3ya.example>, "a,b"@x.example', '', 'One', 'Two', '')
    );
    expect(parsed).toMatchObject({
      messageId: '<1@customer.example>',
      subject: 'Hello',
      from: [{ address: 'mary@customer.example', name: 'Mary' }],
      to: [{ address: 'support@site.example', name: '' }],
      cc: [
        { address: 'bob@xn--mnchen-3ya.example', name: 'Bob' },
        { address: '"a,b"@x.example', name: '' },
      ],
      date: new Date('2026-01-01T09:00:00Z'),
      text: 'One\nTwo\n',
      html: null,
      attachments: [],
      warnings: [],
    });
    expect(parsed.contentKey).toMatch(/^[0-9a-f]{64}$/);
    expect(parsed.rawDigest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps the two versions of an alternative apart', async () => {
    const parsed = await parse(
      mail(
        ...HEAD,
        'Content-Type: multipart/alternative; boundary=b',
        '',
        'preamble',
        '--b',
        '',
        'text version',
        '--b',
        'Content-Type: text/html; charset=utf-8',
        '',
        '<p>html version</p>',
        '--b--',
        'epilogue'
      )
    );
    expect(parsed.text).toBe('text version');
    expect(parsed.html).toBe('<p>html version</p>');
    expect(parsed.attachments).toEqual([]);
  });

  it('hides neither what a list appended nor text between pictures', async () => {
    const parsed = await parse(
      mail(
        ...HEAD,
        'Content-Type: multipart/mixed; boundary=o',
        '',
        '--o',
        'Content-Type: multipart/alternative; boundary=i',
        '',
        '--i',
        'Content-Type: text/plain',
        '',
        'plain',
        '--i',
        'Content-Type: text/html',
        '',
        '<p>rich</p>',
        '--i--',
        '--o',
        'Content-Type: image/png',
        'Content-Transfer-Encoding: base64',
        '',
        'AAAA',
        '--o',
        'Content-Type: text/plain',
        '',
        'footer <1 & 2>',
        '--o',
        'Content-Type: text/html',
        '',
        '<style>p{}</style><div>only &auml; in &lt;html&gt;</div>',
        '--o--'
      )
    );
    expect(parsed.text).toContain('plain\nfooter <1 & 2>\n');
    expect(parsed.text).toContain('in <html>');
    expect(parsed.text).not.toContain('rich');
    expect(parsed.html).toContain('<p>rich</p>');
    expect(parsed.html).toContain('footer &#60;1 &#38; 2&#62;');
    expect(parsed.html).toContain('<div>only');
    expect(parsed.attachments.map(({ contentType }) => contentType)).toEqual(['image/png']);
  });

  it('joins the soft line breaks of format=flowed', async () => {
    const parsed = await parse(
      mail(
        ...HEAD,
        'Content-Type: text/plain; format=flowed',
        '',
        'one ',
        'line',
        'two',
        '> quoted ',
        '> text',
        '-- ',
        'Mary'
      )
    );
    expect(parsed.text).toBe('one line\ntwo\n> quoted text\n-- \nMary');
  });

  it('keeps a forwarded mail as an attachment, inline and without a name too', async () => {
    const parsed = await parse(
      mail(
        ...HEAD,
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        '',
        'see below',
        '--b',
        'Content-Type: message/rfc822',
        'Content-Disposition: inline',
        '',
        'Subject: inner',
        'Content-Type: multipart/mixed; boundary=c',
        '',
        '--c',
        '',
        'inner text',
        '--c--',
        '--b--'
      )
    );
    expect(parsed.text).toBe('see below');
    expect(parsed.attachments).toMatchObject([
      { contentType: 'message/rfc822', fileName: null, disposition: 'inline', index: 0 },
    ]);
    expect(parsed.report).toMatchObject({
      reportType: null,
      originalHeaders: expect.stringContaining('Subject: inner'),
    });
    const content = parsed.attachments[0]?.content;
    expect(content?.kind === 'memory' && content.bytes.toString()).toContain('inner text');
  });

  it('treats a named text as a file, but not the only text of a mail that names it', async () => {
    const named = await parse(
      mail(
        ...HEAD,
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain; name=body.txt',
        '',
        'the body',
        '--b',
        'Content-Type: text/plain; name=notes.txt',
        '',
        'a file',
        '--b',
        'Content-Type: text/plain',
        'Content-Disposition: inline; filename=more.txt',
        '',
        'another',
        '--b',
        'Content-Type: text/html',
        'Content-Disposition: attachment',
        '',
        '<p>saved page</p>',
        '--b--'
      )
    );
    expect(named.text).toBe('the body');
    expect(named.html).toBeNull();
    expect(named.attachments.map(({ fileName }) => fileName)).toEqual(['notes.txt', 'more.txt', null]);
  });

  it('decodes names of files in every usual form', async () => {
    const names = [
      "filename*=utf-8''na%C3%AFve%20plan.pdf",
      `filename*0*=iso-8859-1''na%EFve; filename*1=" plan.pdf"`,
      'filename="=?utf-8?B?bmHDr3ZlIHBsYW4ucGRm?="',
      'filename="=?iso-8859-1?Q?na=EFve_plan=2Epdf?="',
      'filename="naïve plan.pdf"',
      'filename=naïve plan.pdf',
    ];
    const parsed = await parse(
      mail(
        ...HEAD,
        'Content-Type: multipart/mixed; boundary=b',
        '',
        ...names.flatMap((name) => [
          '--b',
          'Content-Type: application/pdf',
          `Content-Disposition: attachment; ${name}`,
          '',
          'x',
        ]),
        '--b--'
      )
    );
    expect(parsed.attachments.map(({ fileName }) => fileName)).toEqual(names.map(() => 'naïve plan.pdf'));
  });

  it('knows a type whose parameter lost its semicolon, and a disposition that nobody knows', async () => {
    const odd = await parse(
      mail(...HEAD, 'Content-Type: text/plain charset="utf-8"', 'Content-Disposition: weird', '', 'text')
    );
    expect(odd.text).toBe('text');
    expect(odd.attachments).toEqual([]);
  });

  it('says when a part cannot be read by anybody else', async () => {
    const parsed = await parse(mail(...HEAD, 'Content-Type: application/ms-tnef; name=winmail.dat', '', 'x'));
    expect(parsed.warnings).toContain('encrypted_or_tnef');
    expect(parsed.attachments).toMatchObject([{ fileName: 'winmail.dat', size: 1 }]);
  });

  it('reads the parts of a report', async () => {
    const parsed = await parse(
      mail(
        ...HEAD,
        'Content-Type: multipart/report; report-type="delivery-status"; boundary=b',
        '',
        '--b',
        '',
        'Sorry.',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mx.example',
        '',
        'Final-Recipient: rfc822; x@y.example',
        'Action: failed',
        '',
        '--b',
        'Content-Type: text/rfc822-headers',
        '',
        'Message-ID: <sent@site.example>',
        'Subject: was sent',
        '',
        '--b--'
      )
    );
    expect(parsed.text).toBe('Sorry.');
    expect(parsed.report.reportType).toBe('delivery-status');
    expect(parsed.report.deliveryStatus).toContain('Action: failed');
    expect(parsed.report.feedbackReport).toBeNull();
    expect(parsed.report.originalHeaders).toContain('<sent@site.example>');
  });
});
