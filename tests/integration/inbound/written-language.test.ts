import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addEditor, READ_TICKETS, type Editor } from '../../support/editors';
import { addAlias, messages, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';

/** In which language followers are written to. */

const BOB = 'bob@customer.example';

let site: Site;
let chloe: Editor;

const locales = () => site.strapi.plugin('i18n').service('locales');

/** A conversation that customer and colleague follow by mail. */
const conversationOf = async (alias: string, subject: string): Promise<string> => {
  const { threadId, explanation } = await receive(site, rawMail({ to: `${alias}@site.example`, subject }));
  if (threadId === null) throw new Error(explanation);
  const { followers } = site.strapi.plugin('mail-gateway').service('thread');
  await followers.follow(threadId, { address: BOB, name: 'Bob', adminUser: null });
  await followers.follow(threadId, {
    ...{ address: chloe.email, name: 'Chloé', adminUser: chloe.documentId, channel: 'email' },
  });
  return threadId;
};

/** The last mail to somebody. */
const textTo = async (thread: string, recipient: string): Promise<string> => {
  const ids = (await messages(site, thread)).map(({ documentId }) => documentId);
  const { contentId } = await site.strapi.db.query('plugin::mail-gateway.outbound-email').findOne({
    where: { threadMessageId: { $in: ids }, recipient },
    orderBy: { id: 'desc' },
  });
  const content = await site.strapi.db
    .query('plugin::mail-gateway.outbound-content')
    .findOne({ where: { documentId: contentId } });
  return content.text;
};

const answer = async (thread: string): Promise<void> => {
  const { status, body } = await site.admin('POST', `/mail-gateway/threads/${thread}/messages`, {
    text: 'Hello.',
  });
  expect(status, JSON.stringify(body)).toBe(200);
};

beforeAll(async () => {
  site = await startSite({ env: { PUBLIC_URL: 'https://mail.site.example' } });
  await locales().create({ code: 'de', name: 'German (de)' });
  await locales().create({ code: 'fr-CA', name: 'French (Canada)' });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  await addAlias(site, 'presse', 'api::article.article', { entryLocale: 'de' });
  chloe = await addEditor(site, 'Chloe', [READ_TICKETS]);
});

afterAll(() => site.stop());

describe('a mail to a follower', () => {
  it('speaks the language of the entry', async () => {
    const thread = await conversationOf('presse', 'Pressefoto');
    await answer(thread);
    const text = await textTo(thread, BOB);
    expect(text).toMatch(/^Am [\d.]{10} um \d\d:\d\d UTC schrieb .+:$/m);
    expect(text).toMatch(/^Diese Mail geht an alle, .* Nicht mehr folgen: https:/m);
  });

  it('speaks the default language of the site where the entry has none, and English before any other', async () => {
    const thread = await conversationOf('support', 'Printer');
    await answer(thread);
    expect(await textTo(thread, BOB)).toContain('Stop it: https:');
    await locales().setDefaultLocale({ code: 'fr-CA' });
    await answer(thread);
    expect(await textTo(thread, BOB)).toContain('Ne plus la suivre: https:');
    await locales().setDefaultLocale({ code: 'en' });
  });

  it('speaks the language that a colleague has chosen for the panel', async () => {
    const thread = await conversationOf('support', 'Second printer');
    await locales().setDefaultLocale({ code: 'de' });
    await answer(thread);
    expect(await textTo(thread, chloe.email)).toContain('Stop it: https:');
    await site.strapi.db.query('admin::user').update({
      ...{ where: { email: chloe.email }, data: { preferedLanguage: 'fr' } },
    });
    await answer(thread);
    expect(await textTo(thread, chloe.email)).toContain('Ne plus la suivre: https:');
    expect(await textTo(thread, BOB)).toContain('Nicht mehr folgen: https:');
  });
});
