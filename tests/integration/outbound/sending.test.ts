import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { addAlias, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';
import { startSmtpSink, type SmtpSink } from '../../support/smtp';

const OUTBOUND = 'plugin::mail-gateway.outbound-email';

interface OutboundRow {
  documentId: string;
  state: string;
  response: string | null;
  smtpCode: number | null;
  failureType: string | null;
  explanation: string | null;
  attempts: number;
  from: string;
  serverName: string | null;
}

let site: Site;
let sink: SmtpSink;
let serverId: string;
let password = 'right';
const refused = new Set<string>();

const row = (documentId: string): Promise<OutboundRow> =>
  site.strapi.db.query(OUTBOUND).findOne({ where: { documentId } });

const settled = (documentId: string, state: string): Promise<OutboundRow> =>
  vi.waitFor(
    async () => {
      const found = await row(documentId);
      expect(found.state, found.explanation ?? found.response ?? '').toBe(state);
      return found;
    },
    { timeout: 20_000, interval: 50 }
  );

/** A ticket by mail and an answer to it. @returns documentId of the outbound email. */
const answerTo = async (customer: string, text = 'We are looking into it.'): Promise<string> => {
  const mail = await receive(site, rawMail({ from: customer }));
  const posted = await site.admin('POST', `/mail-gateway/threads/${mail.threadId}/messages`, { text });
  expect(posted.status, JSON.stringify(posted.body)).toBe(200);
  return posted.body.data.outbound[0].documentId;
};

beforeAll(async () => {
  sink = await startSmtpSink({
    onAuth(auth, _session, done) {
      if (auth.password === password) done(null, { user: auth.username });
      else done(new Error('Invalid credentials'));
    },
    onRcptTo({ address }, _session, done) {
      if (!refused.has(address)) return done();
      done(Object.assign(new Error('5.1.1 No such user here'), { responseCode: 550 }));
    },
  });
  site = await startSite({
    env: { MAIL_GATEWAY_WORKER: 'true', MAIL_GATEWAY_ALLOWED_PORTS: String(sink.port) },
  });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  const server = await site.admin('POST', '/mail-gateway/outgoing-servers', {
    name: 'Relay',
    host: '127.0.0.1',
    port: sink.port,
    encryption: 'none',
    authentication: 'password',
    username: 'site',
    password: 'right',
  });
  expect(server.status, JSON.stringify(server.body)).toBeLessThan(300);
  serverId = server.body.data.documentId;
});

afterEach(async () => {
  await setParameter(site, 'mail.force.smtp.from', '');
  await setParameter(site, 'mail.dynamic.smtp.from', '');
});

afterAll(async () => {
  await site.stop();
  await sink.stop();
});

describe('an answer leaves', () => {
  it('soon after it was posted, with the answer of the server kept', async () => {
    const accepted = await settled(await answerTo('Tim <tim@customer.example>'), 'accepted');

    expect(accepted).toMatchObject({ smtpCode: 250, serverName: 'Relay' });
    expect(accepted.response).toContain('queued as');
    const mail = sink.mails.at(-1);
    expect(mail?.to).toEqual(['tim@customer.example']);
    expect(mail?.raw).toMatch(/^Reply-To: .*catchall@site\.example/m);
    expect(mail?.raw).toMatch(/^In-Reply-To: <question-/m);
    expect(mail?.raw).toMatch(/^Message-ID: <[a-z2-7]+\.[a-z2-7]+@site\.example>/m);
    expect(mail?.raw).toMatch(/^X-Mail-Gateway-Id: /im);
    expect(mail?.raw).toContain('We are looking into it.');
  });

  it('with the forced From, the author named in it', async () => {
    await setParameter(site, 'mail.force.smtp.from', 'notifications@site.example');
    await settled(await answerTo('kim@customer.example'), 'accepted');

    expect(sink.mails.at(-1)?.raw).toMatch(
      /^From: "?Ada Admin \(ada@site\.example\)"? <notifications@site\.example>/m
    );
  });

  it('with the dynamic From only where the author is of another domain', async () => {
    await setParameter(site, 'mail.dynamic.smtp.from', 'notifications@site.example');
    await settled(await answerTo('lou@customer.example'), 'accepted');

    expect(sink.mails.at(-1)?.raw).toMatch(/^From: "?Ada Admin"? <ada@site\.example>/m);
  });

  it('and what comes back of it by a forwarder is known as our own copy', async () => {
    await settled(await answerTo('may@customer.example'), 'accepted');
    const copy = await receive(site, sink.mails.at(-1)?.raw ?? '', { recipients: ['support@site.example'] });

    expect([copy.state, copy.reason]).toEqual(['ignored', 'own_copy']);
  });
});

describe("the site's own mail", () => {
  it('leaves, no content type ever shows it, and nothing of it stays once it is accepted', async () => {
    const { documentIds } = await site.strapi.plugin('mail-gateway').service('mail').send({
      from: 'site@site.example',
      to: 'new@customer.example',
      subject: 'Reset your password',
      text: 'https://site.example/reset?code=4711',
    });
    const shown = JSON.stringify(
      await Promise.all(
        ['outbound-content', 'outbound-email'].map((name) =>
          site.strapi.db.query(`plugin::mail-gateway.${name}`).findMany({})
        )
      )
    );
    await settled(documentIds[0], 'accepted');

    expect(shown).not.toMatch(/Reset your password|4711|v1:/);
    expect(sink.mails.at(-1)?.raw).toContain('code=4711');
    expect(await site.strapi.db.connection('mail_gateway_sealed_contents').select()).toEqual([]);
  });
});

describe('a contact form that writes to an alias of the site', () => {
  const send = (subject: string): Promise<{ documentIds: string[] }> =>
    site.strapi.plugin('mail-gateway').service('mail').send({
      from: 'form@site.example',
      to: 'support@site.example',
      subject,
      text: 'Somebody filled in the form.',
    });
  const arrive = () => receive(site, sink.mails.at(-1)?.raw ?? '', { recipients: ['support@site.example'] });

  it('becomes an entry once; what its delivery sends to the alias again goes no further', async () => {
    const written: string[] = [];
    const remove = site.strapi
      .plugin('mail-gateway')
      .service('hooks')
      .use('inbound.deliver', async (_context: object, next: () => Promise<void>) => {
        await next();
        written.push(...(await send('Again')).documentIds);
      });
    try {
      await settled((await send('From the form')).documentIds[0] ?? '', 'accepted');
      expect(await arrive()).toMatchObject({ state: 'delivered', reason: 'created' });
      await settled(written[0] ?? '', 'accepted');
      expect(sink.mails.at(-1)?.raw).toMatch(/^Subject: Again/m);
      expect(await arrive()).toMatchObject({ state: 'ignored', reason: 'own_copy' });
    } finally {
      remove();
    }
    expect(written).toHaveLength(1);
  });
});

describe('an answer that cannot leave', () => {
  it('because the recipient is refused: failed, with the words of the server', async () => {
    refused.add('gone@customer.example');
    const failed = await settled(await answerTo('gone@customer.example'), 'failed');

    expect(failed).toMatchObject({ smtpCode: 550 });
    expect(failed.response).toContain('No such user here');
    expect(failed.explanation).toBeTruthy();
  });

  it('because our password is wrong: nothing fails, and all of it leaves once the password is mended', async () => {
    password = 'changed at the provider';
    // A fresh connection has to log in: saving the server closes the ones there are.
    await site.admin('PUT', `/mail-gateway/outgoing-servers/${serverId}`, { password: 'right' });
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push(await answerTo(`q${count}@customer.example`));
    const server = await vi.waitFor(
      async () => {
        const { body } = await site.admin('GET', `/mail-gateway/outgoing-servers/${serverId}`);
        expect(body.data.state).toBe('failing');
        return body.data;
      },
      { timeout: 20_000 }
    );
    expect(server.lastError).toBeTruthy();
    // One that was taken up before the server was set aside is put back a moment later.
    await vi.waitFor(async () => {
      const waiting = await Promise.all(ids.map(row));
      expect(waiting.map(({ state, attempts }) => [state, attempts])).toEqual(ids.map(() => ['queued', 0]));
    });

    password = 'new';
    const saved = await site.admin('PUT', `/mail-gateway/outgoing-servers/${serverId}`, { password: 'new' });
    expect(saved.status).toBe(200);
    for (const id of ids) await settled(id, 'accepted');
  });
});
