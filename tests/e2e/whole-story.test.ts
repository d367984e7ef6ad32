import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDovecot, startDovecot, type Dovecot } from '../support/dovecot';
import { rawMail } from '../support/raw-mail';
import { startSmtpSink, type SmtpSink } from '../support/smtp';
import { hasBrowser, logInAs, startBrowser } from './support/browser';
import { OWNER, startE2eSite, type E2eSite } from './support/site';

const LOGIN = 'support@site.example';
const CUSTOMER = 'mary@customer.example';

const order = (name: string): Buffer =>
  rawMail({
    subject: `Order of ${name}`,
    from: `${name} <${name.toLowerCase()}@customers.example>`,
    to: 'sales@site.example',
  });

/** From an empty site to a conversation with a customer, by what stands on the screen alone; real servers around it. */
describe.skipIf(!hasBrowser() || !hasDovecot())('A site owner without a manual', () => {
  let site: E2eSite;
  let dovecot: Dovecot;
  let sink: SmtpSink;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [dovecot, sink] = await Promise.all([startDovecot(), startSmtpSink()]);
    site = await startE2eSite({ MAIL_GATEWAY_ALLOWED_PORTS: `${dovecot.ports.imap},${sink.port}` });
    browser = await startBrowser();
    page = await logInAs(browser, site.url, OWNER);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await Promise.all([dovecot?.stop(), sink?.stop()]);
  });

  const link = (name: string) => page.getByRole('link', { name, exact: true }).first();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const field = (name: string) => page.getByRole('textbox', { name: new RegExp(`^${name}\\*?$`) });
  const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const choose = async (label: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  const setting = async (name: string): Promise<void> => {
    await link('Settings').click();
    await link(name).click();
    await heading(name);
  };
  const fetchNow = async (said: string): Promise<void> => {
    await setting('Incoming servers');
    await link('Support mailbox').click();
    await button('Fetch now').click();
    await page.getByText(said).waitFor();
  };
  const receivedMail = async (subject: string): Promise<void> => {
    await link('Mail').click();
    await link('Received mail').click();
    await page
      .getByRole('link', { name: new RegExp(`“${subject}”`) })
      .first()
      .click();
    await heading(subject);
  };
  /** Nothing is left to be saved: the notices of earlier saves may still stand on the screen. */
  const saved = () => expect.poll(() => button('Save').isDisabled(), { timeout: 20_000 }).toBe(true);
  const messages = () => page.getByRole('list', { name: 'Messages' }).locator('> li');

  it('says what mail to an address becomes', async () => {
    await link('Mail').click();
    await link('Set up mail in a few steps').click();
    await field('Alias domain').fill('site.example');
    await button('Save').click();
    await page.getByText('Addresses of this site end with @site.example.').waitFor();
    await choose('Becomes', 'Ticket');
    await button('Create the alias').click();
    await page.getByText('Mail to support@site.example becomes: Ticket.').waitFor();
  });

  it('connects a mailbox, whose mail becomes a ticket', async () => {
    await dovecot.deliver(LOGIN, [rawMail({ subject: 'The printer burns', from: `Mary <${CUSTOMER}>` })]);
    await link('Incoming servers').click();
    await link('Add an incoming server').click();
    await page.getByRole('link', { name: /^Another server/ }).click();
    await field('Name').fill('Support mailbox');
    await field('Host').fill('127.0.0.1');
    await choose('Encryption', 'None');
    await field('Port').fill(String(dovecot.ports.imap));
    await field('User name').fill(LOGIN);
    await page.getByLabel('Password').fill(dovecot.password);
    await button('Test & confirm').click();
    await page.getByText('The test went well').waitFor();
    await button('Fetch now').click();
    await page.getByText('1 mail was taken in.').waitFor();
  });

  it('connects a server for answers', async () => {
    await setting('Outgoing servers');
    await link('Add an outgoing server').click();
    await page.getByRole('link', { name: /^Another server/ }).click();
    await field('Name').fill('Relay');
    await field('Host').fill('127.0.0.1');
    await choose('Encryption', 'None');
    await field('Port').fill(String(sink.port));
    await choose('Authentication', 'None');
    await button('Test connection').click();
    await page.getByText('The server accepts us and would take mail.').waitFor();
    await button('Save').click();
    await heading('Relay');
  });

  it('answers the customer from the ticket', async () => {
    await receivedMail('The printer burns');
    await link('Open the Ticket').click();
    await messages().filter({ hasText: 'The printer does not print.' }).waitFor();
    await page.getByRole('textbox', { name: 'Your answer' }).fill('Please switch it off.');
    await button('Send answer').click();
    await messages().filter({ hasText: 'Please switch it off.' }).waitFor();
    await expect.poll(() => sink.mails.length, { timeout: 20_000 }).toBe(1);
    expect(sink.mails[0]?.to).toEqual([CUSTOMER]);
    await messages()
      .filter({ hasText: 'Please switch it off.' })
      .getByText(/^Delivered to the mail server/)
      .waitFor();
  });

  it('reads the reply where the conversation is', async () => {
    const answer = sink.mails[0]?.raw ?? '';
    const header = (name: string): string =>
      new RegExp(`^${name}: (.*(?:\r?\n[ \t].*)*)`, 'im').exec(answer)?.[1]?.replace(/\s+/g, ' ') ?? '';
    await dovecot.deliver(LOGIN, [
      rawMail({
        subject: 'Re: The printer burns',
        from: `Mary <${CUSTOMER}>`,
        to: header('Reply-To') || header('From'),
        inReplyTo: header('Message-ID'),
        body: 'It is off. Thank you!\r\n\r\nOn Monday Ada Owner wrote:\r\n> Please switch it off.',
      }),
    ]);
    await fetchNow('1 mail was taken in.');
    await receivedMail('The printer burns');
    await link('Open the Ticket').click();
    await link('Open conversation').click();
    await heading('The printer burns');
    const reply = messages().filter({ hasText: 'It is off. Thank you!' });
    await reply.getByRole('button', { name: 'Show what was cut' }).waitFor();
    expect(await messages().count()).toBe(3);
  });

  it('makes an alias of a mail that found no place, and replays it', async () => {
    await site.mail(order('Ada'), 'sales@site.example');
    await receivedMail('Order of Ada');
    await link('Make an alias from this mail').click();
    await choose('Content type', 'Order');
    expect(await field('Name').inputValue()).toBe('sales');
    await page.getByRole('region', { name: 'Preview' }).getByText('ada@customers.example').first().waitFor();
    await button('Save').click();
    await heading('sales@site.example');
    await receivedMail('Order of Ada');
    await button('Replay').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Replay' }).click();
    await page.getByText('This mail became a new entry.').waitFor();
  });

  it('mends what fills a required attribute, and replays the mails that were refused', async () => {
    await setting('Aliases');
    await link('sales@site.example').click();
    await choose('email', 'A header field …');
    await page.getByRole('textbox', { name: 'Name of the header field for email' }).fill('X-Customer');
    await button('Save').click();
    await saved();
    for (const name of ['Bo', 'Cy', 'Di']) await site.mail(order(name), 'sales@site.example');
    await receivedMail('Order of Di');
    await page.getByText('The entry was refused').first().waitFor();
    await link('Mend the mapping').click();
    await choose('email', 'Sender’s address');
    await page.getByRole('region', { name: 'Preview' }).getByText('di@customers.example').first().waitFor();
    await button('Save').click();
    await saved();
    await receivedMail('Order of Di');
    await button('Replay it and the 2 like it…').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Replay 3 mails' }).click();
    await page.getByText('3 mails became entries or joined conversations.').waitFor();
  });
});
