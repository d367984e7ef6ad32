import { describe, expect, it, vi } from 'vitest';
import { recogniseReport, type Report } from '../../../server/src/inbound/recognise';
import type { Envelope } from '../../../server/src/mail';
import { corpus, mail, parse } from '../parse/support';

// Many mails on a busy machine take their time.
vi.setConfig({ testTimeout: 120_000 });

const NULL_SENDER: Pick<Envelope, 'sender'> = { sender: '' };
const PERSON: Pick<Envelope, 'sender'> = { sender: 'mary@customer.example' };

const recognise = async (
  raw: string,
  envelope: Pick<Envelope, 'sender'> | null = NULL_SENDER
): Promise<Report | null> => recogniseReport(await parse(raw), envelope);

const multipartReport = (
  type: string,
  status: string,
  original = 'Message-ID: <sent@site.example>\r\nTo: x@y.example'
): string =>
  mail(
    'From: MAILER-DAEMON@mx.example',
    'Subject: Undelivered Mail Returned to Sender',
    `Content-Type: multipart/report; report-type=${type}; boundary=b`,
    '',
    '--b',
    '',
    'For people.',
    '--b',
    `Content-Type: message/${type}`,
    '',
    status,
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    original,
    '',
    '--b--'
  );

describe('structured reports', () => {
  it('reads every recipient of a bounce, the ENVID and the original', async () => {
    const report = await recognise(
      multipartReport(
        'delivery-status',
        mail(
          'Reporting-MTA: dns; mx.example',
          'Original-Envelope-Id: token123',
          '',
          'Original-Recipient: rfc822;list@y.example',
          'Final-Recipient: RFC822; <x@y.example>',
          'Action: failed (bad address)',
          'Status: 5.0.0',
          'Diagnostic-Code: smtp; 550 5.1.1',
          ' <x@y.example> User unknown',
          '',
          'Final-Recipient: utf-8; j\\x{F6}rg@y.example',
          'Action: delayed',
          'Status: 4.4.1 (no answer)'
        )
      )
    );
    expect(report).toEqual({
      kind: 'bounce',
      dialect: 'rfc3464',
      recipients: [
        {
          address: 'x@y.example',
          original: 'list@y.example',
          action: 'failed',
          status: '5.1.1',
          diagnostic: '550 5.1.1 <x@y.example> User unknown',
        },
        { address: 'jörg@y.example', original: null, action: 'delayed', status: '4.4.1', diagnostic: null },
      ],
      originalMessageIds: ['<sent@site.example>'],
      envelopeId: 'token123',
    });
  });

  it.each([
    ['delayed', 'delayed'],
    ['delivered', 'success'],
    ['relayed', 'success'],
    ['expanded', 'success'],
    ['failed', 'bounce'],
  ])('takes Action: %s for %s', async (action, kind) => {
    const status = mail(
      'Reporting-MTA: dns; m',
      '',
      'Final-Recipient: rfc822; x@y.example',
      `Action: ${action}`
    );
    expect((await recognise(multipartReport('delivery-status', status)))?.kind).toBe(kind);
    expect((await recognise(multipartReport('delivery-status', status), PERSON))?.kind).toBe(kind);
  });

  it('reads the delivery status of internationalised mail and several recipients run together', async () => {
    const status = mail(
      'Final-Recipient: rfc822; a@y.example',
      'Status: 5.1.1',
      'Final-Recipient: rfc822; b@y.example',
      'Status: 4.2.2'
    );
    const report = await recognise(
      multipartReport('delivery-status', status).replace(
        'message/delivery-status',
        'message/global-delivery-status'
      )
    );
    expect(report?.recipients.map(({ address, action }) => [address, action])).toEqual([
      ['a@y.example', 'failed'],
      ['b@y.example', 'delayed'],
    ]);
  });

  it('reads complaints, and reports in which nobody complains', async () => {
    const abuse = mail('Feedback-Type: abuse', 'Version: 1', 'Original-Rcpt-To: <x@y.example>');
    expect(await recognise(multipartReport('feedback-report', abuse), PERSON)).toMatchObject({
      kind: 'complaint',
      dialect: 'rfc5965',
      recipients: [{ address: null, original: 'x@y.example', action: 'complained' }],
      originalMessageIds: ['<sent@site.example>'],
    });
    for (const type of ['auth-failure', 'not-spam']) {
      expect(
        await recognise(multipartReport('feedback-report', `Feedback-Type: ${type}`), PERSON)
      ).toMatchObject({
        kind: 'other',
        recipients: [],
      });
    }
  });

  it('does not take a read receipt for a report', async () => {
    const receipt = mail(
      'Final-Recipient: rfc822; x@y.example',
      'Disposition: manual-action/MDN-sent-manually; displayed'
    );
    expect(await recognise(multipartReport('disposition-notification', receipt))).toBeNull();
  });
});

const QMAIL = mail(
  'From: MAILER-DAEMON@mx.example',
  'To: sender@site.example',
  'Subject: failure notice',
  '',
  'Hi. This is the qmail-send program at mx.example.',
  "I'm afraid I wasn't able to deliver your message to the following addresses.",
  '',
  '<x@y.example>:',
  '192.0.2.1 does not like recipient.',
  'Remote host said: 550 5.2.1 mailbox disabled',
  '',
  '--- Below this line is a copy of the message.',
  '',
  'Message-ID: <sent@site.example>',
  'References: <older@site.example>',
  'To: other@y.example',
  ''
);

