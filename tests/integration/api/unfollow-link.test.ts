import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAlias, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Answer, type Site } from '../../support/site';

const SUBJECT = 'Printer & <b>fire</b>';

let site: Site;
let thread: string;
let path: string;

const ask = (language = 'en'): Promise<Answer> =>
  site.fetch(path, { headers: { 'accept-language': language } });

const post = (body?: string, type = 'application/x-www-form-urlencoded'): Promise<Answer> =>
  site.fetch(path, {
    method: 'POST',
    ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
  });

const mary = async (): Promise<{ documentId: string; state: string }> => {
  const { body } = await site.admin('GET', `/mail-gateway/threads/${thread}`);
  return body.data.followers[0];
};

const follows = async (): Promise<string> => (await mary()).state;

const links = () => site.strapi.plugin('mail-gateway').service('thread').unfollowLinks;

/** Path of the link that a mail to Mary would have now. */
const newPath = async (): Promise<string> => {
  const url = await links().urlFor((await mary()).documentId);
  expect(url).toMatch(/^https:\/\/mail\.site\.example\/api\/mail-gateway\/unfollow\/[a-z2-7]{45}$/);
  return new URL(url).pathname;
};

const followAgain = async (): Promise<void> => {
  const answer = await site.admin('POST', `/mail-gateway/threads/${thread}/followers`, {
    address: 'mary@customer.example',
  });
  expect(answer.status).toBe(201);
};

beforeAll(async () => {
  site = await startSite({ env: { PUBLIC_URL: 'https://mail.site.example' } });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  thread = (await receive(site, rawMail({ subject: SUBJECT }))).threadId ?? '';
  path = await newPath();
});

afterAll(() => site.stop());

describe('the link by which a follower leaves', () => {
  it('asks first, on a page on which nothing runs', async () => {
    const page = await ask();
    expect(page.status).toBe(200);
    expect(page.body).toContain('<html lang="en">');
    expect(page.body).toContain('Stop getting mail about “Printer &amp; &lt;b&gt;fire&lt;/b&gt;”?');
    expect(page.body).toContain('<form method="post">');
    expect(page.body).not.toMatch(/<script|<b>fire/);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
    expect(page.headers.get('x-robots-tag')).toContain('noindex');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('set-cookie')).toBeNull();
    expect((await ask('de-CH,de;q=0.9')).body).toContain('<html lang="de">');
    expect((await ask('fr')).body).toContain('<html lang="fr">');
    expect((await ask('xx')).body).toContain('<html lang="en">');
    expect((await ask('pt-BR, it;q=0.8, fr-CA;q=0.5')).body).toContain('<html lang="fr">');
    expect(await follows()).toBe('active');
  });

  it('ends following by the button, as often as it is pressed', async () => {
    const done = await post('');
    expect(done.status).toBe(200);
    expect(done.body).toContain('You get no more mail about this.');
    expect(await follows()).toBe('unfollowed');
    expect((await post('')).status).toBe(200);
    expect((await ask()).body).toContain('You get no more mail about this.');
  });

  it('is void once the follower has come back, and says nothing of the conversation then', async () => {
    await followAgain();
    for (const stale of [await ask(), await post('')]) {
      expect(stale.status).toBe(404);
      expect(stale.body).toContain('This link is not valid.');
      expect(stale.body).not.toContain('Printer');
    }
    expect(await follows()).toBe('active');
  });

  it('takes the one click of mail programs, whatever its body', async () => {
    const multipart =
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
    for (const [body, type] of [
      ['List-Unsubscribe=One-Click', 'application/x-www-form-urlencoded'],
      [multipart, 'multipart/form-data; boundary=b'],
      ['{ broken', 'application/json'],
      [undefined, ''],
    ] as const) {
      if ((await follows()) !== 'active') await followAgain();
      path = await newPath();
      expect((await post(body, type)).status, type).toBe(200);
      expect(await follows(), type).toBe('unfollowed');
    }
  });

  it('stands in the mail as mail programs look for it, and does then what its header promises', async () => {
    await followAgain();
    // An answer to what she wrote herself carries no link; what comes after it does.
    for (const said of ['Turn it off.', 'And on again.']) {
      await site.admin('POST', `/mail-gateway/threads/${thread}/messages`, { text: said });
    }
    const { headers, text } = await site.strapi.db
      .query('plugin::mail-gateway.outbound-content')
      .findOne({ where: {}, orderBy: { id: 'desc' } });
    const url = /^<(https:\/\/[^>]+)>$/.exec(headers['List-Unsubscribe'])?.[1] ?? '';
    expect(text).toContain(url);
    path = new URL(url).pathname;
    // What opens links without a person changes nothing.
    for (const method of ['GET', 'HEAD']) {
      expect((await site.fetch(path, { method, redirect: 'manual' })).status, method).toBe(200);
    }
    expect(await follows()).toBe('active');
    const done = await post(headers['List-Unsubscribe-Post']);
    expect([headers['List-Unsubscribe-Post'], done.status]).toEqual(['List-Unsubscribe=One-Click', 200]);
    expect(await follows()).toBe('unfollowed');
  });

  it('leaves a block as it is', async () => {
    const place = `/mail-gateway/threads/${thread}/followers/${(await mary()).documentId}`;
    await site.admin('PUT', place, { state: 'blocked' });
    expect((await post('')).status).toBe(200);
    expect(await follows()).toBe('blocked');
  });

  it('knows only tokens that were made for it', async () => {
    const gateway = '/api/mail-gateway/unfollow';
    const token = path.slice(path.lastIndexOf('/') + 1);
    const forged = `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`;
    for (const wrong of ['x', forged, '%00', 'a'.repeat(45), 'a'.repeat(2000)]) {
      for (const method of ['GET', 'POST']) {
        const answer = await site.fetch(`${gateway}/${wrong}`, { method });
        expect(answer.status, `${method} ${wrong}`).toBe(404);
        expect(answer.body).toContain('This link is not valid.');
        expect(answer.body).not.toContain('Printer');
      }
    }
  });

  it('is not made where nobody knows how the site is reached', async () => {
    for (const url of ['', '/cms']) {
      site.strapi.config.set('server.url', url);
      expect(await links().urlFor((await mary()).documentId)).toBeNull();
    }
    site.strapi.config.set('server.url', 'https://mail.site.example/cms/');
    expect(await links().urlFor((await mary()).documentId)).toMatch(
      /^https:\/\/mail\.site\.example\/cms\/api\/mail-gateway\/unfollow\//
    );
  });
});
