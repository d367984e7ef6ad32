import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSmtpSink, type SmtpSink } from '../support/smtp';
import { seriousBarriers } from './support/axe';
import { hasBrowser, logInAs, startBrowser } from './support/browser';
import { fillSite } from './support/sample-data';
import { OWNER, startE2eSite, type E2eSite } from './support/site';

/** Where the pictures of the pages go; none are made without it (`npm run screenshots`). */
const PICTURES = process.env.MAIL_GATEWAY_SCREENSHOTS;

/** Nothing half-way, and no words of the menu over the page, where the pointer still stands. */
const STILL = {
  animations: 'disabled',
  style: '[data-radix-popper-content-wrapper] { display: none }',
} as const;

const THEMES = ['light', 'dark'] as const;

/** Every page of ours, in each theme: whether everybody can use it, and what it looks like. */
describe.skipIf(!hasBrowser())('Every page of the admin', () => {
  let site: E2eSite;
  let sink: SmtpSink;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    sink = await startSmtpSink();
    site = await startE2eSite({ MAIL_GATEWAY_ALLOWED_PORTS: String(sink.port) });
    await fillSite(site, { smtpPort: sink.port });
    browser = await startBrowser();
    page = await logInAs(browser, site.url, OWNER);
    // Strapi's own news would lie over each page.
    await page
      .getByRole('button', { name: 'Close the banner.' })
      .click({ timeout: 5000 })
      .catch(() => undefined);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await sink?.stop();
  });

  const link = (name: string | RegExp, exact = true) => page.getByRole('link', { name, exact }).first();
  const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const setting = async (name: string): Promise<void> => {
    await link('Settings').click();
    await link(name).click();
    await heading(name);
  };

  const received = async (): Promise<void> => {
    await link('Mail').click();
    await link('Received mail').click();
  };

  /** Each page by its name, and how one comes to it. */
  const PAGES: [name: string, open: () => Promise<void>, within?: string][] = [
    [
      'first-steps',
      async () => {
        await setting('First steps');
        // What is done is known, and said.
        await page.getByText('Addresses of this site end with @site.example.').waitFor();
        await page.getByText('Mail leaves through Relay.').waitFor();
      },
    ],
    ['general', () => setting('General')],
    ['outgoing-servers', () => setting('Outgoing servers')],
    [
      'outgoing-server-presets',
      async () => {
        await setting('Outgoing servers');
        await link('Add an outgoing server').click();
        await link(/^SendGrid/, false).waitFor();
      },
    ],
    [
      'outgoing-server',
      async () => {
        await setting('Outgoing servers');
        await link('Relay').click();
        await heading('Relay');
      },
    ],
    ['incoming-servers', () => setting('Incoming servers')],
    [
      'incoming-server',
      async () => {
        await setting('Incoming servers');
        await link('Support mailbox').click();
        await heading('Support mailbox');
      },
    ],
    [
      'incoming-server-new',
      async () => {
        await setting('Incoming servers');
        await link('Add an incoming server').click();
        await link(/^Gmail/, false).click();
        await heading('Add an incoming server');
      },
    ],
    ['aliases', () => setting('Aliases')],
    [
      'alias',
      async () => {
        await setting('Aliases');
        await link('support@site.example').click();
        await page.getByRole('region', { name: 'Preview' }).getByText('display.jpg').waitFor();
      },
    ],
    [
      'scheduled-actions',
      async () => {
        await setting('Scheduled actions');
        await page.getByRole('row').nth(1).waitFor();
      },
    ],
    [
      'system-parameters',
      async () => {
        await setting('General');
        const mode = page.getByLabel('Developer mode');
        if (!(await mode.isChecked())) await mode.click();
        await setting('System parameters');
        await page.getByText('mail.catchall.domain').first().waitFor();
      },
    ],
    [
      'inbox',
      async () => {
        await link('Mail').click();
        await page.getByText('unread message').first().waitFor();
      },
    ],
    [
      'received',
      async () => {
        await received();
        await page.getByRole('row').filter({ hasText: 'The printer burns' }).waitFor();
      },
    ],
    [
      'received-mail',
      async () => {
        await received();
        await link(/The printer burns/, false).click();
        await heading('The printer burns');
      },
    ],
    [
      'conversation-panel',
      async () => {
        await received();
        await link(/The printer burns/, false).click();
        await link('Open the Ticket').click();
        await page.getByText(/^Delivered to the mail server/).waitFor();
      },
      '#mail-gateway-conversation',
    ],
    [
      'conversation',
      async () => {
        await received();
        await link(/The printer burns/, false).click();
        await link('Open the Ticket').click();
        await link('Open conversation').click();
        await heading('The printer burns');
      },
    ],
    [
      'home-widget',
      async () => {
        await link('Home').click();
        await page.getByText('Came in, last 7 days').scrollIntoViewIfNeeded();
      },
      '#mail-gateway-summary',
    ],
  ];

  it.each(PAGES)('%s', async (name, open, within = 'main') => {
    await open();
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await page.waitForLoadState('networkidle');
      // Nothing is judged while it is still being loaded.
      await page
        .getByRole('alert')
        .getByText(/^Loading/)
        .waitFor({ state: 'hidden' });
      if (PICTURES) {
        await mkdir(PICTURES, { recursive: true });
        await page.screenshot({ path: path.join(PICTURES, `${name}-${theme}.png`), ...STILL });
      }
      expect(await seriousBarriers(page, within), theme).toEqual([]);
    }
  });
});
