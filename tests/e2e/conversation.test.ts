import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../support/raw-mail';
import { startSmtpSink, type CaughtMail, type SmtpSink } from '../support/smtp';
import { seriousBarriers } from './support/axe';
import { hasBrowser, logInAs, startBrowser } from './support/browser';
import { OWNER, startE2eSite, type E2eSite, type Person } from './support/site';

const EDITOR: Person = {
  firstname: 'Ed',
  lastname: 'Editor',
  email: 'ed@site.example',
  password: 'Passw0rd-of-Ed',
};

/** One red dot. */
const DOT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

const QUESTION = Buffer.from(
  [
    'From: Mary Customer <mary@customer.example>',
    'To: support@site.example',
    'Subject: The printer burns',
    'Message-ID: <burns@customer.example>',
    'Date: Mon, 02 Mar 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>There is <b>smoke</b> everywhere. <img src="cid:fire@customer.example" alt="Fire"></p>',
    '--b',
    'Content-Type: image/png; name="fire.png"',
    'Content-ID: <fire@customer.example>',
    'Content-Disposition: inline; filename="fire.png"',
    'Content-Transfer-Encoding: base64',
    '',
    DOT,
    '--b',
    'Content-Type: text/csv; name="costs.csv"',
    'Content-Disposition: attachment; filename="costs.csv"',
    '',
    'printer,desk',
    '--b--',
    '',
  ].join('\r\n')
);

const headerOf = ({ raw }: CaughtMail, name: string): string =>
  new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(raw)?.[1]?.replace(/\r\n\s+/g, ' ') ?? '';

