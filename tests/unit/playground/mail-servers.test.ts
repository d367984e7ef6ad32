import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCatcher, startExchange, startMailbox } from '../../../playground/mail-servers/index.mjs';

const MAIL = Buffer.from(
  'From: mary@customer.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n' +
    'Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\ncaf\xe9\r\n',
  'latin1'
);

describe('the mail servers of the playground', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mail-servers-'));
  let catcher: Awaited<ReturnType<typeof startCatcher>>;
  let mailbox: Awaited<ReturnType<typeof startMailbox>>;
  let exchange: Awaited<ReturnType<typeof startExchange>>;

  const imap = (pass: string) =>
    new ImapFlow({
      host: mailbox.host,
      port: mailbox.port,
      secure: false,
      auth: { user: mailbox.username, pass },
      logger: false,
    });

  const send = async (to: string[]) => {
    const transport = nodemailer.createTransport({ host: exchange.host, port: exchange.port });
    await transport.sendMail({ envelope: { from: 'mary@customer.example', to }, raw: MAIL });
    transport.close();
  };

  beforeAll(async () => {
    catcher = await startCatcher({ folder });
    mailbox = await startMailbox({ username: 'site', password: 'secret' });
    exchange = await startExchange({
      mailboxOf: (address) => (address.endsWith('@site.example') ? mailbox : null),
      relay: { host: catcher.host, port: catcher.smtpPort },
    });
  });
  afterAll(async () => {
    await exchange.close();
    await mailbox.close();
    await catcher.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('put a mail for the site into the mailbox, with its exact bytes below the trace of its delivery', async () => {
    await send(['support@site.example']);
    const client = imap('secret');
    await client.connect();
    await client.mailboxOpen('INBOX');
    const mail = await client.fetchOne('1', { source: true });
    await client.logout();

    const source = mail ? mail.source : undefined;
    expect(source?.subarray(-MAIL.length)).toEqual(MAIL);
    const trace = source?.subarray(0, -MAIL.length).toString();
    expect(trace).toMatch(
      /^Return-Path: <mary@customer\.example>\r\nDelivered-To: support@site\.example\r\nReceived: /
    );
  });

  it('pass a mail for others on to the catcher, whose page shows it', async () => {
    await send(['bob@elsewhere.example']);
    const mails = await catcher.mails();
    expect(mails.map((mail) => mail.subject)).toEqual(['Grüße']);
    expect(mails[0]?.envelope).toEqual({ from: 'mary@customer.example', to: ['bob@elsewhere.example'] });
    const page = await fetch(catcher.page, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
  });

  it('refuse a wrong password', async () => {
    await expect(imap('wrong').connect()).rejects.toMatchObject({ authenticationFailed: true });
  });
});
