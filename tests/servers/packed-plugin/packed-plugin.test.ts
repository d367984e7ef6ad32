import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeConsumerSite, type ConsumerSite } from '../../support/consumer-site';
import { jsonCall, logIn, type Answer } from '../../support/site';

/** A new site that knows this project by its tarball alone: installed from the registry, compiled, built and started. */

const MINUTE = 60_000;

let site: ConsumerSite;

beforeAll(async () => {
  site = await makeConsumerSite(path.join(import.meta.dirname, 'site'));
}, 15 * MINUTE);

afterAll(() => site?.remove());

describe('a site that installs the packed plugin', () => {
  it('gets what the plugin imports, and not what is built into it', () => {
    for (const name of ['imapflow', 'mailparser', 'nodemailer', 'zod', '@strapi/utils']) {
      expect(site.find(name), name).not.toBeNull();
    }
    for (const name of ['mailauth', 'sanitize-html', 'vitest', '@strapi/sdk-plugin']) {
      expect(site.find(name), name).toBeNull();
    }
  });

  it('keeps one copy of what both use: its own', () => {
    for (const name of ['@strapi/strapi', '@strapi/utils', 'react', 'react-dom', 'styled-components']) {
      expect(site.find(name), name).not.toContain('strapi-plugin-mail-gateway');
    }
  });

  it(
    'compiles code that uses the plugin, with strict types and those of packages checked',
    async () => {
      // Packages of others have errors of their own, which are not ours to judge.
      const ours = /^(?:src|config)\/|strapi-plugin-mail-gateway/;
      expect((await site.compile()).filter((line) => ours.test(line))).toEqual([]);
    },
    5 * MINUTE
  );

  describe('once it is built and started', () => {
    let running: Awaited<ReturnType<ConsumerSite['start']>>;
    let admin: (method: string, where: string, body?: unknown) => Promise<Answer>;

    beforeAll(async () => {
      await site.build();
      running = await site.start();
      const session = await logIn(running.url);
      admin = async (method, where, body) => {
        const answer = await jsonCall(running.url, method, where, body, session);
        expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
        return answer;
      };
    }, 15 * MINUTE);

    afterAll(() => running?.stop());

    it('answers an administrator, and asks everybody else to log in', async () => {
      const answer = await admin('GET', '/mail-gateway/system-parameters');
      const keys = answer.body.data.map(({ key }: { key: string }) => key);
      expect(keys).toContain('mail.catchall.domain');

      const door = '/mail-gateway/system-parameters';
      expect((await jsonCall(running.url, 'GET', door, undefined)).status).toBe(401);
    });

    it('has the plugin’s pages in its admin panel', async () => {
      const page = await (await fetch(`${running.url}/admin/`)).text();
      const [, entry = ''] = /<script type="module"[^>]* src="([^"]+)"/.exec(page) ?? [];
      const script = await (await fetch(new URL(entry, running.url))).text();
      expect(script).toContain('mail-gateway');
    });

    it('takes mail in at the raw door for those who have a token, and runs the site’s own hook', async () => {
      const raw =
        'From: Mary <mary@customer.example>\r\nTo: support@site.example\r\nSubject: Noise\r\n\r\nHello.';
      const send = (authorization: string): Promise<Response> =>
        fetch(`${running.url}/api/mail-gateway/inbound/raw?recipient=support@site.example`, {
          method: 'POST',
          headers: { 'content-type': 'message/rfc822', ...(authorization ? { authorization } : {}) },
          body: raw,
        });
      expect((await send('')).status).toBe(401);

      await admin('PUT', '/mail-gateway/system-parameters/mail.catchall.domain', { value: 'site.example' });
      await admin('POST', '/mail-gateway/aliases', { name: 'support', contentType: 'api::ticket.ticket' });
      const token = await admin('POST', '/admin/api-tokens', {
        name: 'Raw mail',
        description: '',
        type: 'custom',
        lifespan: null,
        permissions: ['plugin::mail-gateway.inbound.raw'],
      });
      const answer = await send(`Bearer ${token.body.data.accessKey}`);
      expect(await answer.json()).toMatchObject({ data: { state: 'delivered' } });

      const tickets = await admin('GET', '/content-manager/collection-types/api::ticket.ticket');
      expect(tickets.body.results).toMatchObject([{ title: '[mail] Noise', email: 'mary@customer.example' }]);
    });
  });
});