describe('reports in prose', () => {
  it('reads a known dialect from a robot', async () => {
    expect(await recognise(QMAIL, null)).toMatchObject({
      kind: 'bounce',
      dialect: 'qmail',
      recipients: [{ address: 'x@y.example', action: 'failed', status: '5.2.1' }],
      originalMessageIds: ['<sent@site.example>'],
    });
  });

  it('takes none from a person, forwarded or not', async () => {
    const from = QMAIL.replace('MAILER-DAEMON@mx.example', 'mary@customer.example');
    expect(await recognise(from, PERSON)).toBeNull();
    expect(await recognise(from.replace('Subject: ', 'Subject: Fwd: '), NULL_SENDER)).toBeNull();
    const inline = QMAIL.replace(
      'Hi. This',
      'What is this?\r\n\r\n---------- Forwarded message ---------\r\nHi. This'
    );
    expect(await recognise(inline.replace('MAILER-DAEMON', 'postmaster'), PERSON)).toBeNull();
  });

  it('takes none that is attached to the mail of a person', async () => {
    const attached = mail(
      'From: mary@customer.example',
      'Subject: what is this?',
      'Content-Type: multipart/mixed; boundary=m',
      '',
      '--m',
      '',
      'This came back to me.',
      '--m',
      'Content-Type: message/rfc822',
      '',
      multipartReport('delivery-status', 'Final-Recipient: rfc822; x@y.example\r\nAction: failed'),
      '--m--'
    );
    expect(await recognise(attached, PERSON)).toBeNull();
  });

  it('takes a postmaster who writes himself, and a null sender without a report, for none', async () => {
    expect(
      await recognise(
        mail(
          'From: postmaster@y.example',
          'Subject: Your mails',
          '',
          'Please call me about the mails that could not be delivered.'
        ),
        PERSON
      )
    ).toBeNull();
    expect(await recognise(mail('From: shop@y.example', 'Subject: Your order', '', 'Thank you.'))).toBeNull();
  });

  it('tells a delay from a failure', async () => {
    const delay = mail(
      'From: mailer-daemon@googlemail.com',
      'Subject: Delivery Status Notification (Delay)',
      '',
      'THIS IS A WARNING MESSAGE ONLY.',
      '',
      'Delivery to the following recipient has been delayed:',
      '',
      '     x@y.example',
      '',
      'Message will be retried for 2 more day(s)'
    );
    expect(await recognise(delay)).toMatchObject({
      kind: 'delayed',
      recipients: [{ address: 'x@y.example', action: 'delayed' }],
    });
  });

  it('uses X-Failed-Recipients, and at last the recipient of the returned mail', async () => {
    const exim = (extra: string): string =>
      mail(
        'From: Mail Delivery System <Mailer-Daemon@mx.example>',
        'Subject: Mail delivery failed: returning message to sender',
        ...(extra ? [extra] : []),
        '',
        'This message was created automatically by mail delivery software.',
        'All hosts have been failing for a long time: 451 try later',
        '',
        '------ This is a copy of the message, including all the headers. ------',
        'Message-ID: <sent@site.example>',
        'To: <only@y.example>',
        ''
      );
    expect(
      (await recognise(exim('X-Failed-Recipients: a@y.example, b@y.example')))?.recipients
    ).toMatchObject([{ address: 'a@y.example', status: '4.0.0' }, { address: 'b@y.example' }]);
    expect((await recognise(exim('')))?.recipients).toMatchObject([{ address: 'only@y.example' }]);
  });

  it('stays quick on hostile text', async () => {
    const hostile = [
      '<a@',
      '-'.repeat(400_000),
      `RCPT TO: ${' '.repeat(200_000)}`,
      'a'.repeat(300_000),
      '5.'.repeat(200_000),
    ];
    for (const text of hostile) {
      await recognise(mail('From: MAILER-DAEMON@x.example', 'Subject: failure notice', '', text, text));
    }
  });
});

const bounces = corpus('bounces');
const messages = corpus('messages');

interface Expected {
  bounce: boolean;
  recipients?: readonly unknown[];
}

describe.skipIf(!bounces.found)('the corpus of real bounces', () => {
  it('is recognised: every structured report, and all but few in prose', async () => {
    const { default: expected } = (await import(`${bounces.root}/expected.json`, {
      with: { type: 'json' },
    })) as {
      default: Record<string, Expected>;
    };
    const missed: string[] = [];
    const miscounted: string[] = [];
    for (const file of bounces.files) {
      const parsed = await parse(bounces.read(file));
      const report = recogniseReport(parsed, null);
      if (!expected[file]?.bounce) expect(report, file).toBeNull();
      else if (report === null) missed.push(file);
      else if (report.recipients.length !== expected[file].recipients?.length) miscounted.push(file);
    }
    // A person who forwards a bounce sends no report.
    expect(missed).toEqual(['lhost-sendmail-14.eml']);
    // An authentication failure concerns no recipient.
    expect(miscounted).toEqual(['arf-20.eml']);
  });
});

describe.skipIf(!messages.found)('the corpus of other messages', () => {
  it('holds no report but those that are some', async () => {
    const reports: string[] = [];
    for (const file of messages.files) {
      if (recogniseReport(await parse(messages.read(file)), null)) reports.push(file);
    }
    expect(reports.filter((file) => !file.startsWith('multipart_report_emails--'))).toEqual([
      'mime_emails--raw_email_with_mimepart_without_content_type.eml',
    ]);
    expect(reports.length).toBe(6);
  });
});
