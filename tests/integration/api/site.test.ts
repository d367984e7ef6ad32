import { afterAll, describe, expect, it } from 'vitest';
import { createSite, SITE_COPY_EVENT } from '../../../server/src/site';
import { startSite, type Site } from '../../support/site';

let site: Site;
let directory = '';

const boot = async (name: string): Promise<void> => {
  site = await startSite({
    env: { MAIL_GATEWAY_SITE: name },
    ...(directory ? { directory } : {}),
  });
  directory = site.directory;
};

const status = async () => (await site.admin('GET', '/mail-gateway/site')).body.data;

describe('the clone guard', () => {
  afterAll(() => site.stop());

  it('lets a site run that no mailbox was confirmed on, and claims it with the first one', async () => {
    await boot('production');
    expect(await status()).toMatchObject({ state: 'unclaimed', owner: null });
    const guard = createSite({ strapi: site.strapi });
    expect(await guard.mayRun()).toBe(true);
    await guard.claim();
    expect(await status()).toMatchObject({ state: 'own', owner: expect.stringContaining('"production"') });
    await site.stop({ keep: true });
  });

  it('keeps a copy quiet, says so once, and does not let a confirmation claim it', async () => {
    await boot('laptop');
    expect(await status()).toMatchObject({
      state: 'copy',
      message: expect.stringMatching(/looks like a copy/),
      owner: expect.stringContaining('"production"'),
      here: expect.stringContaining('"laptop"'),
    });
    const events: unknown[] = [];
    site.strapi.eventHub.on(SITE_COPY_EVENT, async (payload) => {
      events.push(payload);
    });
    const guard = createSite({ strapi: site.strapi });
    await guard.claim();
    expect([await guard.mayRun(), await guard.mayRun()]).toEqual([false, false]);
    expect(events).toEqual([
      { here: expect.stringContaining('"laptop"'), owner: expect.stringContaining('"production"') },
    ]);
  });

  it('runs after somebody has taken over', async () => {
    const answer = await site.admin('POST', '/mail-gateway/site/take-over');
    expect(answer.body.data).toMatchObject({ state: 'own', owner: expect.stringContaining('"laptop"') });
    expect(await createSite({ strapi: site.strapi }).mayRun()).toBe(true);
    await site.stop({ keep: true });
    await boot('production');
    expect((await status()).state).toBe('copy');
  });

  it('lets a site move whose place was named later', async () => {
    const place = (filename: string, siteName: string) =>
      createSite({
        strapi: site.strapi,
        surroundings: { siteName, client: 'sqlite', connection: { filename }, serverUrl: '' },
      });
    await place('/srv/old/data.db', '').takeOver();
    expect(await place('/srv/new/data.db', 'shop').mayRun()).toBe(false);
    expect(await place('/srv/old/data.db', 'shop').mayRun()).toBe(true);
    expect(await place('/srv/new/data.db', 'shop').mayRun()).toBe(true);
    expect(await place('/srv/new/data.db', '').mayRun()).toBe(false);
  });
});
