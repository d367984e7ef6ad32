import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { Person } from './site';

const EXECUTABLE = '/usr/bin/chromium';

/** Whether the browser is installed on this machine. */
export const hasBrowser = (): boolean => existsSync(EXECUTABLE);

/** Starts the browser, which talks to nobody but the site. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** A page of its own, on which this person has logged in through the form. */
export const logInAs = async (
  browser: Browser,
  url: string,
  person: Pick<Person, 'email' | 'password'>
): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${url}/admin/auth/login`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password*').fill(person.password);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.getByRole('navigation').first().waitFor();
  return page;
};
