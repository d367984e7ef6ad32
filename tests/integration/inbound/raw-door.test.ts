import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buffer } from 'node:stream/consumers';
import { addAlias, entries, journal, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Answer, type Site } from '../../support/site';
import { createChunkStore, createDatabase } from '../../../server/src/storage';

const TICKET = 'api::ticket.ticket';
const DOOR = '/api/mail-gateway/inbound/raw';

let site: Site;
let token: string;

const push = (body: Buffer | string, query = '', headers: Record<string, string> = {}): Promise<Answer> =>
  site.fetch(`${DOOR}${query}`, {
    method: 'POST',
    body: new Uint8Array(Buffer.from(body)),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822', ...headers },
  });

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await setParameter(site, 'mail.gateway.loop.threshold', 0);
  await addAlias(site, 'support');
  token = await site.token(['plugin::mail-gateway.inbound.raw']);
});

afterAll(() => site.stop());

describe('the raw HTTP door', () => {
  it('answers with what became of the mail', async () => {
    const answer = await push(
      rawMail({ subject: 'By HTTP' }),
      '?recipient=support@site.example&sender=a@b.example'
    );

    expect(answer.status).toBe(200);
    const [ticket] = await entries(site, TICKET);
    expect(answer.body.data).toMatchObject({
      state: 'delivered',
      reason: 'created',
      actions: [{ type: 'create', contentType: TICKET, entry: ticket?.documentId }],
    });
    expect(answer.body.data.explanation).toContain(TICKET);
  });

  it.each([
    ['text/plain', 'a mail that is declared as text'],
    ['application/json', 'as JSON'],
    ['application/x-www-form-urlencoded', 'as a form'],
    ['multipart/form-data; boundary=x', 'as multipart'],
  ])('declared %s: stores the bytes as they came, 8-bit and all', async (contentType) => {
    const raw = Buffer.concat([
      rawMail({ subject: 'Eight bits' }),
      Buffer.from([0xe4, 0xf6, 0xfc, 0x00, 0xff]),
      Buffer.alloc(200_000, 'x'),
    ]);
    const answer = await push(raw, '?recipient=support@site.example', { 'content-type': contentType });

    expect(answer.status).toBe(200);
    const chunks = createChunkStore({ database: createDatabase({ strapi: site.strapi }) });
    expect((await buffer(chunks.read(answer.body.data.documentId))).equals(raw)).toBe(true);
  });

  it('without a token, or with one that is unknown or may not: refused, and nothing is stored', async () => {
    const count = () => site.strapi.db.query('plugin::mail-gateway.inbound-email').count();
    const before = await count();
    const stranger = await site.fetch(DOOR, { method: 'POST', body: new Uint8Array(rawMail()) });
    const other = await site.token(['plugin::upload.content-api.find']);
    const wrong = await push(rawMail(), '', { authorization: `Bearer ${other}` });
    const unknown = await push(rawMail(), '', { authorization: 'Bearer no-such-token' });

    // Without any token the site's public role is asked, where the users-permissions plugin is installed.
    expect([stranger.status, wrong.status, unknown.status]).toEqual([403, 403, 401]);
    expect(await count()).toBe(before);
  });

  it('an empty body: 422; Content-Encoding: 415; a parameter that there is not: 400', async () => {
    expect((await push('')).status).toBe(422);
    expect((await push('x', '', { 'content-encoding': 'br' })).status).toBe(415);
    const refused = await push(rawMail(), '?recipients=support@site.example');
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain('"recipients"');
  });

  it('refuse_unknown: 404 before anything is stored, where no recipient is an address of the site', async () => {
    const count = () => site.strapi.db.query('plugin::mail-gateway.inbound-email').count();
    const before = await count();
    const refused = await push(rawMail(), '?refuse_unknown=true&recipient=nobody@site.example');
    const mistaken = await push(rawMail(), '?refuse_unknown=perhaps&recipient=nobody@site.example');

    expect([refused.status, refused.body.error.code]).toEqual([404, 'recipient_unknown']);
    expect(mistaken.status).toBe(400);
    expect(await count()).toBe(before);
    // Without a recipient there is nobody who could be unknown; with the flag off nobody is asked.
    expect((await push(rawMail(), '?refuse_unknown=true')).status).toBe(200);
    expect((await push(rawMail(), '?refuse_unknown=false&recipient=nobody@site.example')).status).toBe(200);
    expect(await count()).toBe(before + 2);
  });

  it('keeps the mail whatever its envelope says, and what it says', async () => {
    const helo = 'h'.repeat(3000);
    const answer = await push(
      rawMail({ to: 'x@y.example' }),
      `?recipient=nonsense&recipient=a%00b&recipient=support@site.example&sender=a%00&helo=${helo}`
    );

    expect(answer.status).toBe(200);
    expect(answer.body.data.state).toBe('delivered');
    expect(await journal(site, answer.body.data.documentId)).toMatchObject({
      envelope: {
        recipients: ['support@site.example'],
        ignoredRecipients: ['nonsense', 'a\uFFFDb'],
        sender: 'a\uFFFD',
        helo: 'h'.repeat(1000),
      },
    });
  });

  it('takes a mail as it is by its path in capitals, too', async () => {
    const raw = Buffer.concat([rawMail(), Buffer.from([0xe4, 0xff]), Buffer.alloc(100_000, 'x')]);
    const answer = await site.fetch('/api/Mail-Gateway/INBOUND/raw?recipient=support@site.example', {
      method: 'POST',
      body: new Uint8Array(raw),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
    });

    expect(answer.status).toBe(200);
    const chunks = createChunkStore({ database: createDatabase({ strapi: site.strapi }) });
    expect((await buffer(chunks.read(answer.body.data.documentId))).equals(raw)).toBe(true);
  });

  it('once the mail is stored: 202, even when the journal cannot be read any more', async () => {
    const { db } = site.strapi;
    const query = db.query.bind(db);
    db.query = (uid) => {
      const rows = query(uid);
      if (uid !== 'plugin::mail-gateway.inbound-email') return rows;
      return { ...rows, findOne: () => Promise.reject(new Error('The database has gone.')) };
    };
    const answer = await push(rawMail(), '?recipient=support@site.example').finally(() => {
      db.query = query;
    });

    expect(answer.status).toBe(202);
    expect(answer.body.data).toMatchObject({ state: 'received', actions: [] });
    expect(await journal(site, answer.body.data.documentId)).toMatchObject({ state: 'delivered' });
  });

  it('what cannot be parsed is stored and ends in a final state', async () => {
    const answer = await push(Buffer.from([0, 1, 2, 3, 255, 254]), '?recipient=support@site.example');

    expect(answer.status).toBe(200);
    expect(answer.body.data.state).not.toBe('received');
  });

  it('too large: 413, and nothing of it stays', async () => {
    const answer = await push(Buffer.alloc(51 * 1024 * 1024, 'x'), '?recipient=support@site.example');

    expect(answer.status).toBe(413);
    expect(answer.body.error.code).toBe('too_large');
    const rows = await site.strapi.db
      .connection('mail_gateway_chunks')
      .whereNotIn('owner', site.strapi.db.connection('mail_gateway_inbound_emails').select('document_id'))
      .whereNotIn('owner', site.strapi.db.connection('mail_gateway_attachments').select('bytes_owner'));
    expect(rows).toEqual([]);
  });

  it('more than a hundred recipients are all read', async () => {
    const many = Array.from({ length: 150 }, (_, index) => `recipient=nobody${index}@site.example`);
    const answer = await push(
      rawMail({ to: 'x@y.example' }),
      `?${many.join('&')}&recipient=support@site.example`
    );

    expect(answer.body.data.state).toBe('delivered');
  });

  it('the token that handed a mail over may ask after it, another may not', async () => {
    const { documentId } = (await push(rawMail(), '?recipient=support@site.example')).body.data;
    const ask = (bearer: string) =>
      site.fetch(`/api/mail-gateway/inbound/${documentId}`, {
        headers: { authorization: `Bearer ${bearer}` },
      });

    expect((await ask(token)).body.data).toMatchObject({ documentId, state: 'delivered' });
    expect((await ask(await site.token(['plugin::mail-gateway.inbound.raw']))).status).toBe(404);
  });

  it('the null sender is kept as such', async () => {
    const { documentId } = (await push(rawMail(), '?recipient=support@site.example&sender=')).body.data;

    expect(await journal(site, documentId)).toMatchObject({ envelope: { sender: '' } });
  });
});
