import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDovecot, startDovecot, type Dovecot } from '../support/dovecot';
import { rawMail } from '../support/raw-mail';
import { hasBrowser, logInAs, startBrowser } from './support/browser';
import { OWNER, startE2eSite, type E2eSite, type Person } from './support/site';

const VIEWER: Person = {
  firstname: 'Vera',
  lastname: 'Viewer',
  email: 'vera@site.example',
  password: 'Passw0rd-of-Vera',
};

const LOGIN = 'support@site.example';

/** *Settings → Incoming servers* as a site owner sees it: the tests tell one story, in order, on one site. */
describe.skipIf(!hasBrowser() || !hasDovecot())('Incoming servers in the admin', () => {
  let site: E2eSite;
  let dovecot: Dovecot;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    dovecot = await startDovecot();
    site = await startE2eSite({ MAIL_GATEWAY_ALLOWED_PORTS: String(dovecot.ports.imap) });
    await site.api('PUT', '/mail-gateway/system-parameters/mail.catchall.domain', { value: 'site.example' });
    await site.api('POST', '/mail-gateway/aliases', { name: 'support', contentType: 'api::ticket.ticket' });
    browser = await startBrowser();
    page = await logInAs(browser, site.url, OWNER);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await dovecot?.stop();
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const field = (name: string) => page.getByRole('textbox', { name: new RegExp(`^${name}\\*?$`) });
  const health = () => page.getByRole('region', { name: 'How it is doing' });
  const choose = async (label: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };

  it('are found in the settings, and begin with whose mailbox it is', async () => {
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('link', { name: 'Incoming servers' }).click();
    await page.getByText('There is no incoming server yet.').waitFor();
    await page.getByRole('link', { name: 'Add an incoming server' }).first().click();
    await page.getByRole('link', { name: /^Gmail/ }).click();
    expect(await field('Host').inputValue()).toBe('imap.gmail.com');
    await page.getByText('make an app password').waitFor();
    await page.goBack();
    await page.getByRole('link', { name: /^Another server/ }).click();
    await page.getByText('One mailbox may receive for many addresses').waitFor();
  });

  it('say at the field what is missing', async () => {
    await choose('Start with', 'Mail of the last days');
    await page.getByRole('textbox', { name: /^How many days/ }).fill('');
    await button('Save').click();
    await page.getByText('The name is empty.').waitFor();
    await page.getByText('The user name is empty.').waitFor();
    await page.getByText('startFrom is unseen, now, all or days:n').waitFor();
    await choose('Start with', 'Unread mail of the last 7 days');
  });

  it('a wrong password: saved and tested in one step, said what to do, and confirmed once it is mended', async () => {
    await dovecot.deliver(LOGIN, [
      rawMail({ subject: 'The printer burns' }),
      rawMail({ subject: 'And the second one' }),
    ]);
    await field('Name').fill('Support mailbox');
    await field('Host').fill('127.0.0.1');
    await choose('Encryption', 'None');
    await field('Port').fill(String(dovecot.ports.imap));
    await field('User name').fill(LOGIN);
    await page.getByLabel('Password').fill('wrong');
    await button('Test & confirm').click();
    await heading('Support mailbox');
    await page.getByText('did not accept user name and password').waitFor();
    await page.getByRole('region', { name: 'What was said' }).getByText('Authentication failed').waitFor();
    await health().getByText('Not confirmed').waitFor();
    expect(await button('Fetch now').count()).toBe(0);

    // It is remembered with the server, and the steps say that nothing is fetched.
    await page.reload();
    await health().getByText('The last test failed:').waitFor();
    await health().getByText('did not accept user name and password').waitFor();
    await page.getByRole('link', { name: 'First steps' }).click();
    await page
      .getByText('Support mailbox is not confirmed, and nothing is fetched from it: its test failed.')
      .waitFor();
    await page.getByText('The server did not accept user name and password.').waitFor();
    const step = page.getByRole('listitem').filter({ hasText: 'Connect the mailbox' });
    await step.getByRole('link', { name: 'Incoming servers' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Support mailbox' });
    await row.getByText('The last test failed:').waitFor();
    await page.getByRole('link', { name: 'Support mailbox' }).click();
    await heading('Support mailbox');

    await page.getByLabel('Password').fill(dovecot.password);
    await button('Test & confirm').click();
    await page.getByText('2 of the 2 mails in the folder will be imported.').waitFor();
    await health().getByText('its first run is still to come').waitFor();
    await health().getByText('The last test went well:').waitFor();
  });

  it('are fetched on request, and say what came of it', async () => {
    await button('Fetch now').click();
    await page.getByText('2 mails were taken in.').waitFor();
    await health().getByText('Works').waitFor();
    await page.getByRole('link', { name: 'Show the mail of this server' }).click();
    await page.getByRole('row').filter({ hasText: 'The printer burns' }).waitFor();
    await page.goBack();
    await heading('Support mailbox');
    await button('Fetch now').click();
    await page.getByText('There was no new mail.').waitFor();
  });

  it('say how far a long run has come while it goes on', async () => {
    await dovecot.deliver(
      LOGIN,
      Array.from({ length: 300 }, (_none, number) => rawMail({ subject: `Newsletter ${number}` }))
    );
    await button('Fetch now').click();
    await page.getByText(/^Fetching: \d+ mails looked at, \d+ taken in so far\.$/).waitFor();
    await page.getByText('300 mails were taken in.').waitFor();
  });

  it('say in the list how each is doing', async () => {
    await page.getByRole('link', { name: 'Incoming servers' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Support mailbox' });
    await row.getByText('Works').waitFor();
    expect(await row.textContent()).toContain('Last success');
  });

  it('say since when they fail, and what to do', async () => {
    await dovecot.stop();
    await page.getByRole('link', { name: 'Support mailbox' }).click();
    await button('Fetch now').click();
    await health().getByText('Does not work').waitFor();
    await health().getByText('Failing since').waitFor();
    expect(await health().textContent()).toContain('Next attempt');
    await page.getByRole('link', { name: 'First steps' }).click();
    const step = page.getByRole('listitem').filter({ hasText: 'Connect the mailbox' });
    await step.getByText('Support mailbox cannot be fetched.').waitFor();
    await step.getByText('Nothing listens on this port of the server.').waitFor();
    await step.getByRole('link', { name: 'Open Support mailbox' }).click();
    await heading('Support mailbox');
  });

  it('can be looked at, and not changed, by whom their role allows just that', async () => {
    await site.addWith(['servers.read'], VIEWER);
    const theirs = await logInAs(browser, site.url, VIEWER);
    await theirs.getByRole('link', { name: 'Settings', exact: true }).click();
    await theirs.getByRole('link', { name: 'Incoming servers' }).click();
    await theirs.getByRole('link', { name: 'Support mailbox' }).click();
    const host = theirs.getByRole('textbox', { name: 'Host' });
    await host.waitFor();
    expect(await host.isDisabled()).toBe(true);
    expect(await theirs.getByRole('button', { name: /Save|Delete|Test & confirm|Fetch now/ }).count()).toBe(
      0
    );
    await theirs.context().close();
  });

  it('are deleted after a question', async () => {
    await button('Delete').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('There is no incoming server yet.').waitFor();
  });
});
