import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MARK, TRACE, TRICKS } from '../support/mail/hostile-html';
import { hasBrowser, logInAs, startBrowser } from './support/browser';
import { OWNER, startE2eSite, type E2eSite } from './support/site';

/** What the browser says of requests that a page's policy or its origin forbids: nothing has left. */
const REFUSED = ['csp', 'origin'];

/** Where Strapi itself asks for its latest version. */
const STRAPI_UPDATES = 'https://api.github.com/repos/strapi/';

const FIRST = '<first@customer.example>';

/** A mail whose HTML is a trick, in the conversation that the first one begins. */
const mailOf = (subject: string, html: string, position: number): Buffer =>
  Buffer.from(
    [
      'From: Mary Customer <mary@customer.example>',
      'To: support@site.example',
      `Subject: ${subject}`,
      `Message-ID: ${position === 0 ? FIRST : `<trick-${position}@customer.example>`}`,
      ...(position === 0 ? [] : [`In-Reply-To: ${FIRST}`]),
      'Date: Mon, 02 Mar 2026 10:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(html).toString('base64').replace(/.{76}/g, '$&\r\n'),
      '',
    ].join('\r\n')
  );

/** What mail can do to somebody who reads it: nothing, whatever its HTML tries. */
describe.skipIf(!hasBrowser())('Hostile HTML where mail is read', () => {
  let site: E2eSite;
  let browser: Browser;
  let page: Page;
  /** What a mail must never cause. */
  let happened: string[];
  /** Addresses elsewhere that the browser looked at, even those that it then refused to ask. */
  let asked: string[];

  /** Takes the site's own policy off the page, which sites may loosen: the frame has to be enough. */
  const withoutPolicy = async (): Promise<void> => {
    await page.route(
      (url) => url.pathname.startsWith('/admin'),
      async (route) => {
        if (route.request().resourceType() !== 'document') return route.fallback();
        const response = await route.fetch();
        const { 'content-security-policy': _policy, ...headers } = response.headers();
        return route.fulfill({ response, headers });
      }
    );
    await page.reload();
    await page.getByRole('link', { name: 'Content Manager' }).waitFor();
  };

  beforeAll(async () => {
    site = await startE2eSite();
    const setParameter = (key: string, value: string) =>
      site.api('PUT', `/mail-gateway/system-parameters/${key}`, { value });
    await setParameter('mail.catchall.domain', 'site.example');
    await setParameter('mail.gateway.allowed', 'mary@customer.example');
    await site.api('POST', '/mail-gateway/aliases', { name: 'support', contentType: 'api::ticket.ticket' });
    const send = async ({ name, html }: { name: string; html: string }, position: number): Promise<void> => {
      const { reason } = await site.mail(mailOf(name, html, position), 'support@site.example');
      expect(`${name}: ${reason}`).toBe(`${name}: ${position === 0 ? 'created' : 'appended'}`);
    };
    await send({ name: 'Hello', html: 'Hello' }, 0);
    const waiting = TRICKS.map((trick, position) => () => send(trick, position + 1));
    while (waiting.length > 0) await Promise.all(waiting.splice(0, 10).map((next) => next()));
    browser = await startBrowser();
    page = await logInAs(browser, site.url, OWNER);
    await withoutPolicy();
    const isOurs = (url: string) =>
      ['data:', 'blob:', 'about:', site.url, STRAPI_UPDATES].some((start) => url.startsWith(start));
    page.on('request', (request) => {
      if (!isOurs(request.url())) asked.push(request.url());
    });
    page.on('requestfinished', (request) => {
      if (!isOurs(request.url())) happened.push(`fetched ${request.url()}`);
    });
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      if (!isOurs(request.url()) && !REFUSED.includes(why)) happened.push(`${request.url()} failed: ${why}`);
    });
    page.on('framenavigated', (frame) => {
      // The browser's own page stands where a frame in a mail was refused.
      const isExpected = ['about:srcdoc', 'chrome-error://chromewebdata/'].includes(frame.url());
      if (frame !== page.mainFrame() && !isExpected) happened.push(`led a frame to ${frame.url()}`);
    });
    page.on('dialog', (dialog) => {
      happened.push(`opened a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('popup', (popup) => {
      // A link that is relative leads to the site itself, at worst.
      if (!popup.url().startsWith(site.url)) happened.push(`opened ${popup.url()}`);
      void popup.close();
    });
  });

  beforeEach(() => {
    happened = [];
    asked = [];
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const messages = () => page.getByRole('list', { name: 'Messages' }).locator('> li');

  const openTicket = async (): Promise<void> => {
    await page.getByRole('link', { name: 'Content Manager' }).click();
    await page.getByRole('link', { name: 'Ticket', exact: true }).click();
    await page.getByRole('gridcell', { name: 'Hello' }).first().click();
    await messages().first().waitFor();
  };

  const loadAll = async (): Promise<void> => {
    const older = page.getByRole('button', { name: 'Load older messages' });
    while ((await older.count()) > 0) {
      const shown = await messages().count();
      await older.click();
      await expect.poll(() => messages().count()).toBeGreaterThan(shown);
    }
    expect(await messages().count()).toBe(TRICKS.length + 1);
  };

  const openPage = async (): Promise<void> => {
    await openTicket();
    await page.getByRole('link', { name: 'Open conversation' }).click();
    await page.getByRole('heading', { name: 'Hello', level: 1 }).waitFor();
    await messages().first().waitFor();
    await loadAll();
  };

  const openReceived = async (subject: string): Promise<void> => {
    await page.getByRole('link', { name: 'Mail', exact: true }).click();
    await page.getByRole('link', { name: 'Received mail', exact: true }).click();
    await page.getByRole('searchbox').fill(subject);
    await page.keyboard.press('Enter');
    await page
      .getByRole('link', { name: `“${subject}”` })
      .first()
      .click();
    await page.getByRole('region', { name: 'What it says' }).waitFor();
  };

  /** Windows in which a trick has run: the page's and those of all frames. */
  const marked = () =>
    page.evaluate((mark) => {
      const windows = [window, ...Array.from({ length: window.length }, (_item, index) => window[index])];
      return windows.filter((each) => each !== undefined && mark in each).length;
    }, MARK);

  const mailFrames = () => page.frames().filter((frame) => frame.parentFrame() === page.mainFrame());

  /** Elements of mails in the page's own document, and in frames of it. */
  const traces = async () => {
    let inFrames = 0;
    for (const frame of mailFrames()) inFrames += await frame.getByTitle(TRACE).count();
    const inPage = await page.getByTitle(TRACE).count();
    return { inPage, inFrames };
  };

  const nothingHappened = async (): Promise<void> => {
    // Time for what loads, refreshes or starts by itself.
    await page.waitForTimeout(1500);
    expect(happened).toEqual([]);
    expect(await marked()).toBe(0);
  };

  /** Clicks whatever can be clicked in the frames, with the mouse events of a real click. */
  const clickEverything = async (): Promise<number> => {
    let clicked = 0;
    for (const frame of mailFrames()) {
      for (const element of await frame.locator('a, area, button, input, math, summary').all()) {
        if (!(await element.isVisible())) continue;
        await element.click({ force: true, timeout: 1000, noWaitAfter: true }).catch(() => undefined);
        clicked += 1;
      }
    }
    return clicked;
  };

  it('would be noticed if it did something', async () => {
    await page.evaluate(
      (html) => {
        const frame = document.createElement('iframe');
        frame.srcdoc = html;
        document.body.append(frame);
      },
      TRICKS.find(({ name }) => name === 'img onerror')?.html ?? ''
    );
    await expect.poll(marked).toBe(2);
    await expect.poll(async () => (await traces()).inFrames).toBe(2);
    await page.reload();
    expect(await marked()).toBe(0);
  });

  it('is shown in the panel beside the entry, and does nothing', async () => {
    await openTicket();
    await page.getByRole('button', { name: 'Load older messages' }).click();
    await expect.poll(() => messages().count()).toBe(6);
    await nothingHappened();
    expect(asked).toEqual([]);
    expect((await traces()).inPage).toBe(0);
  });

  it('is shown on the page of the conversation, each in a frame of its own, and does nothing', async () => {
    await openPage();
    const { pathname } = new URL(page.url());
    await nothingHappened();
    const { inPage, inFrames } = await traces();
    expect(inPage).toBe(0);
    expect(inFrames).toBeGreaterThan(TRICKS.length);

    await clickEverything();
    await nothingHappened();
    expect(asked).toEqual([]);
    expect(new URL(page.url()).pathname).toBe(pathname);
  });

  it('does nothing even where the server had not cleaned it', async () => {
    const raw = new Map(TRICKS.map(({ name, html }) => [name, html]));
    await page.route('**/mail-gateway/threads/*/messages*', async (route) => {
      const response = await route.fetch();
      const answer: { data: { subject: string; html: string }[] } = await response.json();
      for (const message of answer.data) message.html = raw.get(message.subject) ?? message.html;
      await route.fulfill({ response, json: answer });
    });
    await openPage();
    const { pathname } = new URL(page.url());
    await nothingHappened();
    expect((await traces()).inPage).toBe(0);

    expect(await clickEverything()).toBeGreaterThan(10);
    await nothingHappened();
    expect(new URL(page.url()).pathname).toBe(pathname);
  });

  it('is shown in the journal, and does nothing even where the server had not cleaned it', async () => {
    // The frame is the one of the conversation: some tricks of each kind show that it stands here as well.
    const some = TRICKS.filter((_trick, position) => position % 18 === 0);
    const raw = new Map(TRICKS.map(({ name, html }) => [name, html]));
    let shown = '';
    await page.route('**/mail-gateway/inbound-emails/*/content', async (route) => {
      const response = await route.fetch();
      const answer: { data: { html: string } } = await response.json();
      answer.data.html = raw.get(shown) ?? answer.data.html;
      await route.fulfill({ response, json: answer });
    });
    for (const { name } of some) {
      shown = name;
      await openReceived(name);
      await clickEverything();
      expect((await traces()).inPage).toBe(0);
    }
    await nothingHappened();
    expect(page.url()).toContain('/received/');
  });
});
