import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TABLE } from '../../../server/src/constants';
import { addAlias, receive, setParameter } from '../../support/gateway';
import { startSite, type Answer, type Site } from '../../support/site';

const JOURNAL = 'plugin::mail-gateway.inbound-email';
const TICKETS = 'api::ticket.ticket';
const READER = { email: 'rita@site.example', password: 'Passw0rd-of-Rita' };
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const mailTo = (recipient: string, subject: string): string =>
  [
    'Received: from mx.example by site.example; Mon, 02 Mar 2026 10:00:01 +0000',
    'From: =?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <juergen@customer.example>',
    `To: ${recipient}`,
    `Subject: ${subject}`,
    `Message-ID: <${createHash('md5')
      .update(recipient + subject)
      .digest('hex')}@customer.example>`,
    'Date: Mon, 02 Mar 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=iso-8859-1',
    '',
    '<p>Gr\xFC\xDFe <b>aus</b> K\xF6ln</p><script>alert(1)</script><img src="cid:dot@customer.example" alt="A dot">',
    '<img src="https://tracker.example/pixel.gif" alt="far">',
    '--b',
    'Content-Type: image/png; name=dot.png',
    'Content-ID: <dot@customer.example>',
    'Content-Disposition: inline; filename=dot.png',
    'Content-Transfer-Encoding: base64',
    '',
    PIXEL,
    '--b',
    'Content-Type: application/pdf; name="Angebot 7.pdf"',
    'Content-Disposition: attachment; filename="Angebot 7.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('%PDF-1.7').toString('base64'),
    '--b--',
    '',
  ].join('\r\n');

let site: Site;
let reader: string;
let unroutable: string;
let delivered: string;
const RAW = Buffer.from(mailTo('nobody@site.example', 'Angebot: "7/8" f=?'), 'latin1');

const get = (path: string, token?: string): Promise<Answer> =>
  site.fetch(`/mail-gateway/inbound-emails/${path}`, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
const asOwner = async (path: string): Promise<Answer> => get(path, await site.session());

/** What the role of the reader allows: these actions, with the conditions that belong to them. */
const allow = async (
  permissions: { action: string; subject: string | null; conditions?: string[] }[]
): Promise<void> => {
  const role = await site.strapi.db.query('admin::role').findOne({ where: { code: 'strapi-editor' } });
  const answer = await site.admin('PUT', `/admin/roles/${role.id}/permissions`, {
    permissions: permissions.map((permission) => ({ properties: {}, conditions: [], ...permission })),
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};

const SEE_MAIL = { action: 'plugin::mail-gateway.inbound.read', subject: null };
const SEE_OTHER = { action: 'plugin::mail-gateway.journal.read-all', subject: null };
const READ_TICKETS = {
  action: 'plugin::content-manager.explorer.read',
  subject: TICKETS,
  properties: { fields: ['title'] },
};

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  unroutable = (await receive(site, RAW, { recipients: ['nobody@site.example'] })).documentId;
  const ticket = Buffer.from(mailTo('support@site.example', 'A ticket'), 'latin1');
  delivered = (await receive(site, ticket, { recipients: ['support@site.example'] })).documentId;

  await site.session();
  const role = await site.strapi.db.query('admin::role').findOne({ where: { code: 'strapi-editor' } });
  await site.strapi
    .service('admin::user')
    .create({ ...READER, firstname: 'Rita', lastname: 'Reader', isActive: true, roles: [role.id] });
  const answer = await site.fetch('/admin/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(READER),
  });
  reader = answer.body.data.token;
});

afterAll(() => site.stop());

