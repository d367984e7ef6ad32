import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../support/raw-mail';
import { hasBrowser, logInAs, startBrowser } from './support/browser';
import { OWNER, startE2eSite, type E2eSite, type Person } from './support/site';

const EDITOR: Person = {
  firstname: 'Ed',
  lastname: 'Editor',
  email: 'ed@site.example',
  password: 'Passw0rd-of-Ed',
};

const TICKETS = 'api::ticket.ticket';
const APPLICANTS = 'api::applicant.applicant';

/** *Mail → Received* as its users see it: the tests tell one story, in order, on one site. */
describe.skipIf(!hasBrowser())('Received mail in the admin', () => {
  let site: E2eSite;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    site = await startE2eSite();
    await site.api('PUT', '/mail-gateway/system-parameters/mail.catchall.domain', { value: 'site.example' });
    browser = await startBrowser();
    page = await logInAs(browser, site.url, OWNER);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const row = (subject: string) => page.getByRole('row').filter({ hasText: subject });

  /** Waits until the keyboard acts on what is labelled so: dialogs move the focus after they have appeared. */
  const focusOn = (label: string) =>
    page.waitForFunction((text) => document.activeElement?.textContent?.trim() === text, label);

  const openReceived = async (): Promise<void> => {
    await page.getByRole('link', { name: 'Mail', exact: true }).click();
    await page.getByRole('link', { name: 'Received mail', exact: true }).click();
    await page.getByRole('heading', { name: 'Received mail', level: 1 }).waitFor();
  };

  it('says what to do first while nothing has arrived', async () => {
    await openReceived();
    await page.getByRole('heading', { name: 'No mail has arrived yet' }).waitFor();
    expect(await page.getByRole('listitem').filter({ hasText: 'an incoming server' }).isVisible()).toBe(true);
    expect(await page.getByRole('searchbox').count()).toBe(0);
  });

  it('shows each mail with its state, its reason and the entry that it became', async () => {
    await site.api('POST', '/mail-gateway/aliases', { name: 'support', contentType: TICKETS });
    await site.api('POST', '/mail-gateway/aliases', { name: 'jobs', contentType: APPLICANTS });
    const states = [
      await site.mail(rawMail({ subject: 'The printer burns' }), 'support@site.example'),
      await site.mail(
        rawMail({ subject: 'Twenty printers', to: 'sales@site.example' }),
        'sales@site.example'
      ),
      await site.mail(
        rawMail({ subject: 'First application', to: 'jobs@site.example' }),
        'jobs@site.example'
      ),
    ];
    site.retype('jobs', 'api::career.career');
    states.push(
      await site.mail(
        rawMail({ subject: 'Second application', to: 'jobs@site.example' }),
        'jobs@site.example'
      )
    );
    expect(states.map(({ state, reason }) => `${state}/${reason}`)).toEqual([
      'delivered/created',
      'unroutable/no_recipient_of_ours',
      'delivered/created',
      'failed/content_type_missing',
    ]);

    await page.getByRole('button', { name: 'Look for new mail' }).click();
    await row('The printer burns').waitFor();
    expect(await row('The printer burns').textContent()).toMatch(
      /Mary Customer · mary@customer\.example.*Became an entry.*Ticket/
    );
    expect(await row('Twenty printers').textContent()).toMatch(/Found no place.*sales@site\.example/);
    expect(await row('Second application').textContent()).toMatch(
      /Failed.*content type Career.*does not exist/
    );
    expect(await page.getByRole('row').first().textContent()).toMatch(/Mail.*What became of it.*Received/);
    expect(await page.getByText('api::').count()).toBe(0);
  });

  it('leads to the entry in the Content Manager', async () => {
    await row('The printer burns')
      .getByRole('link', { name: /Open the Ticket/ })
      .click();
    await page.waitForURL(/\/content-manager\/collection-types\/api::ticket\.ticket\//);
    const title = page.getByLabel(/^title/);
    await title.waitFor();
    expect(await title.inputValue()).toBe('The printer burns');
    await page.goBack();
    await row('The printer burns').waitFor();
  });

  it('narrows the list down by what became of the mail, by reason and by search, in an address that can be shared', async () => {
    await page.getByRole('combobox', { name: 'Filter by what became of the mail' }).click();
    await page.getByRole('option', { name: 'Needs attention' }).click();
    await row('The printer burns').waitFor({ state: 'detached' });
    expect(await row('Twenty printers').isVisible()).toBe(true);
    expect(await row('Second application').isVisible()).toBe(true);
    expect(new URL(page.url()).search).toBe('?state=attention');

    await page.reload();
    await row('Twenty printers').waitFor();
    expect(await page.getByRole('combobox', { name: /what became/ }).textContent()).toBe('Needs attention');

    await page.getByRole('combobox', { name: 'Filter by reason' }).click();
    await page.getByRole('option', { name: 'The content type is missing' }).click();
    await row('Twenty printers').waitFor({ state: 'detached' });
    expect(await row('Second application').isVisible()).toBe(true);

    await page.getByRole('button', { name: 'Clear filters' }).click();
    await row('The printer burns').waitFor();
    await page.getByRole('searchbox', { name: 'Search subject or sender' }).fill('APPLICATION');
    await page.keyboard.press('Enter');
    await row('The printer burns').waitFor({ state: 'detached' });
    expect(await row('First application').isVisible()).toBe(true);

    // Neither sign cuts the question or changes it.
    await page.getByRole('searchbox').fill('printer&burns+');
    await page.keyboard.press('Enter');
    await page.getByText('No mail matches these filters').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await row('The printer burns').waitFor();
  });

  it('tells how a mail was decided, and replays it after the cause was mended', async () => {
    await row('Twenty printers').click();
    await page.getByRole('heading', { name: 'Twenty printers', level: 1 }).waitFor();
    const evidence = page.getByRole('region', { name: 'How this was decided' });
    expect(await evidence.textContent()).toContain('None of the addresses belongs to this site.');
    expect(await evidence.getByText('Is it an error report?').count()).toBe(0);
    await evidence.getByRole('button', { name: /Show every step/ }).click();
    await evidence.getByText('Is it an error report?').waitFor();
    expect(await page.getByRole('region', { name: 'The mail' }).textContent()).toMatch(
      /HTTP, with the token “Raw mail.*sales@site\.example.*no_recipient_of_ours/
    );

    const replay = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Replay' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Replay' }).click();
    };
    await replay();
    await page.getByText('Replayed, with the outcome “Found no place”').waitFor();

    await site.api('POST', '/mail-gateway/aliases', { name: 'sales', contentType: TICKETS });
    await replay();
    await page.getByText('Replayed: the mail was delivered.').waitFor();
    const result = page.getByRole('region', { name: 'What became of it' });
    await result.getByText('Became an entry').waitFor();
    expect(await page.getByRole('button', { name: 'Replay' }).count()).toBe(0);
    await result.getByRole('link', { name: 'Open the Ticket' }).click();
    const title = page.getByLabel(/^title/);
    await title.waitFor();
    expect(await title.inputValue()).toBe('Twenty printers');
  });

  it('loads older mail on request, without doubles', async () => {
    for (let number = 1; number <= 51; number += 1) {
      await site.mail(rawMail({ subject: `Ticket no. ${number}` }), 'support@site.example');
    }
    await openReceived();
    await row('Ticket no. 51').waitFor();
    expect(await row('The printer burns').count()).toBe(0);
    await page.getByRole('button', { name: 'Load older mail' }).click();
    await row('The printer burns').waitFor();
    const subjects = await page.getByRole('link', { name: /^Open the mail/ }).allTextContents();
    expect(subjects).toHaveLength(55);
    expect(new Set(subjects).size).toBe(55);
    expect(await page.getByText('No older mail: these 55 are all.').isVisible()).toBe(true);
  });

  it('can be used with the keyboard alone', async () => {
    // Under the pointer there would be a tooltip, which Escape closes first.
    await page.mouse.move(640, 20);
    await page.getByRole('searchbox').focus();
    await page.keyboard.type('Second application');
    await page.keyboard.press('Enter');
    await row('Ticket no. 51').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /Open the mail “Second application”/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Second application', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Replay' }).focus();
    await page.keyboard.press('Enter');
    await focusOn('Cancel');
    await expect
      .poll(async () => {
        // A dialog that has just opened may not listen yet.
        await page.keyboard.press('Escape');
        return page.getByRole('alertdialog').count();
      })
      .toBe(0);
    await focusOn('Replay');

    site.retype('jobs', APPLICANTS);
    await page.keyboard.press('Enter');
    await focusOn('Cancel');
    await page.keyboard.press('Tab');
    await focusOn('Replay');
    await page.keyboard.press('Enter');
    await page.getByText('Replayed: the mail was delivered.').waitFor();
  });

  it('says so when the list cannot be loaded, and tries again', async () => {
    await page.route('**/mail-gateway/inbound-emails*', (route) => route.abort());
    await openReceived();
    await page.getByRole('alert').getByText('The received mail could not be loaded').waitFor();
    await page.unroute('**/mail-gateway/inbound-emails*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await row('Ticket no. 51').waitFor();
  });

  it('does not exist for an editor without the permission', async () => {
    await site.addEditor(EDITOR);
    const editor = await logInAs(browser, site.url, EDITOR);
    await editor.getByRole('link', { name: 'Content Manager' }).waitFor();
    expect(await editor.getByRole('link', { name: 'Mail', exact: true }).count()).toBe(0);
    await editor.goto(`${site.url}/admin/plugins/mail-gateway/received`);
    await editor.getByText("You don't have the permissions to access that content").waitFor();
    await editor.context().close();
  });

  it('warns where the site looks like a copy, keeps quiet, and takes over', async () => {
    await site.api('POST', '/mail-gateway/site/take-over');
    await site.restartAs('staging');
    await page.goto(`${site.url}/admin/plugins/mail-gateway/received`);
    const warning = page.getByRole('heading', { name: 'This looks like a copy of another site' });
    await warning.waitFor();
    expect(await page.getByText('The mailboxes belong to site "shop"').isVisible()).toBe(true);

    await page.getByRole('button', { name: 'Keep quiet', exact: true }).click();
    await warning.waitFor({ state: 'detached' });
    await page.getByText('This site keeps quiet').waitFor();

    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Take over' }).click();
    await page.getByText('This site now owns the mailboxes.').waitFor();
    await warning.waitFor({ state: 'detached' });
    expect(await site.api('GET', '/mail-gateway/site')).toMatchObject({ state: 'own' });
  });
});
