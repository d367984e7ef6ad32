import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../support/ports';
import { rawMail } from '../support/raw-mail';
import { seriousBarriers } from './support/axe';
import { hasBrowser, logInAs, startBrowser } from './support/browser';
import { OWNER, startE2eSite, type E2eSite, type Person } from './support/site';

const EDITOR: Person = {
  firstname: 'Ed',
  lastname: 'Editor',
  email: 'ed@site.example',
  password: 'Passw0rd-of-Ed',
};

const VIEWER: Person = { ...EDITOR, firstname: 'Vera', email: 'vera@site.example' };

/** *General*, *Scheduled actions* and *System parameters* as a site owner sees them: one story, in order, on one site. */
describe.skipIf(!hasBrowser())('The general settings in the admin', () => {
  let site: E2eSite;
  let browser: Browser;
  let page: Page;
  let lmtpPort: number;

  beforeAll(async () => {
    [lmtpPort = 0] = await freePorts(1);
    site = await startE2eSite({ MAIL_GATEWAY_LMTP_PORT: String(lmtpPort) });
    browser = await startBrowser();
    page = await logInAs(browser, site.url, OWNER);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const open = async (title: string): Promise<void> => {
    await page.getByRole('link', { name: title, exact: true }).click();
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const field = (name: string) => page.getByRole('textbox', { name: new RegExp(`^${name}\\*?$`) });
  const save = async (): Promise<void> => {
    await button('Save').click();
    const saved = page.getByText('The settings are saved');
    await saved.waitFor();
    await page.getByRole('button', { name: 'Close' }).last().click();
    await saved.waitFor({ state: 'detached' });
  };
  const chooseRewriting = async (option: string): Promise<void> => {
    await page.getByRole('combobox', { name: /Replace the author/ }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  const parameterRow = (key: string, where = page) =>
    where.getByRole('row').filter({ has: where.getByText(key, { exact: true }) });
  /** What the page of the system parameters shows for a key. */
  const shown = async (key: string): Promise<string> => {
    const row = parameterRow(key);
    await row.waitFor();
    return (await row.getByRole('gridcell').last().textContent()) ?? '';
  };

  it('say what works without an alias domain, and what follows from one as it is typed', async () => {
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await open('General');
    await page.getByText('Works: aliases take mail by the part in front of the @ alone').waitFor();
    await page.getByText('mail without a sender of its own cannot leave').waitFor();
    await field('Alias domain').fill('site.example');
    await page.getByText('Replies to conversations come back to catchall@site.example.').waitFor();
    await field('Name for error reports \\(bounce\\)').fill('returns');
    await page.getByText('Error reports come back to returns@site.example').waitFor();
  });

  it('replace the author’s address never, for other domains, or always', async () => {
    await chooseRewriting('Only where it is of another domain');
    await page.getByText('leaves as "Ada (ada@agency.example)" <notifications@site.example>.').waitFor();
    await page.getByText('Mail of ada@site.example leaves unchanged.').waitFor();
    await save();
    // What was left empty is the default sender, and is shown as what was stored.
    expect(await field('By this address').inputValue()).toBe('notifications@site.example');
  });

  it('try whether addresses with a key come in, before replies depend on them', async () => {
    expect(await page.getByRole('button', { name: 'Test addresses with' }).count()).toBe(0);
    await page.getByRole('combobox', { name: /Key in reply addresses/ }).click();
    await page.getByRole('option', { name: '+', exact: true }).click();
    await button('Test addresses with +').click();
    const status = page.getByRole('status').filter({ hasText: 'catchall+' });
    await status.getByText('A mail is on its way to').waitFor();
    expect(await button('Test addresses with +').isDisabled()).toBe(true);
    expect(await seriousBarriers(page, 'main')).toEqual([]);

    const [address = ''] = /catchall\+[a-z2-7]+@site\.example/.exec((await status.textContent()) ?? '') ?? [];
    const mail = await site.mail(rawMail({ to: address }), address);
    expect([mail.state, mail.reason]).toEqual(['ignored', 'probe_arrived']);
    await status.getByText('addresses with + work').waitFor();
    await save();
    expect(await seriousBarriers(page, 'main')).toEqual([]);
  });

  it('remember how that test ended, and say it in the first steps', async () => {
    await open('First steps');
    await page.getByText('Replies go to addresses with + and a key. Tested: these come in.').waitFor();
    await open('General');
    const status = page.getByRole('status').filter({ hasText: 'catchall+' });
    await status.getByText('Replies are recognised by their key.').waitFor();
    await status.getByText('Tested:').waitFor();
  });

  it('ask before changes are lost', async () => {
    await field('Default sender').fill('office');
    await page.getByRole('link', { name: 'Scheduled actions' }).click();
    await page.getByRole('alertdialog').waitFor();
    await button('Cancel').click();
    await field('Default sender').fill('notifications');
    await open('Scheduled actions');
    await open('General');
  });

  it('say whether mail servers can hand mail over at once', async () => {
    const panel = page.getByRole('region', { name: 'Mail without delay' });
    await panel.getByText(`Takes mail on 127.0.0.1:${lmtpPort}`).waitFor();
    await panel.getByText('Off', { exact: true }).waitFor();
  });

  it('show the system parameters in developer mode alone', async () => {
    const link = page.getByRole('link', { name: 'System parameters', exact: true });
    expect(await link.count()).toBe(0);
    await page.getByLabel('Developer mode').click();
    await link.click();
    await page.getByRole('heading', { name: 'System parameters', level: 1 }).waitFor();
    expect(await shown('mail.catchall.domain')).toMatch(/^site\.example/);
    expect(await shown('mail.bounce.alias')).toMatch(/^returnsChanged/);
    expect(await shown('mail.dynamic.smtp.from')).toMatch(/^notifications@site\.example/);
    expect(await shown('mail.force.smtp.from')).toMatch(/^empty/);
  });

  it('write the parameters of the other choices', async () => {
    await open('General');
    await chooseRewriting('Always');
    await field('By this address').fill('site@site.example');
    await page.getByText('Mail of ada@site.example leaves as').waitFor();
    await save();
    await open('System parameters');
    expect(await shown('mail.force.smtp.from')).toMatch(/^site@site\.example/);
    expect(await shown('mail.dynamic.smtp.from')).toMatch(/^empty/);
    await open('General');
    await chooseRewriting('Never');
    await save();
    await open('System parameters');
    expect(await shown('mail.force.smtp.from')).toMatch(/^empty/);
    expect(await shown('mail.dynamic.smtp.from')).toMatch(/^empty/);
  });

  it('say at the field that a name is taken, and save nothing then', async () => {
    await site.api('POST', '/mail-gateway/aliases', { name: 'support', contentType: 'api::ticket.ticket' });
    await open('General');
    await field('Name for replies \\(catchall\\)').fill('support');
    await field('Mails from one sender').fill('5');
    await button('Save').click();
    await page.getByText('Some fields need another look').waitFor();
    await page.getByText('"support@site.example" is taken by the alias "support"').waitFor();
    await field('Name for replies \\(catchall\\)').fill('a+b');
    await button('Save').click();
    await page.getByText(/^Expected the part in front of the @/).waitFor();
    await page.getByRole('link', { name: 'System parameters', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Confirm' }).click();
    expect(await shown('mail.catchall.alias')).toMatch(/^catchall/);
    expect(await shown('mail.gateway.loop.threshold')).toMatch(/^20/);
  });

  it('set a parameter, refuse a bad value at the field, and set it back after a question', async () => {
    await page.getByLabel('Search key, value or description').fill('loop minutes');
    await page.keyboard.press('Enter');
    await parameterRow('mail.catchall.domain').waitFor({ state: 'detached' });
    expect(await page.getByRole('row').count()).toBe(2);
    await button('Edit mail.gateway.loop.minutes').click();
    await field('Value').fill('soon');
    await button('Save').click();
    await page.getByText('Expected a whole number between 1 and 10080.').waitFor();
    await field('Value').fill('60');
    await button('Save').click();
    await parameterRow('mail.gateway.loop.minutes').getByText('60', { exact: true }).waitFor();
    // The search is part of the address.
    await page.reload();
    await parameterRow('mail.gateway.loop.minutes').waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    await button('Reset mail.gateway.loop.minutes').click();
    await page.getByRole('alertdialog').getByText('The value “60” is lost').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click();
    await parameterRow('mail.gateway.loop.minutes').getByText('120', { exact: true }).waitFor();
  });

  it('keep keys of the developer’s own', async () => {
    await button('Add a parameter').click();
    await field('Key').fill('my own');
    await field('Value').fill('something');
    await button('Save').click();
    await page.getByText('A key has letters, digits').waitFor();
    await field('Key').fill('my.own.key');
    await button('Save').click();
    await page.getByText('my.own.key is saved').waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).click();
    expect(await shown('my.own.key')).toMatch(/^something/);
    await button('Delete my.own.key').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await parameterRow('my.own.key').waitFor({ state: 'detached' });
  });

  it('change how often an action runs, run it now, and pause it', async () => {
    await open('Scheduled actions');
    const row = page.getByRole('row').filter({ hasText: 'Mail: Fetchmail Service' });
    await row.getByText('Every 5 minutes').waitFor();
    await button('Change how often: Mail: Fetchmail Service').click();
    await field('Every').fill('0');
    await button('Save').click();
    await page.getByText('The interval is at least one minute.').waitFor();
    await field('Every').fill('2');
    await page.getByRole('combobox', { name: 'Unit' }).click();
    await page.getByRole('option', { name: 'Hours' }).click();
    await button('Save').click();
    await row.getByText('Every 2 hours').waitFor();
    await row.getByText('in 2 hours').waitFor();

    await button('Run now: Mail: Fetchmail Service').click();
    await page.getByText('Mail: Fetchmail Service: No mailbox was due.').waitFor();
    await row.getByRole('switch').click();
    await row.getByText('Paused').waitFor();
    expect(await row.getByText('Next run').count()).toBe(0);
  });

  it('hide the system parameters again, where a page that was kept says what it is', async () => {
    await open('System parameters');
    const kept = await page.context().newPage();
    await kept.goto(page.url());
    await open('General');
    await page.getByLabel('Developer mode').click();
    await page.getByRole('link', { name: 'System parameters', exact: true }).waitFor({ state: 'detached' });
    await kept.reload();
    await kept.getByText('This page shows every setting under its technical key').waitFor();
    await kept.getByRole('button', { name: 'Switch developer mode on' }).click();
    await kept.getByRole('link', { name: 'System parameters' }).waitFor();
    await parameterRow('mail.catchall.domain', kept).waitFor();
    await kept.close();
  });

  it('do not exist for an editor without the permission', async () => {
    await site.addEditor(EDITOR);
    const theirs = await logInAs(browser, site.url, EDITOR);
    await theirs.getByRole('link', { name: 'Settings', exact: true }).click();
    await theirs.getByRole('heading', { level: 1 }).first().waitFor();
    for (const name of ['General', 'Scheduled actions', 'System parameters']) {
      expect(await theirs.getByRole('link', { name, exact: true }).count()).toBe(0);
    }
    await theirs.context().close();
  });

  it('can be looked at, and not changed, by whom their role allows just that', async () => {
    await site.addWith(['parameters.read', 'scheduled-actions.read'], VIEWER);
    const theirs = await logInAs(browser, site.url, VIEWER);
    await theirs.getByRole('link', { name: 'Settings', exact: true }).click();
    await theirs.getByRole('link', { name: 'General', exact: true }).click();
    const domain = theirs.getByRole('textbox', { name: 'Alias domain' });
    await domain.waitFor();
    expect(await domain.isDisabled()).toBe(true);
    expect(await theirs.getByRole('button', { name: 'Save' }).count()).toBe(0);
    await theirs.getByLabel('Developer mode').click();
    await theirs.getByRole('link', { name: 'System parameters', exact: true }).click();
    await parameterRow('mail.catchall.domain', theirs).waitFor();
    expect(await theirs.getByRole('button', { name: /^(Edit|Reset|Add) / }).count()).toBe(0);
    await theirs.getByRole('link', { name: 'Scheduled actions' }).click();
    await theirs.getByText('Mail: Housekeeping').waitFor();
    expect(await theirs.getByRole('switch').first().isDisabled()).toBe(true);
    expect(await theirs.getByRole('button', { name: /Run now|Change how often/ }).count()).toBe(0);
    await theirs.context().close();
  });
});