/** An editor talks with a customer from the entry: one story, in order, on one site. */
describe.skipIf(!hasBrowser())('The conversation of an entry in the admin', () => {
  let site: E2eSite;
  let sink: SmtpSink;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    sink = await startSmtpSink();
    site = await startE2eSite({ MAIL_GATEWAY_ALLOWED_PORTS: String(sink.port) });
    await site.api('PUT', '/mail-gateway/system-parameters/mail.catchall.domain', { value: 'site.example' });
    await site.api('POST', '/mail-gateway/outgoing-servers', {
      ...{ name: 'Sink', host: '127.0.0.1', port: sink.port, encryption: 'none', authentication: 'none' },
    });
    await site.api('POST', '/mail-gateway/aliases', { name: 'support', contentType: 'api::ticket.ticket' });
    await site.mail(QUESTION, 'support@site.example');
    await site.addEditor(EDITOR);
    browser = await startBrowser();
    page = await logInAs(browser, site.url, EDITOR);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await sink?.stop();
  });

  /** Gives Strapi's role *Editor* more of the plugin. */
  const allow = async (...actions: string[]): Promise<void> => {
    const roles = await site.api<{ id: number; code: string }[]>('GET', '/admin/roles');
    const at = `/admin/roles/${roles.find(({ code }) => code === 'strapi-editor')?.id}/permissions`;
    const given = await site.api<Record<string, unknown>[]>('GET', at);
    const permissions = [
      ...given.map(({ action, subject, properties, conditions }) => ({
        ...{ action, subject, properties, conditions },
      })),
      ...actions.map((action) => ({
        ...{ action: `plugin::mail-gateway.${action}`, subject: null, properties: {}, conditions: [] },
      })),
    ];
    await site.api('PUT', at, { permissions });
  };

  const openTicket = async (): Promise<void> => {
    await page.goto(`${site.url}/admin`);
    await page.getByRole('link', { name: 'Content Manager' }).click();
    await page.getByRole('link', { name: 'Ticket', exact: true }).click();
    await page.getByRole('gridcell', { name: 'The printer burns' }).click();
    await page.getByLabel(/^title/).waitFor();
  };

  const panel = () => page.getByRole('complementary').filter({ hasText: 'Conversation' });
  const messages = () => page.getByRole('list', { name: 'Messages' }).locator('> li');
  const notified = (sentence: string) => page.getByText(sentence).waitFor();

  it('does not exist for an editor without the permission', async () => {
    await openTicket();
    await page.getByRole('heading', { name: 'Entry', exact: true }).waitFor();
    expect(await page.getByText('Conversation').count()).toBe(0);
  });

  it('shows beside the entry what the customer wrote, with its files', async () => {
    await allow('threads.read', 'threads.post');
    await openTicket();
    await messages().first().waitFor();
    expect(await messages().count()).toBe(1);
    expect(await messages().first().textContent()).toMatch(/Mary Customer.*Received.*costs\.csv.*12 bytes/);
    const said = page.frameLocator('iframe[title="Message of Mary Customer"]');
    expect(await said.locator('body').textContent()).toContain('There is smoke everywhere.');
    expect(await said.locator('b').textContent()).toBe('smoke');
    const isDrawn = () =>
      said.getByAltText('Fire').evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth);
    await expect.poll(isDrawn, { timeout: 10_000 }).toBe(1);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download costs.csv' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('costs.csv');
    expect((await readFile(await download.path(), 'utf8')).trim()).toBe('printer,desk');
  });

  it('says so on entries without one', async () => {
    await page.getByRole('link', { name: 'Ticket', exact: true }).click();
    await page
      .getByRole('link', { name: /Create new entry/ })
      .first()
      .click();
    await panel().getByText('A conversation begins with a mail that becomes an entry.').waitFor();
    await page.getByLabel(/^title/).fill('Written by hand');
    await page.getByRole('button', { name: 'Save' }).click();
    await panel().getByText('No mail belongs to this entry, so there is no conversation.').waitFor();
  });

  it('keeps an unfinished answer when the user looks elsewhere', async () => {
    await openTicket();
    expect(await panel().getByRole('button', { name: 'Send answer' }).isDisabled()).toBe(true);
    await panel().getByLabel('Your answer').fill('Please take');
    await page.getByRole('link', { name: 'Applicant', exact: true }).click();
    await page.getByRole('heading', { name: 'Applicant', level: 1 }).waitFor();
    await openTicket();
    expect(await panel().getByLabel('Your answer').inputValue()).toBe('Please take');
  });

  it('says what went wrong without losing the text, then sends the answer', async () => {
    expect(await panel().textContent()).toContain('Goes by mail to Mary Customer.');
    await panel().getByLabel('Your answer').fill('Please take the paper out.\nIs it better now?');
    await page.route('**/mail-gateway/threads/*/messages', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue()
    );
    await panel().getByRole('button', { name: 'Send answer' }).click();
    await panel().getByRole('alert').getByText('Your text is still here').waitFor();
    await page.unroute('**/mail-gateway/threads/*/messages');

    await panel().getByRole('button', { name: 'Send answer' }).click();
    await notified('The answer is on its way.');
    expect(await panel().getByLabel('Your answer').inputValue()).toBe('');
    expect(await panel().getByRole('alert').count()).toBe(0);
    await messages().nth(1).waitFor();
    expect(await messages().nth(1).textContent()).toMatch(/Ed Editor.*Sent.*Please take the paper out\./);
  });

  it('tells what became of the answer, by itself', async () => {
    await messages()
      .nth(1)
      .getByText('Delivered to the mail server Sink for mary@customer.example')
      .waitFor();
    expect(sink.mails.map(({ to }) => to)).toEqual([['mary@customer.example']]);
    const [answer] = sink.mails;
    if (!answer) throw new Error('No mail has left.');
    expect(answer.raw).toContain('Please take the paper out.');
    expect(headerOf(answer, 'Subject')).toBe('Re: The printer burns');
    expect(headerOf(answer, 'In-Reply-To')).toBe('<burns@customer.example>');
  });

  it('keeps a note among colleagues', async () => {
    await panel().getByRole('radio', { name: 'Note' }).click();
    await panel().getByText('Only colleagues see it. Of them, those who follow are told.').waitFor();
    await panel().getByLabel('Your note').fill('She is a good customer.');
    await panel().getByRole('button', { name: 'Save note' }).click();
    await notified('The note is saved.');
    await messages().nth(2).waitFor();
    expect(await messages().nth(2).textContent()).toMatch(/Ed Editor.*Note.*She is a good customer\./);
    expect(sink.mails).toHaveLength(1);
  });

  it('shows the customer’s reply without what it quotes, in full on the page of the conversation', async () => {
    const [answer] = sink.mails;
    if (!answer) throw new Error('No mail has left.');
    const reply = await site.mail(
      rawMail({
        to: 'catchall@site.example',
        subject: 'Re: The printer burns',
        inReplyTo: headerOf(answer, 'Message-ID'),
        body: [
          'Much better, thank you.',
          '',
          'On Mon, 2 Mar 2026 at 11:00, Ed Editor <ed@site.example> wrote:',
          '> Please take the paper out.',
          '> Is it better now?',
        ].join('\r\n'),
      }),
      'catchall@site.example'
    );
    expect(reply.reason).toBe('appended');

    await panel().getByRole('link', { name: 'Open conversation' }).click();
    await page.getByRole('heading', { name: 'The printer burns', level: 1 }).waitFor();
    await messages().nth(3).waitFor();
    const last = messages().nth(3);
    expect(await last.textContent()).toContain('Much better, thank you.');
    expect(await last.textContent()).not.toContain('wrote:');
    await last.getByRole('button', { name: 'Show what was cut' }).click();
    await last.getByText('> Please take the paper out.').waitFor();
    await last.getByRole('button', { name: 'Hide what was cut' }).click();
    await expect.poll(() => last.textContent()).not.toContain('wrote:');
    expect(await page.getByRole('link', { name: 'Open the received mail' }).count()).toBe(0);

    await last.getByRole('button', { name: 'Show what was cut' }).click();
    await last.getByRole('button', { name: 'This is not a quote: always show the whole message' }).click();
    await notified('The message is always shown whole now.');
    await page.reload();
    await last.getByText('> Please take the paper out.').waitFor();
    await last.getByRole('button', { name: 'Show without the quote again' }).click();
    await notified('The message is shown without the quote again.');
    await expect.poll(() => last.textContent()).not.toContain('wrote:');

    await page.getByRole('link', { name: 'Open the Ticket' }).click();
    await page.getByLabel(/^title/).waitFor();
    // The panel holds the last three of them.
    await messages().filter({ hasText: 'Much better, thank you.' }).waitFor();
    expect(await messages().count()).toBe(3);
    await panel().getByRole('button', { name: 'Load older messages' }).click();
    await messages().nth(3).waitFor();
    expect(await panel().getByRole('button', { name: 'Load older messages' }).count()).toBe(0);
  });

  it('lets the editor read what nothing proves to belong here, take it in or keep it out', async () => {
    const suggest = async (name: string, body: string, ...headers: string[]) => {
      const mail = await site.mail(
        rawMail({
          from: `${name} <${name.toLowerCase()}@other.example>`,
          to: 'catchall@site.example',
          subject: `${name} has a word`,
          messageId: `<${name}@other.example>`,
          inReplyTo: '<burns@customer.example>',
          headers,
          body,
        }),
        'catchall@site.example'
      );
      expect(mail.reason).toBe('suggestion');
    };
    await suggest('Zoe', 'Mine burns as well.');
    await suggest('Mallory', 'Send the invoice to me.', 'Reply-To: elsewhere@third.example');
    await page.reload();
    const waiting = page.getByRole('region', { name: 'Do these belong here?' });
    const of = (name: string) => waiting.getByRole('listitem').filter({ hasText: `${name} has a word` });
    const said =
      'The mail refers to this conversation, but nothing proves that zoe@other.example takes part in it.';
    await of('Zoe').getByText(said).waitFor();
    await of('Mallory')
      .getByText('Answers, and all later messages, will go to elsewhere@third.example')
      .waitFor();
    expect(await waiting.textContent()).not.toContain('Mine burns as well.');

    await of('Zoe').getByRole('button', { name: 'Show the mail' }).click();
    await of('Zoe').getByText('Mine burns as well.').waitFor();
    await of('Mallory').getByRole('button', { name: 'Show the mail' }).click();
    await of('Mallory').getByText('Send the invoice to me.').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await seriousBarriers(page, '#mail-gateway-conversation')).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'light' });

    await of('Mallory').getByRole('button', { name: 'Does not belong here' }).click();
    await notified('The mail stays out. It is kept under Received mail.');
    await of('Mallory').waitFor({ state: 'detached' });
    await of('Zoe').getByRole('button', { name: 'Accept as message' }).click();
    await notified('The mail is part of the conversation now, and its sender gets the answers.');
    await waiting.waitFor({ state: 'detached' });
    await messages().filter({ hasText: 'Mine burns as well.' }).waitFor();
    expect(await page.getByText('Send the invoice to me.').count()).toBe(0);
  });

  it('sends files along that were chosen or dropped, and says which cannot go', async () => {
    const file = (name: string, bytes: Buffer, mimeType = 'text/plain') => ({
      name,
      mimeType,
      buffer: bytes,
    });
    const chosen = panel().getByRole('list', { name: 'Files to send' });
    const choose = panel().locator('input[type=file]');
    await choose.setInputFiles([
      file('plan.txt', Buffer.from('Step 1')),
      file('huge.bin', Buffer.alloc(15e6)),
    ]);
    await panel().getByText('The files have more than 15 MB together. Remove some of them.').waitFor();
    expect(await panel().getByRole('button', { name: 'Send answer' }).isDisabled()).toBe(true);
    expect(await seriousBarriers(page, '#mail-gateway-conversation')).toEqual([]);
    await chosen.getByRole('button', { name: 'Remove huge.bin' }).click();
    await choose.setInputFiles([file('nothing.txt', Buffer.alloc(0))]);
    await panel().getByText('nothing.txt is empty. Remove it.').waitFor();
    await chosen.getByRole('button', { name: 'Remove nothing.txt' }).click();

    const dropped = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['a,b'], 'prices.csv', { type: 'text/csv' }));
      return transfer;
    });
    await panel().getByLabel('Your answer').dispatchEvent('drop', { dataTransfer: dropped });
    await chosen.getByText('prices.csv', { exact: true }).waitFor();
    await panel().getByLabel('Your answer').fill('Both are attached.');

    // They wait with the text while one looks elsewhere.
    await page.getByRole('link', { name: 'Applicant', exact: true }).click();
    await page.getByRole('heading', { name: 'Applicant', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Ticket', exact: true }).click();
    await page.getByRole('gridcell', { name: 'The printer burns' }).click();
    await chosen.getByText('plan.txt', { exact: true }).waitFor();
    await chosen.getByText('prices.csv', { exact: true }).waitFor();

    await panel().getByRole('button', { name: 'Send answer' }).click();
    await notified('The answer is on its way.');
    expect(await chosen.count()).toBe(0);
    const sent = messages().filter({ hasText: 'Both are attached.' });
    await sent.getByRole('button', { name: 'Download plan.txt' }).waitFor();
    await sent.getByRole('button', { name: 'Download prices.csv' }).waitFor();
    const toMary = () => sink.mails.filter(({ to }) => to.includes('mary@customer.example')).at(-1)?.raw;
    await expect.poll(toMary, { timeout: 20_000 }).toContain('filename=plan.txt');
    expect(toMary()).toContain('filename=prices.csv');
  });

  it('leads from the conversation to the received mail, for whoever may see it', async () => {
    const owner = await logInAs(browser, site.url, OWNER);
    await owner.getByRole('link', { name: 'Content Manager' }).click();
    await owner.getByRole('link', { name: 'Ticket', exact: true }).click();
    await owner.getByRole('gridcell', { name: 'The printer burns' }).click();
    await owner.getByRole('link', { name: 'Open conversation' }).click();
    await owner.getByRole('link', { name: 'Open the received mail' }).first().click();
    await owner.getByRole('heading', { name: 'What became of it' }).waitFor();
    await owner.context().close();
  });

  it('says so where there is no such conversation', async () => {
    await page.goto(`${site.url}/admin/plugins/mail-gateway/conversations/nothing`);
    await page.getByText('There is no such conversation.').waitFor();
  });
});
