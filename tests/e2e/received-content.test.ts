import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../support/raw-mail';
import { hasBrowser, logInAs, startBrowser } from './support/browser';
import { OWNER, startE2eSite, type E2eSite, type Person } from './support/site';

const READER: Person = {
  firstname: 'Rita',
  lastname: 'Reader',
  email: 'rita@site.example',
  password: 'Passw0rd-of-Rita',
};

const TICKETS = 'api::ticket.ticket';

/** Formatted, in an old charset, with a script, a picture of its own, one from elsewhere, and a file. */
const OFFER = Buffer.from(
  [
    'Received: from mx.customer.example by site.example; Mon, 02 Mar 2026 10:00:01 +0000',
    'From: =?utf-8?q?J=C3=BCrgen?= <juergen@customer.example>',
    'To: sales@site.example',
    'Subject: An offer: 7/8',
    'Message-ID: <offer@customer.example>',
    'Date: Mon, 02 Mar 2026 10:00:00 +0000',
    'X-Priority: 1 (Highest)',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=iso-8859-1',
    '',
    '<h1>Gr\xFC\xDFe aus K\xF6ln</h1><p>We offer <b>seven</b> printers.</p>',
    '<script>document.body.textContent = "run"</script>',
    '<p><a href="https://customer.example/offer">See it</a></p>',
    '<img src="cid:dot" alt="A dot" width="40" height="40"><img src="https://tracker.example/x.gif" alt="Tracker">',
    '--b',
    'Content-Type: image/png; name=dot.png',
    'Content-ID: <dot>',
    'Content-Disposition: inline; filename=dot.png',
    'Content-Transfer-Encoding: base64',
    '',
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    '--b',
    'Content-Type: application/pdf; name="Offer 7.pdf"',
    'Content-Disposition: attachment; filename="Offer 7.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.alloc(1500, 'x').toString('base64'),
    '--b--',
    '',
  ].join('\r\n'),
  'latin1'
);

/** What a mail says, and what is done about many: the tests tell one story, in order, on one site. */
describe.skipIf(!hasBrowser())('The content of received mail in the admin', () => {
  let site: E2eSite;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    site = await startE2eSite();
    await site.api('PUT', '/mail-gateway/system-parameters/mail.catchall.domain', { value: 'site.example' });
    await site.mail(OFFER, 'sales@site.example');
    browser = await startBrowser();
    page = await logInAs(browser, site.url, OWNER);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const row = (subject: string) => page.getByRole('row').filter({ hasText: subject });

  const openReceived = async (on: Page = page): Promise<void> => {
    await on.getByRole('link', { name: 'Mail', exact: true }).click();
    await on.getByRole('heading', { name: 'Received mail', level: 1 }).waitFor();
  };

  it('shows the message as it was formatted, in a frame that loads and runs nothing', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await openReceived();
    await row('An offer: 7/8').click();
    const says = page.getByRole('region', { name: 'What it says' });
    await says.waitFor();
    const frame = page.frameLocator('iframe[title="The message"]');
    await frame.getByRole('heading', { name: 'Grüße aus Köln' }).waitFor();
    expect(await frame.getByText('seven').evaluate((element) => element.tagName)).toBe('B');
    const dot = frame.getByRole('img', { name: 'A dot' });
    // A picture that was not drawn has no size of its own.
    await expect
      .poll(() => dot.evaluate((image) => ('naturalWidth' in image ? image.naturalWidth : 0)))
      .toBe(1);
    expect(await frame.getByRole('link', { name: 'See it' }).getAttribute('rel')).toContain('noopener');
    const height = (await page.locator('iframe[title="The message"]').boundingBox())?.height ?? 0;
    const needed = await frame.locator('body').evaluate((body) => body.scrollHeight);
    expect(height).toBeGreaterThanOrEqual(needed);
    await says.getByText('Pictures that lie on other servers are not loaded').waitFor();
    expect(asked.filter((url) => url.includes('tracker'))).toEqual([]);
    expect(
      await says.getByRole('list', { name: 'Attachments' }).getByRole('listitem').allTextContents()
    ).toEqual([
      expect.stringMatching(/^dot\.pngimage\/png, \d+ bytes$/),
      'Offer 7.pdfapplication/pdf, 1.5 kB',
    ]);
  });

  it('unfolds every header in its order, decoded', async () => {
    const headers = page.getByRole('list', { name: 'Headers of the mail' });
    expect(await headers.count()).toBe(0);
    await page.getByRole('button', { name: /^Headers \(\d+\)/ }).click();
    await headers.waitFor();
    const lines = await headers.getByRole('listitem').allTextContents();
    expect(lines[0]).toMatch(/^received: from mx\.customer\.example/);
    expect(lines).toContain('from: Jürgen <juergen@customer.example>');
    expect(lines).toContain('x-priority: 1 (Highest)');
  });

  it('downloads the original byte for byte, under a safe name', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the original' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('An offer 7 8.eml');
    expect((await readFile(await download.path())).equals(OFFER)).toBe(true);
  });

  it('keeps what a mail says to those who may read the entry that it became', async () => {
    await site.api('POST', '/mail-gateway/aliases', { name: 'support', contentType: TICKETS });
    await site.mail(rawMail({ subject: 'A secret', body: 'The code is 4711.' }), 'support@site.example');
    await site.addWith(['inbound.read'], READER);
    const reader = await logInAs(browser, site.url, READER);
    await openReceived(reader);
    await reader.getByRole('row').filter({ hasText: 'A secret' }).click();
    await reader.getByText('shown to those who may read the entry').waitFor();
    expect(await reader.getByText('4711').count()).toBe(0);
    await reader.context().close();

    await openReceived();
    await row('A secret').click();
    await page.getByText('The code is 4711.').waitFor();
  });
});
