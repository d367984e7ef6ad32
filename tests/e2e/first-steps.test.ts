import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, logInAs, startBrowser } from './support/browser';
import { OWNER, startE2eSite, type E2eSite } from './support/site';

/** Clicks and filled fields that the way to the first entry may take. */
const MOST_STEPS = 25;

/** The guide as somebody follows it who knows nothing of the plugin. */
describe.skipIf(!hasBrowser())('First steps in the admin', () => {
  let site: E2eSite;
  let browser: Browser;
  let page: Page;
  let steps = 0;

  beforeAll(async () => {
    site = await startE2eSite();
    browser = await startBrowser();
    page = await logInAs(browser, site.url, OWNER);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const click = async (role: 'button' | 'link' | 'combobox' | 'option', name: string): Promise<void> => {
    steps += 1;
    await page.getByRole(role, { name, exact: role !== 'combobox' }).click();
  };
  const fill = async (name: string, value: string): Promise<void> => {
    steps += 1;
    await page.getByRole('textbox', { name }).fill(value);
  };

  it('are where somebody looks first: on the first page of Mail', async () => {
    await click('link', 'Mail');
    await click('link', 'Set up mail in a few steps');
    await page.getByRole('heading', { name: 'First steps', level: 1 }).waitFor();
    await page.getByText('It needs an address: finish the two steps above first.').waitFor();
  });

  it('say what is wrong with a domain, and go on once it is mended', async () => {
    await fill('Alias domain', 'not a domain');
    await click('button', 'Save');
    await page.getByText('Expected a mail domain as in example.com').waitFor();
    await fill('Alias domain', 'site.example');
    await click('button', 'Save');
    await page.getByText('Addresses of this site end with @site.example.').waitFor();
  });

  it('make the first alias, with a mapping that is proposed', async () => {
    await click('combobox', 'Becomes');
    await click('option', 'Ticket');
    await click('button', 'Create the alias');
    await page.getByText('Mail to support@site.example becomes: Ticket.').waitFor();
  });

  it('lead to the first ticket by a test mail, within the steps that are allowed', async () => {
    await click('button', 'Send a test mail to support@site.example');
    await page.getByText('The test mail became an entry: Ticket').waitFor();
    await click('link', 'Open the Ticket');
    await page.getByRole('heading', { name: 'My first mail', level: 1 }).waitFor();
    expect(steps).toBeLessThanOrEqual(MOST_STEPS);
  });

  it('the home page says what came in, and what waits for a person', async () => {
    await site.api('POST', '/mail-gateway/test-mails', { to: 'nobody@site.example' });
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    const came = page.getByRole('listitem').filter({ hasText: 'Came in, last 7 days' });
    await came.waitFor();
    expect(await came.textContent()).toContain('2');
    await page.getByRole('link', { name: /Wait for a decision/ }).click();
    await page.getByRole('row').filter({ hasText: 'My first mail' }).first().waitFor();
    expect(await page.getByRole('row').filter({ hasText: 'Found no place' }).count()).toBe(1);
  });
});
