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

/** Sees mail that belongs to no entry. */
const POSTMASTER: Person = {
  firstname: 'Paula',
  lastname: 'Postmaster',
  email: 'paula@site.example',
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
    // The reader may not read conversations, so that they see no other page.
    if (on === page) await on.getByRole('link', { name: 'Received mail', exact: true }).click();
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
    await reader.getByText('No mail for you to see yet').waitFor();
    expect(await reader.getByText('A secret').count()).toBe(0);
    await reader.context().close();

    await openReceived();
    await row('A secret').click();
    await page.getByText('The code is 4711.').waitFor();
  });

  /** A day as the picker of an English panel takes it. */
  const typed = (date: Date): string =>
    [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('/') +
    `/${date.getFullYear()}`;
  const dayFromNow = (days: number): Date => new Date(Date.now() + days * 86_400_000);

  const chooseDay = async (name: string, date: Date): Promise<void> => {
    // Typed as people do: the picker opens with the first key.
    await page.getByRole('combobox', { name }).pressSequentially(typed(date));
    await page.keyboard.press('Enter');
  };

  it('narrows the list down to days, in an address that can be shared', async () => {
    await openReceived();
    await chooseDay('Received until', dayFromNow(-1));
    await page.getByText('No mail matches these filters').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await row('A secret').waitFor();

    await chooseDay('Received from', dayFromNow(-1));
    await chooseDay('Received until', dayFromNow(0));
    await row('A secret').waitFor();
    expect(new URL(page.url()).search).toMatch(/^\?from=\d{4}-\d{2}-\d{2}&to=\d{4}-\d{2}-\d{2}$/);
    await page.reload();
    await row('A secret').waitFor();
    expect(await page.getByRole('combobox', { name: 'Received from' }).inputValue()).toBe(
      typed(dayFromNow(-1))
    );
    await page.getByRole('button', { name: 'Remove this date' }).first().click();
    await expect.poll(() => new URL(page.url()).search).toMatch(/^\?to=/);
  });

  const attention = async (): Promise<void> => {
    await openReceived();
    await page.getByRole('combobox', { name: 'Filter by what became of the mail' }).click();
    await page.getByRole('option', { name: 'Needs attention' }).click();
  };

  const confirmReplay = (name: string) => page.getByRole('alertdialog').getByRole('button', { name }).click();

  it('replays the mails of a filter together, which can be stopped, and says what became of them', async () => {
    for (const subject of ['Help one', 'Help two', 'Help three']) {
      await site.mail(rawMail({ subject, to: 'help@site.example' }), 'help@site.example');
    }
    await openReceived();
    expect(await page.getByRole('button', { name: /^Replay/ }).count()).toBe(0);
    await attention();
    await row('A secret').waitFor({ state: 'detached' });

    await page.route('**/replay', async (route) => {
      await new Promise((done) => setTimeout(done, 500));
      await route.continue();
    });
    await page.getByRole('button', { name: 'Replay these 4…' }).click();
    await page.getByRole('alertdialog').getByText('4 mails are read and decided again').waitFor();
    await confirmReplay('Replay 4 mails');
    await page.getByText('1 of 4 mails replayed').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText(/^Stopped after [12] of 4/).waitFor();
    await page.getByText(/No mail became an entry/).waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();

    await site.api('POST', '/mail-gateway/aliases', { name: 'help', contentType: TICKETS });
    await page.getByRole('button', { name: 'Replay these 4…' }).click();
    await confirmReplay('Replay 4 mails');
    await page.getByRole('progressbar', { name: 'Replaying' }).waitFor();
    await page.getByText('3 of 4 mails replayed').waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await page
      .getByRole('status')
      .getByText('3 mails became entries or joined conversations. One still failed or found no place.')
      .waitFor();
    await row('Help one').waitFor({ state: 'detached' });
    expect(await row('An offer: 7/8').isVisible()).toBe(true);
  });

  it('leads from a mail that found no place to a new alias', async () => {
    await row('An offer: 7/8').click();
    const way = page.getByRole('link', { name: 'Make an alias from this mail' });
    await way.waitFor();
    expect(await way.getAttribute('href')).toMatch(
      /\/settings\/mail-gateway\/aliases\/add\?mail=[a-z0-9]{24}$/
    );
  });

  it('leads from an entry that was refused to the mapping, and replays all that failed like it', async () => {
    const { documentId } = await site.api<{ documentId: string }>('POST', '/mail-gateway/aliases', {
      name: 'desk',
      contentType: TICKETS,
      mapping: { title: 'subject' },
    });
    // A type that demands what the mapping does not give.
    site.retype('desk', 'plugin::users-permissions.user');
    for (const subject of ['First of the desk', 'Second of the desk']) {
      await site.mail(rawMail({ subject, to: 'desk@site.example' }), 'desk@site.example');
    }
    await openReceived();
    await row('Second of the desk').click();
    const result = page.getByRole('region', { name: 'What became of it' });
    await result.getByText(/The new entry of User was refused: username: /).waitFor();
    expect(await page.getByRole('link', { name: 'Mend the mapping' }).getAttribute('href')).toMatch(
      new RegExp(`/settings/mail-gateway/aliases/${documentId}\\?mail=[a-z0-9]{24}$`)
    );

    await site.api('PUT', `/mail-gateway/aliases/${documentId}`, { contentType: TICKETS });
    await page.getByRole('button', { name: 'Replay it and the 1 like it…' }).click();
    await confirmReplay('Replay 2 mails');
    await page.getByText('2 mails became entries or joined conversations.').waitFor();
    await result.getByText('Became an entry').waitFor();
    expect(await page.getByRole('link', { name: 'Mend the mapping' }).count()).toBe(0);
  });

  it('shows none of these ways to those who may not go them', async () => {
    await site.addWith(['inbound.read', 'journal.read-all'], POSTMASTER);
    const reader = await logInAs(browser, site.url, POSTMASTER);
    await openReceived(reader);
    expect(await reader.getByRole('row').filter({ hasText: 'A secret' }).count()).toBe(0);
    await reader.getByRole('row').filter({ hasText: 'An offer: 7/8' }).click();
    await reader.frameLocator('iframe').getByRole('heading', { name: 'Grüße aus Köln' }).waitFor();
    expect(await reader.getByRole('link', { name: 'Make an alias from this mail' }).count()).toBe(0);
    expect(await reader.getByRole('button', { name: /^Replay/ }).count()).toBe(0);
    await reader.context().close();
  });
});
