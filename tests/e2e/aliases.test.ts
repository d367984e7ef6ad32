import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../support/raw-mail';
import { hasBrowser, logInAs, startBrowser } from './support/browser';
import { OWNER, startE2eSite, type E2eSite, type Person } from './support/site';

const VIEWER: Person = {
  firstname: 'Vera',
  lastname: 'Viewer',
  email: 'vera@site.example',
  password: 'Passw0rd-of-Vera',
};

/** *Settings → Aliases* as a site owner sees it: the tests tell one story, in order, on one site. */
describe.skipIf(!hasBrowser())('Aliases in the admin', () => {
  let site: E2eSite;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    site = await startE2eSite();
    await site.api('PUT', '/mail-gateway/system-parameters/mail.catchall.domain', { value: 'site.example' });
    await site.mail(
      rawMail({ subject: 'Twenty printers', to: 'sales@site.example', headers: ['Importance: low'] }),
      'sales@site.example'
    );
    browser = await startBrowser();
    page = await logInAs(browser, site.url, OWNER);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const choice = (label: string) => page.getByRole('combobox', { name: label });
  const choose = async (label: string, option: string): Promise<void> => {
    await choice(label).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  const preview = () => page.getByRole('region', { name: 'Preview' });
  /** Waits until the preview shows an attribute so. */
  const previewed = (attribute: string, value: string) =>
    preview()
      .getByRole('term')
      .filter({ hasText: attribute })
      .locator('xpath=following-sibling::dd[1]')
      .getByText(value)
      .first()
      .waitFor();
  const asksAfter = async (address: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Address' }).fill(address);
    await button('Show').click();
  };
  const openAliases = async (): Promise<void> => {
    await page.getByRole('link', { name: 'Aliases', exact: true }).click();
    await heading('Aliases');
  };

  it('are found in the settings, which say what one is', async () => {
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await openAliases();
    await page.getByText('No alias yet').waitFor();
  });

  it('start with a proposal, and show what becomes of a sample mail', async () => {
    await page.getByRole('link', { name: 'Add an alias' }).first().click();
    await preview().getByText('Choose a content type').waitFor();
    await choose('Content type', 'Ticket');
    await previewed('title', 'The printer on the second floor');
    await previewed('email', 'kim.sample@example.org');
    await previewed('attachments', 'display.jpg');
  });

  it('say what is wrong before and when they are saved', async () => {
    await choose('title', 'Nothing');
    await page.getByText('title is required, and nothing fills it.').waitFor();
    await preview().getByText('"title" is required, but neither').waitFor();
    await button('Save').click();
    await page.getByText('Some fields need another look').waitFor();
    await page.getByText('The name is empty.').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('support');
    await choose('priority', 'A header field …');
    await button('Save').click();
    await page.getByText('The name of the header field is missing').waitFor();
  });

  it('show what each change makes of a mail that arrived', async () => {
    await choose('title', 'Subject');
    await preview().getByText('"title" is required').waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: 'Name of the header field for priority' }).fill('Importance');
    await previewed('priority', 'high');
    await choose('The mail to try it with', 'Twenty printers – mary@customer.example');
    await previewed('title', 'Twenty printers');
    await previewed('priority', 'low');
    await choose('description', 'A fixed value …');
    await page.getByRole('textbox', { name: 'Fixed value for description' }).fill('See the conversation.');
    await previewed('description', 'See the conversation.');
  });

  it('make of a mail what the preview showed', async () => {
    await button('Save').click();
    await page.getByText('The alias is saved').waitFor();
    await heading('support@site.example');
    await previewed('title', 'Twenty printers');
    const raw = rawMail({ subject: 'Twenty printers', headers: ['Importance: low'] });
    expect(await site.mail(raw, 'support@site.example')).toMatchObject({ state: 'delivered' });
    await page.getByRole('link', { name: 'Content Manager' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Twenty printers' });
    await page.getByRole('link', { name: 'Ticket', exact: true }).click();
    await row.click();
    await page.getByText('See the conversation.').waitFor();
    expect(await page.getByRole('textbox', { name: 'title' }).inputValue()).toBe('Twenty printers');
    expect(await choice('priority').textContent()).toContain('low');
  });

  it('are listed, and told apart from the addresses that the site needs itself', async () => {
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await openAliases();
    const row = page.getByRole('row').filter({ hasText: 'support@site.example' });
    await row.getByText('Active').waitFor();
    expect(await row.textContent()).toContain('Ticket');

    await asksAfter('support+1@site.example');
    await page.getByText('becomes a new entry of Ticket, by the alias support@site.example').waitFor();
    await asksAfter('catchall@site.example');
    await page.getByText('is the catchall address').waitFor();
    await asksAfter('bounce@site.example');
    await page.getByText('is the bounce address').waitFor();
    await asksAfter('sales@site.example');
    await page.getByText('is no address of this site').waitFor();
    await asksAfter('sales');
    await page.getByText('"sales" is no address').waitFor();
    await page.goBack();
    await page.getByText('is no address of this site').waitFor();
  });

  it('have a name that nobody else has', async () => {
    await page.getByRole('link', { name: 'Add an alias' }).first().click();
    await page.getByRole('textbox', { name: 'Name' }).fill('catchall');
    await choose('Content type', 'Applicant');
    await button('Save').click();
    await page.getByText('is taken by the catchall mailbox').waitFor();
  });

  it('ask before changes are lost', async () => {
    await page.getByRole('link', { name: 'Aliases', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Confirm' }).click();
    await heading('Aliases');
  });

  it('can be looked at, and not changed, by whom their role allows just that', async () => {
    await site.addWith(['aliases.read'], VIEWER);
    const theirs = await logInAs(browser, site.url, VIEWER);
    await theirs.getByRole('link', { name: 'Settings', exact: true }).click();
    await theirs.getByRole('link', { name: 'Aliases', exact: true }).click();
    await theirs.getByRole('link', { name: 'support@site.example' }).click();
    const title = theirs.getByRole('combobox', { name: 'title' });
    await title.waitFor();
    expect(await title.isDisabled()).toBe(true);
    await theirs
      .getByRole('region', { name: 'Preview' })
      .getByText('kim.sample@example.org', { exact: true })
      .waitFor();
    expect(await theirs.getByRole('button', { name: /Save|Delete/ }).count()).toBe(0);
    expect(await theirs.getByRole('combobox', { name: 'The mail to try it with' }).count()).toBe(0);
    await theirs.context().close();
  });

  it('say that they do not fit any more when their content type is gone, and can be switched off then', async () => {
    site.retype('support', 'api::career.career');
    await site.restartAs('shop');
    await page.reload();
    await page.getByText('Has to be mended').waitFor();
    await page.getByRole('link', { name: 'support@site.example' }).click();
    await page.getByText('This alias does not fit its content type any more').waitFor();
    await page.getByRole('checkbox', { name: 'Active' }).click();
    await button('Save').click();
    await page.getByText('The alias is saved').waitFor();
  });

  it('are deleted after a question', async () => {
    await button('Delete').click();
    await page.getByRole('alertdialog').getByText('Delete support@site.example?').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No alias yet').waitFor();
  });
});
