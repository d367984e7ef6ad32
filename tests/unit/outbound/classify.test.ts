import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyFailure, type SmtpPhase } from '../../../server/src/outbound';

/** A refusal in the dialogue, as nodemailer reports it. */
const refusal = (command: string, response: string, phase: SmtpPhase = 'envelope') =>
  classifyFailure(
    { message: 'refused', command, response, responseCode: Number(response.slice(0, 3)) },
    phase
  );

const faults = (rows: [command: string, response: string][]) =>
  rows.map(([command, response]) => {
    const { fault, permanent } = refusal(command, response, command === 'DATA' ? 'message' : 'envelope');
    return `${fault}${permanent ? '' : ', again'} <- ${command}: ${response}`;
  });

describe('who is at fault', () => {
  test('everything before the mail is the server’s fault, whatever the code', () => {
    const rows: [SmtpPhase, object][] = [
      ['connect', { code: 'ECONNREFUSED' }],
      ['connect', { code: 'EDNS' }],
      ['connect', { code: 'ETLS', command: 'STARTTLS', response: '502 5.5.1 no', responseCode: 502 }],
      ['connect', { code: 'EPROTOCOL', response: '554 5.7.1 go away', responseCode: 554 }],
      ['login', { code: 'EAUTH', command: 'AUTH PLAIN', response: '535 5.7.8 bad', responseCode: 535 }],
      ['login', { code: 'EAUTH', command: 'AUTH XOAUTH2' }],
    ];
    for (const [phase, error] of rows) {
      expect(classifyFailure({ message: 'x', ...error }, phase)).toMatchObject({
        fault: 'server',
        permanent: false,
      });
    }
  });

  test('421 and a demand for a login are the server’s fault at any command', () => {
    for (const command of ['MAIL FROM', 'RCPT TO', 'DATA']) {
      expect(refusal(command, '421 4.3.2 shutting down').fault).toBe('server');
      expect(refusal(command, '530 5.7.0 Authentication required').fault).toBe('server');
      expect(refusal(command, '550 5.7.57 Client was not authenticated').fault).toBe('server');
    }
  });

  test('so are a used-up sending limit, a denied relay and a login that the server wants after MAIL FROM', () => {
    expect(
      faults([
        ['DATA', '550 5.4.5 Daily user sending limit exceeded'],
        ['MAIL FROM', '550-5.4.5 Daily SMTP relay limit exceeded for customer'],
        ['DATA', '554 5.1.90 Your message cannot be sent'],
        ['RCPT TO', '554 5.7.1 You reached your sending quota'],
        ['MAIL FROM', '452 quota exceeded for sender'],
        ['RCPT TO', '554 5.7.1 Relay access denied'],
        ['RCPT TO', '550 5.7.64 TenantAttribution; Relay Access Denied'],
        ['RCPT TO', '550 relaying denied'],
        ['RCPT TO', '550 5.7.1 relaying not permitted'],
        ['RCPT TO', '550 5.7.1 Unable to relay'],
        ['MAIL FROM', '535 5.7.8 Authentication credentials invalid'],
        ['MAIL FROM', '538 5.7.11 Encryption needed'],
      ]).filter((line) => !line.startsWith('server, again <- '))
    ).toEqual([]);
  });

  test('the sender', () => {
    expect(
      faults([
        ['MAIL FROM', '550 5.1.8 Sender rejected'],
        ['MAIL FROM', '553 not allowed'],
        ['MAIL FROM', '451 4.1.8 try later'],
        ['RCPT TO', '553 5.7.1 <a@b>: Sender address rejected: not owned by user c'],
        ['DATA', '550 5.7.60 SMTP; Client does not have permissions to send as this sender'],
        ['DATA', '554 5.2.252 SendAsDenied; a@b not allowed to send as c@d'],
        ['DATA', '553 5.3.0 no'],
        ['RCPT TO', '550 5.1.7 bad sender mailbox syntax'],
        ['RCPT TO', '450 4.1.8 <a@b>: Domain not found'],
        ['DATA', '550 5.1.8 Access denied, bad outbound sender'],
      ])
    ).toMatchInlineSnapshot(`
      [
        "sender <- MAIL FROM: 550 5.1.8 Sender rejected",
        "sender <- MAIL FROM: 553 not allowed",
        "sender, again <- MAIL FROM: 451 4.1.8 try later",
        "sender <- RCPT TO: 553 5.7.1 <a@b>: Sender address rejected: not owned by user c",
        "sender <- DATA: 550 5.7.60 SMTP; Client does not have permissions to send as this sender",
        "sender <- DATA: 554 5.2.252 SendAsDenied; a@b not allowed to send as c@d",
        "sender <- DATA: 553 5.3.0 no",
        "sender <- RCPT TO: 550 5.1.7 bad sender mailbox syntax",
        "sender, again <- RCPT TO: 450 4.1.8 <a@b>: Domain not found",
        "sender <- DATA: 550 5.1.8 Access denied, bad outbound sender",
      ]
    `);
  });

  test('the recipient', () => {
    expect(
      faults([
        ['RCPT TO', '550 5.1.1 no such user'],
        ['RCPT TO', '550 5.1.10 RESOLVER.ADR.RecipientNotFound'],
        ['RCPT TO', '550 5.2.1 mailbox disabled'],
        ['RCPT TO', '552 5.2.2 mailbox full'],
        ['RCPT TO', '550 5.4.1 Recipient address rejected: Access denied'],
        ['RCPT TO', '450 4.2.0 greylisted'],
        ['RCPT TO', '550 User unknown'],
        ['RCPT TO', '550 Requested action not taken: mailbox unavailable'],
        ['RCPT TO', '553 sorry, no such address here'],
      ])
    ).toMatchInlineSnapshot(`
      [
        "recipient <- RCPT TO: 550 5.1.1 no such user",
        "recipient <- RCPT TO: 550 5.1.10 RESOLVER.ADR.RecipientNotFound",
        "recipient <- RCPT TO: 550 5.2.1 mailbox disabled",
        "recipient <- RCPT TO: 552 5.2.2 mailbox full",
        "recipient <- RCPT TO: 550 5.4.1 Recipient address rejected: Access denied",
        "recipient, again <- RCPT TO: 450 4.2.0 greylisted",
        "recipient <- RCPT TO: 550 User unknown",
        "recipient <- RCPT TO: 550 Requested action not taken: mailbox unavailable",
        "recipient <- RCPT TO: 553 sorry, no such address here",
      ]
    `);
  });

  test('the content, or a policy', () => {
    expect(
      faults([
        ['RCPT TO', '554 5.7.1 Service unavailable; Client host [1.2.3.4] blocked using zen.spamhaus.org'],
        ['RCPT TO', '550 rejected as spam'],
        ['DATA', '554 5.7.1 spam'],
        ['DATA', '550 5.1.1 no such user'],
        ['DATA', '554 Transaction failed'],
        ['DATA', '451 4.7.1 try again'],
        ['DATA', '552 5.3.4 Message size exceeds fixed limit'],
        ['MAIL FROM', '552 5.3.4 Message too big for system'],
      ])
    ).toMatchInlineSnapshot(`
      [
        "content <- RCPT TO: 554 5.7.1 Service unavailable; Client host [1.2.3.4] blocked using zen.spamhaus.org",
        "content <- RCPT TO: 550 rejected as spam",
        "content <- DATA: 554 5.7.1 spam",
        "content <- DATA: 550 5.1.1 no such user",
        "content <- DATA: 554 Transaction failed",
        "content, again <- DATA: 451 4.7.1 try again",
        "content <- DATA: 552 5.3.4 Message size exceeds fixed limit",
        "content <- MAIL FROM: 552 5.3.4 Message too big for system",
      ]
    `);
  });

  test('a refusal that says nothing is unknown, final, and scored against nobody', () => {
    expect(
      faults([
        ['RCPT TO', '554 no'],
        ['RCPT TO', '550 5.5.0 no'],
        ['RSET', '500 ?'],
      ])
    ).toMatchInlineSnapshot(`
      [
        "unknown <- RCPT TO: 554 no",
        "unknown <- RCPT TO: 550 5.5.0 no",
        "unknown <- RSET: 500 ?",
      ]
    `);
  });

  test('a connection lost in the dialogue is tried again and blamed on nobody', () => {
    expect(
      classifyFailure({ message: 'Connection closed', code: 'ECONNECTION', command: 'CONN' }, 'envelope')
    ).toMatchObject({ fault: 'unknown', permanent: false, code: null });
  });

  test('a mail larger than the server takes, and an address that cannot be used, are final', () => {
    expect(
      classifyFailure(
        { message: 'Message size larger than allowed 10', code: 'EMESSAGE', command: 'MAIL FROM' },
        'envelope'
      )
    ).toMatchObject({ fault: 'content', permanent: true });
    expect(
      classifyFailure({ message: 'Invalid recipient "a<b"', code: 'EENVELOPE', command: 'API' }, 'envelope')
    ).toMatchObject({ fault: 'recipient', permanent: true });
  });

  test('the sentence carries what the server said, and the codes are read', () => {
    const failure = refusal('RCPT TO', '550 5.1.1 <x@y> no such user');
    expect(failure).toMatchObject({ code: 550, enhancedCode: '5.1.1' });
    expect(failure.sentence).toEqual({
      code: 'recipient_refused',
      values: { said: '550 5.1.1 <x@y> no such user' },
      message: 'The recipient address was refused: 550 5.1.1 <x@y> no such user',
    });
  });

  test('any reply at all gets a verdict; 4xx and server faults are never final', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('MAIL FROM', 'RCPT TO', 'DATA', 'RSET', 'AUTH PLAIN', ''),
        fc.integer({ min: 400, max: 599 }),
        fc.string(),
        fc.constantFrom<SmtpPhase>('connect', 'login', 'envelope', 'message'),
        (command, code, text, phase) => {
          const verdict = refusal(command, `${code} ${text}`, phase);
          if (code < 500 || verdict.fault === 'server') expect(verdict.permanent).toBe(false);
        }
      )
    );
  });
});
