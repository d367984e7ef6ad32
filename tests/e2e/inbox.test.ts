import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../support/raw-mail';
import { seriousBarriers } from './support/axe';
import { hasBrowser, logInAs, startBrowser } from './support/browser';
import { startE2eSite, type E2eSite, type Person } from './support/site';

const person = (firstname: string): Person => ({
  firstname,
  lastname: 'Editor',
  email: `${firstname.toLowerCase()}@site.example`,
  password: `Passw0rd-of-${firstname}`,
});

/** May read tickets, and change who follows. */
const TESS = person('Tess');
/** May read applicants alone. */
const APRIL = person('April');

const SUBJECTS = ['The printer burns', 'The door is stuck', 'No coffee left'];

/** Two editors with different rights: one story, in order, on one site. */
describe.skipIf(!hasBrowser())('The Inbox', () => {
  let site: E2eSite;
  let browser: Browser;
  let tess: Page;
  let april: Page;
  /** documentIds of the conversations, by subject. */
  const threads = new Map<string, string>();

  const note = (subject: string, text: string) =>
    site.api('POST', `/mail-gateway/threads/${threads.get(subject)}/messages`, { text, note: true });

  beforeAll(async () => {
    site = await startE2eSite();
    await site.api('PUT', '/mail-gateway/system-parameters/mail.catchall.domain', { value: 'site.example' });
    await site.api('POST', '/mail-gateway/aliases', { name: 'support', contentType: 'api::ticket.ticket' });
    await site.api('POST', '/mail-gateway/aliases', {
      name: 'jobs',
      contentType: 'api::applicant.applicant',
    });
    for (const [index, subject] of SUBJECTS.entries()) {
      await site.mail(rawMail({ subject, messageId: `<${index}@customer.example>` }), 'support@site.example');
    }
    await site.mail(
      rawMail({ subject: 'I want to work for you', to: 'jobs@site.example' }),
      'jobs@site.example'
    );
    const mails = await site.api<{ subject: string; threadId: string }[]>(
      'GET',
      '/mail-gateway/inbound-emails'
    );
    for (const { subject, threadId } of mails) threads.set(subject, threadId);
    await site.addWith(['threads.read', 'threads.post', 'threads.followers'], TESS, ['api::ticket.ticket']);
    await site.addWith(['threads.read'], APRIL, ['api::applicant.applicant']);
    browser = await startBrowser();
    tess = await logInAs(browser, site.url, TESS);
    april = await logInAs(browser, site.url, APRIL);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();

  const openInbox = async (page: Page): Promise<void> => {
    await page.getByRole('link', { name: 'Mail', exact: true }).click();
    await heading(page, 'Inbox');
  };

  const rows = (page: Page) => page.getByRole('list', { name: 'Conversations' }).getByRole('listitem');
  const subjects = async (page: Page): Promise<string[]> => rows(page).getByRole('link').allTextContents();
  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => document.activeElement?.textContent ?? '');
  const followers = (page: Page) => page.getByRole('list', { name: 'Who follows this conversation' });
  const follower = (page: Page, hasText: string) => followers(page).getByRole('listitem').filter({ hasText });
  const told = (page: Page, sentence: string) => page.getByText(sentence).first().waitFor();

  /** By the entry, as one comes to a conversation that one does not follow. */
  const openEntry = async (page: Page, contentType: string, title: string): Promise<void> => {
    await page.getByRole('link', { name: 'Content Manager' }).click();
    await page.getByRole('link', { name: contentType, exact: true }).click();
    await page.getByRole('gridcell', { name: title }).first().click();
    await page.getByRole('link', { name: 'Open conversation' }).waitFor();
  };

  it('says how it is filled while one follows nothing', async () => {
    await openInbox(tess);
    await tess.getByText('You do not follow any conversation yet.').waitFor();
    expect(await seriousBarriers(tess, 'main')).toEqual([]);
  });

  it('holds a conversation as soon as one follows it, beside the entry or on its page', async () => {
    await openEntry(tess, 'Ticket', 'The printer burns');
    await tess.getByRole('button', { name: '1 follower' }).click();
    await tess.getByRole('button', { name: 'Follow', exact: true }).click();
    await told(tess, 'You follow now.');
    await tess.getByRole('button', { name: '2 followers' }).waitFor();
    await follower(tess, 'Tess Editor (you)').waitFor();
    expect(await seriousBarriers(tess, '#mail-gateway-conversation')).toEqual([]);

    for (const subject of SUBJECTS.slice(1)) {
      await openEntry(tess, 'Ticket', subject);
      await tess.getByRole('link', { name: 'Open conversation' }).click();
      await heading(tess, subject);
      await tess.getByRole('button', { name: 'Follow', exact: true }).click();
      await tess.getByRole('button', { name: 'Unfollow' }).waitFor();
    }
    await openInbox(tess);
    await rows(tess).nth(2).waitFor();
    expect((await subjects(tess)).sort()).toEqual([...SUBJECTS].sort());
  });

  it('shows what is unread first, and counts it in the menu', async () => {
    await note('The printer burns', 'Who takes the fire extinguisher?');
    await note('The printer burns', 'Nobody?');
    await tess.getByRole('button', { name: 'Look for new messages' }).click();
    await tess.getByText('2 unread messages').waitFor();
    expect((await subjects(tess))[0]).toBe('The printer burns');
    expect(await rows(tess).first().textContent()).toContain('Ada Owner: Nobody?');
    await tess.getByRole('link', { name: 'Mail', exact: true }).getByText('1').waitFor();
    await expect.poll(() => tess.title()).toContain('Inbox (1)');
    for (const colorScheme of ['light', 'dark'] as const) {
      await tess.emulateMedia({ colorScheme });
      expect(await seriousBarriers(tess, 'main'), colorScheme).toEqual([]);
    }
  });

  it('is gone through by keyboard: the page of the conversation makes it read, U makes it unread', async () => {
    await rows(tess).nth(2).waitFor();
    await rows(tess).first().getByRole('link').focus();
    await tess.keyboard.press('j');
    const second = await focused(tess);
    expect(second).not.toBe('The printer burns');
    await tess.keyboard.press('ArrowDown');
    expect(await focused(tess)).not.toBe(second);
    await tess.keyboard.press('ArrowDown');
    await tess.keyboard.press('k');
    await tess.keyboard.press('ArrowUp');
    expect(await focused(tess)).toBe('The printer burns');
    await tess.keyboard.press('Enter');
    await heading(tess, 'The printer burns');
    await tess.getByText('Nobody?').waitFor();

    await openInbox(tess);
    await rows(tess).nth(2).waitFor();
    await expect.poll(() => tess.getByText(/unread message/).count()).toBe(0);
    const last = rows(tess).nth(2).getByRole('link');
    const subject = (await last.textContent()) ?? '';
    await last.focus();
    await tess.keyboard.press('u');
    await tess.getByRole('status').getByText(`“${subject}” is marked as unread.`).waitFor();
    await expect.poll(async () => (await subjects(tess))[0]).toBe(subject);
    // The row has moved, and the focus with it.
    await expect.poll(() => focused(tess)).toBe(subject);
    await tess.getByRole('radio', { name: 'Unread' }).click();
    await expect.poll(() => subjects(tess)).toEqual([subject]);
    await tess.getByRole('button', { name: `Mark “${subject}” as read` }).click();
    await tess.getByText('You have read everything.').waitFor();
    await tess.getByRole('button', { name: 'Show all conversations' }).click();
    await rows(tess).nth(2).waitFor();
  });

  it('follows the rights of each: who may not read tickets sees none, and cannot be made to follow', async () => {
    await openInbox(april);
    await april.getByText('You do not follow any conversation yet.').waitFor();
    await openEntry(april, 'Applicant', 'Mary Customer');
    await april.getByRole('button', { name: '1 follower' }).click();
    await april.getByRole('button', { name: 'Follow', exact: true }).click();
    await told(april, 'You follow now.');
    expect(await april.getByRole('button', { name: /^(Remove|Block|Add)/ }).count()).toBe(0);
    await openInbox(april);
    await rows(april).first().waitFor();
    expect(await subjects(april)).toEqual(['I want to work for you']);

    await rows(tess).getByRole('link', { name: 'The printer burns' }).click();
    await heading(tess, 'The printer burns');
    await tess.getByRole('button', { name: 'Add a follower' }).click();
    await tess.getByLabel('Colleague or e-mail address').fill('apri');
    await tess.getByRole('button', { name: 'Add April Editor' }).click();
    await told(tess, 'April Editor may not read this entry, and so cannot follow its conversation.');
    expect(await follower(tess, 'April').count()).toBe(0);
  });

  it('lets who may add, remove and block followers, and lift a block', async () => {
    const field = tess.getByLabel('Colleague or e-mail address');
    await field.fill('nobody of this name');
    await tess.getByText('No further colleague is called so.').waitFor();
    await field.fill('lena@partner.example');
    await tess.getByRole('button', { name: 'Add lena@partner.example' }).click();
    await told(tess, 'lena@partner.example follows now.');
    await follower(tess, 'lena@partner.example').waitFor();

    await tess.getByRole('button', { name: 'Block lena@partner.example' }).click();
    await tess.getByText('Block lena@partner.example?').waitFor();
    await tess.getByRole('button', { name: 'Block', exact: true }).click();
    const blocked = tess.getByRole('list', { name: 'Blocked' });
    await blocked.getByRole('listitem').filter({ hasText: 'lena@partner.example' }).waitFor();
    expect(await follower(tess, 'lena@partner.example').count()).toBe(0);
    expect(await seriousBarriers(tess, 'main')).toEqual([]);

    await tess.getByRole('button', { name: 'Add a follower' }).click();
    await tess.getByLabel('Colleague or e-mail address').fill('lena@partner.example');
    await tess.getByRole('button', { name: 'Add lena@partner.example' }).click();
    await told(tess, 'Lift the block first.');
    await tess.getByRole('button', { name: 'Close', exact: true }).last().click();
    await blocked.getByRole('button', { name: 'Lift the block of lena@partner.example' }).click();
    await blocked.waitFor({ state: 'hidden' });

    await tess.getByRole('button', { name: 'Remove Mary Customer' }).click();
    await told(tess, 'Mary Customer does not follow any more.');
    await follower(tess, 'Mary Customer').waitFor({ state: 'hidden' });
    await tess.getByText('Nobody follows this conversation by mail').waitFor();
  });

  it('lets one choose how to be told, and leave', async () => {
    await tess.getByRole('combobox', { name: 'How you are told' }).click();
    await tess.getByRole('option', { name: 'In the Inbox and by mail' }).click();
    await told(tess, 'Saved.');
    await follower(tess, 'In the Inbox and by mail').waitFor();
    await tess.getByRole('button', { name: 'Unfollow' }).click();
    await tess.getByRole('button', { name: 'Follow', exact: true }).waitFor();
    await openInbox(tess);
    await rows(tess).nth(1).waitFor();
    await expect.poll(() => subjects(tess)).not.toContain('The printer burns');
  });

  it('asks about a mail that nothing proves: a message, a note for a colleague first, or kept out', async () => {
    const domains = { Zoe: 'other.example', Mal: 'other.example', April: 'site.example' };
    for (const [name, domain] of Object.entries(domains)) {
      const mail = rawMail({
        from: `${name} <${name.toLowerCase()}@${domain}>`,
        to: 'catchall@site.example',
        subject: `${name} writes`,
        inReplyTo: '<1@customer.example>',
        body: `${name} cannot get in either.`,
      });
      await site.mail(mail, 'catchall@site.example');
    }
    await rows(tess).getByRole('link', { name: 'The door is stuck' }).click();
    await heading(tess, 'The door is stuck');
    const question = tess.getByRole('region', { name: 'Do these belong here?' });
    const candidate = (hasText: string) => question.getByRole('listitem').filter({ hasText });

    await candidate('zoe@other.example').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await tess.emulateMedia({ colorScheme });
      expect(await seriousBarriers(tess, 'main'), colorScheme).toEqual([]);
    }

    await candidate('mal@other.example').getByRole('button', { name: 'Does not belong here' }).click();
    await told(tess, 'The mail stays out.');
    expect(await candidate(APRIL.email).getByRole('button').allTextContents()).toEqual([
      ...['Show the mail', 'Accept as note', 'Accept as message', 'Does not belong here'],
    ]);
    await candidate(APRIL.email).getByText('The sender’s address is a colleague’s').waitFor();
    await candidate(APRIL.email).getByRole('button', { name: 'Accept as note' }).click();
    await told(tess, 'The mail is a note in the conversation now.');
    expect(await candidate('zoe@other.example').getByRole('button').nth(1).textContent()).toBe(
      'Accept as message'
    );
    await candidate('zoe@other.example').getByRole('button', { name: 'Accept as message' }).click();
    await told(tess, 'The mail is part of the conversation now');
    await question.waitFor({ state: 'hidden' });
    const messages = tess.getByRole('list', { name: 'Messages' }).getByRole('listitem');
    await messages.filter({ hasText: 'April cannot get in' }).getByText('Note', { exact: true }).waitFor();
    await messages.filter({ hasText: 'Zoe cannot get in' }).getByText('Let in by Tess Editor').waitFor();
    await follower(tess, 'zoe@other.example').waitFor();
    expect(await follower(tess, APRIL.email).count()).toBe(0);
    expect(await messages.filter({ hasText: 'Mal' }).count()).toBe(0);
  });

  it('drops the conversation of an entry that was deleted; its page says so, and takes no more answers', async () => {
    const thread = await site.api<{ entry: string }>(
      'GET',
      `/mail-gateway/threads/${threads.get('The door is stuck')}`
    );
    await site.api('DELETE', `/content-manager/collection-types/api::ticket.ticket/${thread.entry}`);
    await tess.reload();
    await heading(tess, 'The door is stuck');
    await tess.getByText('The entry was deleted.').waitFor();
    expect(await tess.getByRole('button', { name: 'Send answer' }).count()).toBe(0);
    expect(await tess.getByRole('link', { name: 'Open the Ticket' }).count()).toBe(0);
    await openInbox(tess);
    await rows(tess).first().waitFor();
    expect(await subjects(tess)).not.toContain('The door is stuck');
  });
});
