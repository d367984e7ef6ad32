import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSmtpSink, type SmtpSink } from '../support/smtp';
import { hasBrowser, logInAs, startBrowser } from './support/browser';
import { OWNER, startE2eSite, type E2eSite, type Person } from './support/site';

const EDITOR: Person = {
  firstname: 'Ed',
  lastname: 'Editor',
  email: 'ed@site.example',
  password: 'Passw0rd-of-Ed',
};

const VIEWER: Person = { ...EDITOR, firstname: 'Vera', email: 'vera@site.example' };

/** *Settings → Outgoing servers* as a site owner sees it: the tests tell one story, in order, on one site. */
describe.skipIf(!hasBrowser())('Outgoing servers in the admin', () => {
  let site: E2eSite;
  let sink: SmtpSink;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    sink = await startSmtpSink({
      onAuth: ({ username, password }, _session, done) =>
        username === 'site' && password === 'right'
          ? done(null, { user: username })
          : done(new Error('Invalid user name or password')),
    });
    site = await startE2eSite({ MAIL_GATEWAY_ALLOWED_PORTS: String(sink.port) });
    browser = await startBrowser();
    page = await logInAs(browser, site.url, OWNER);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await sink?.stop();
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const field = (name: string) => page.getByRole('textbox', { name: new RegExp(`^${name}\\*?$`) });
  const choose = async (label: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };

  it('are found in the settings, which say what happens without one', async () => {
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('link', { name: 'Outgoing servers' }).click();
    await heading('Outgoing servers');
    await page.getByText('There is no outgoing server yet.').waitFor();
  });

  it('are filled in with what is known of a provider, and what has to be done there', async () => {
    await page.getByRole('link', { name: 'Add an outgoing server' }).first().click();
    await page.getByRole('link', { name: /^SendGrid/ }).click();
    expect(await field('Host').inputValue()).toBe('smtp.sendgrid.net');
    expect(await field('User name').inputValue()).toBe('apikey');
    await page.getByText('The user name is the word apikey').waitFor();
    await page.goBack();
    await page.getByRole('link', { name: /^Another server/ }).click();
    await page.getByText('A Postfix on the same machine').waitFor();
  });

  it('say at the field what is missing', async () => {
    await button('Save').click();
    await page.getByText('Some fields need another look').waitFor();
    await page.getByText('The name is empty.').waitFor();
    await page.getByText('The host is empty.').waitFor();
  });

  it('a wrong password: the test says what the server said and what to do, and goes well once it is mended', async () => {
    await field('Name').fill('Relay');
    await field('Host').fill('127.0.0.1');
    await choose('Encryption', 'None');
    await field('Port').fill(String(sink.port));
    await field('User name').fill('site');
    await page.getByLabel('Password').fill('wrong');
    await button('Test connection').click();
    const dialogue = page.getByRole('region', { name: 'What was said' });
    await dialogue.waitFor();
    expect(await dialogue.textContent()).toContain('535');
    await page.getByText('The server refused the login').waitFor();

    await page.getByLabel('Password').fill('right');
    await button('Test connection').click();
    await page.getByText('there is no address yet to send from').waitFor();
    await site.api('PUT', '/mail-gateway/system-parameters/mail.catchall.domain', { value: 'site.example' });
    await button('Test connection').click();
    await page.getByText('The server accepts us and would take mail.').waitFor();
    expect(sink.mails).toHaveLength(0);
  });

  it('are saved, keep their password to themselves, and remember how a test went', async () => {
    await button('Save').click();
    await heading('Relay');
    await page.getByText('A password is stored.').waitFor();
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    await button('Test connection').click();
    await page.getByText('The server accepts us and would take mail.').waitFor();
    await page.getByRole('link', { name: 'Outgoing servers' }).click();
    await heading('Outgoing servers');
    const row = page.getByRole('row').filter({ hasText: 'Relay' });
    await row.getByText('Works').waitFor();
    expect(await row.textContent()).toContain('Every sender');
  });

  it('remember that a test failed, and say when it was about other settings', async () => {
    const state = page.getByRole('region', { name: 'How it is doing' });
    await page.getByRole('link', { name: 'Relay' }).click();
    await heading('Relay');
    await state.getByText('The last test went well:').waitFor();
    await page.getByLabel('Password').fill('wrong');
    await button('Save').click();
    await state.getByText('It was tested before the last change').waitFor();
    await button('Test connection').click();
    await state.getByText('The last test failed:').waitFor();
    await page.reload();
    await state.getByText('The server refused the login').waitFor();

    await page.getByRole('link', { name: 'First steps' }).click();
    const step = page.getByRole('listitem').filter({ hasText: 'Connect a server for answers' });
    await step.getByText('Relay does not work: no mail leaves through it.').waitFor();
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    const number = page.getByRole('link', { name: '1 outgoing server does not work' });
    await number.waitFor();
    expect(await page.getByText('Nothing waits for a person.').count()).toBe(0);
    await number.click();
    await heading('Outgoing servers');
    await page.getByRole('link', { name: 'First steps' }).click();
    await step.getByRole('link', { name: 'Open Relay' }).click();
    await page.getByLabel('Password').fill('right');
    await button('Save').click();
    await state.getByText('Changed since its test').waitFor();
    await button('Test connection').click();
    await state.getByText('The last test went well:').waitFor();
    await page.getByRole('link', { name: 'Outgoing servers' }).click();
    await heading('Outgoing servers');
  });

  it('ask before changes are lost', async () => {
    await page.getByRole('link', { name: 'Relay' }).click();
    await heading('Relay');
    await field('From filter').fill('site.example');
    await page.getByRole('link', { name: 'Outgoing servers' }).click();
    await page.getByRole('alertdialog').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await button('Save').click();
    await page.getByText('The server is saved').waitFor();
    await page.getByRole('link', { name: 'Outgoing servers' }).click();
    await page.getByRole('row').filter({ hasText: 'site.example' }).waitFor();
  });

  it('do not exist for an editor without the permission', async () => {
    await site.addEditor(EDITOR);
    const theirs = await logInAs(browser, site.url, EDITOR);
    await theirs.getByRole('link', { name: 'Settings', exact: true }).click();
    await theirs.getByRole('heading', { level: 1 }).first().waitFor();
    expect(await theirs.getByRole('link', { name: 'Outgoing servers' }).count()).toBe(0);
    await theirs.context().close();
  });

  it('can be looked at, and not changed, by whom their role allows just that', async () => {
    await site.addWith(['servers.read'], VIEWER);
    const theirs = await logInAs(browser, site.url, VIEWER);
    await theirs.getByRole('link', { name: 'Settings', exact: true }).click();
    await theirs.getByRole('link', { name: 'Outgoing servers' }).click();
    await theirs.getByRole('link', { name: 'Relay' }).click();
    const host = theirs.getByRole('textbox', { name: 'Host' });
    await host.waitFor();
    expect(await host.isDisabled()).toBe(true);
    expect(await theirs.getByRole('button', { name: /Save|Delete|Test connection/ }).count()).toBe(0);
    await theirs.context().close();
  });

  it('are deleted after a question', async () => {
    await page.getByRole('link', { name: 'Relay' }).click();
    await heading('Relay');
    await button('Delete').click();
    await page.getByRole('alertdialog').getByText('Delete Relay?').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('There is no outgoing server yet.').waitFor();
  });
});