describe('what a received mail says', () => {
  it('is read from its original: headers, safe bodies with the pictures it brought, and names of attachments', async () => {
    const { status, body } = await asOwner(`${unroutable}/content`);
    expect(status).toBe(200);
    const { headers, html, text, attachments, ...rest } = body.data;
    expect(rest).toEqual({ shown: true, headersCut: false, partial: false });
    expect(headers.map(({ name }: { name: string }) => name).slice(0, 4)).toEqual([
      'received',
      'from',
      'to',
      'subject',
    ]);
    expect(headers[1].value).toBe('Jürgen Müller <juergen@customer.example>');
    expect(html).toContain('<p>Grüße <b>aus</b> Köln</p>');
    expect(html).not.toMatch(/script| src="https/);
    expect(html).toContain(`src="data:image/png;base64,${PIXEL}"`);
    expect(text).toContain('Grüße aus Köln');
    expect(attachments).toEqual([
      { name: 'dot.png', type: 'image/png', size: Buffer.from(PIXEL, 'base64').length },
      { name: 'Angebot 7.pdf', type: 'application/pdf', size: 8 },
    ]);
  });

  it('is not shown where the original is not stored, or too large to be read on demand', async () => {
    const rows = site.strapi.db.query(JOURNAL);
    const say = async (data: object) => {
      await rows.update({ where: { documentId: unroutable }, data });
      return (await asOwner(`${unroutable}/content`)).body.data;
    };
    expect(await say({ rawStored: false })).toEqual({
      shown: false,
      reason: 'not_stored',
      limit: 20_000_000,
    });
    expect((await asOwner(`${unroutable}/raw`)).status).toBe(404);
    expect(await say({ rawStored: true, size: 20_000_001 })).toMatchObject({ reason: 'too_large' });
    expect(await say({ size: RAW.length })).toMatchObject({ shown: true });
    expect((await asOwner('nothing/content')).status).toBe(404);
  });

  it('is read without writing, however large its attachments are', async () => {
    const large = [
      'From: a@customer.example',
      'Subject: Large',
      'Content-Type: application/zip; name=a.zip',
      'Content-Disposition: attachment',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.alloc(3_000_000, 7).toString('base64').replace(/.{76}/g, '$&\r\n'),
      '',
    ].join('\r\n');
    const { documentId } = await receive(site, large, { recipients: ['nobody@site.example'] });
    const count = async () => Number((await site.strapi.db.connection(TABLE.chunks).count({ n: '*' }))[0]?.n);
    const before = await count();
    const { data } = (await asOwner(`${documentId}/content`)).body;
    expect(data.attachments).toEqual([{ name: 'a.zip', type: 'application/zip', size: 3_000_000 }]);
    expect(await count()).toBe(before);
  });
});

describe('the original', () => {
  it('is downloaded byte for byte, under the name of its subject, and opened by no browser', async () => {
    const answer = await fetch(`${site.url}/mail-gateway/inbound-emails/${unroutable}/raw`, {
      headers: { authorization: `Bearer ${await site.session()}` },
    });
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(RAW)).toBe(true);
    expect(answer.headers.get('content-type')).toBe('message/rfc822');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="Angebot 7 8 f=.eml"');
  });

  it('is not there where its bytes have gone', async () => {
    const { documentId } = await receive(site, 'Subject: Gone\r\n\r\nGone.', { recipients: [] });
    await site.strapi.db.connection(TABLE.chunks).where({ owner: documentId }).delete();
    expect((await asOwner(`${documentId}/raw`)).body.error.code).toBe('not_stored');
    expect((await asOwner(`${documentId}/content`)).body.data.reason).toBe('not_stored');
  });
});

describe.each(['content', 'raw'])('the right to %s', (what) => {
  const statusOf = async (documentId: string) => (await get(`${documentId}/${what}`, reader)).status;

  it('asks for a session and for the journal', async () => {
    expect((await get(`${unroutable}/${what}`)).status).toBe(401);
    await allow([READ_TICKETS]);
    expect(await statusOf(unroutable)).toBe(403);
    await allow([SEE_OTHER]);
    expect(await statusOf(unroutable)).toBe(403);
    await allow([SEE_MAIL, SEE_OTHER]);
    expect(await statusOf(unroutable)).toBe(200);
  });

  it('asks for one of its own where the mail belongs to no entry', async () => {
    await allow([SEE_MAIL, READ_TICKETS]);
    expect(await statusOf(unroutable)).toBe(404);
  });

  it('asks for the entry that the mail became, as the Content Manager does', async () => {
    await allow([SEE_MAIL, SEE_OTHER]);
    const refused = await get(`${delivered}/${what}`, reader);
    expect([refused.status, refused.body.error.code]).toEqual([404, 'not_found']);
    await allow([SEE_MAIL, READ_TICKETS]);
    expect(await statusOf(delivered)).toBe(200);
    // Nobody made the ticket, so that it is nobody's own.
    await allow([SEE_MAIL, { ...READ_TICKETS, conditions: ['admin::is-creator'] }]);
    expect(await statusOf(delivered)).toBe(404);
  });
});
