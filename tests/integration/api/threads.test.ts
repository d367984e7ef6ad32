import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAlias, messages, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { jsonCall, startSite, type Answer, type Site } from '../../support/site';

const TICKET = 'api::ticket.ticket';
const READ = 'plugin::content-manager.explorer.read';

interface Given {
  action: string;
  subject?: string;
  conditions?: string[];
}

type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

let site: Site;
let entry: string;
let thread: string;
let attachment: string;
let message: string;

/** Somebody whose role allows the conversations, and of the Content Manager what is given. */
const userWith = async (name: string, given: Given[]): Promise<Call> => {
  const { body: role } = await site.admin('POST', '/admin/roles', { name, description: '' });
  const conversations = ['threads.read', 'threads.post'].map((action) => ({
    action: `plugin::mail-gateway.${action}`,
  }));
  const permissions = [...conversations, ...given].map((permission) => ({
    subject: null,
    properties: {},
    conditions: [],
    ...permission,
  }));
  const saved = await site.admin('PUT', `/admin/roles/${role.data.id}/permissions`, { permissions });
  expect(saved.status).toBe(200);
  const person = { email: `${name}@site.example`, password: `Passw0rd-of-${name}` };
  await site.strapi
    .service('admin::user')
    .create({ ...person, firstname: name, lastname: 'Editor', isActive: true, roles: [role.data.id] });
  const { body } = await jsonCall(site.url, 'POST', '/admin/login', person);
  return (method, path, content) =>
    jsonCall(site.url, method, `/mail-gateway${path}`, content, body.data.token);
};

const ofEntry = (documentId: string): string =>
  `/threads?contentType=${encodeURIComponent(TICKET)}&entry=${encodeURIComponent(documentId)}`;

const WITH_FILE = [
  'From: Zoe Customer <zoe@customer.example>',
  'To: support@site.example',
  'Subject: See attached',
  'Message-ID: <attached@customer.example>',
  'Date: Mon, 02 Mar 2026 10:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'Here it is.',
  '--b',
  'Content-Type: text/csv; name="list.csv"',
  'Content-Disposition: attachment; filename="list.csv"',
  '',
  'a,b',
  '--b--',
  '',
].join('\r\n');

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  const mail = await receive(site, WITH_FILE);
  entry = mail.entryDocumentId ?? '';
  thread = mail.threadId ?? '';
  const { body } = await site.admin('GET', `/mail-gateway/threads/${thread}/messages`);
  attachment = body.data[0].attachments[0].documentId;
  message = body.data[0].documentId;
});

afterAll(() => site.stop());

describe('the conversation of an entry', () => {
  it('is found by the entry, with those who get an answer', async () => {
    const found = await site.admin('GET', `/mail-gateway${ofEntry(entry)}`);
    expect(found.status).toBe(200);
    expect(found.body.data).toMatchObject({
      documentId: thread,
      contentType: TICKET,
      entry,
      subject: 'See attached',
      messageCount: 1,
      followers: [
        {
          documentId: expect.any(String),
          address: 'zoe@customer.example',
          name: 'Zoe Customer',
          adminUser: null,
          channel: 'email',
          state: 'active',
        },
      ],
      own: null,
    });
    expect(Date.parse(found.body.data.lastMessageAt)).not.toBeNaN();
    const direct = await site.admin('GET', `/mail-gateway/threads/${thread}`);
    expect(direct.body.data).toEqual(found.body.data);
  });

  it('is null for an entry without one', async () => {
    const ticket = await site.strapi.documents(TICKET).create({ data: { title: 'By hand' } });
    const found = await site.admin('GET', `/mail-gateway${ofEntry(ticket.documentId)}`);
    expect([found.status, found.body.data]).toEqual([200, null]);
  });

  it('says what is missing from the question', async () => {
    const answer = await site.admin('GET', '/mail-gateway/threads?contentType=x');
    expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid']);
    expect((await site.admin('GET', '/mail-gateway/threads/nothing')).status).toBe(404);
  });

  it('is read from either end, page by page', async () => {
    const mail = await receive(site, rawMail());
    const at = `/mail-gateway/threads/${mail.threadId}/messages`;
    for (const text of ['One', 'Two', 'Three']) await site.admin('POST', at, { text, note: true });
    const textsOf = ({ body }: Answer) =>
      body.data.slice(-2).map(({ text }: { text: string }) => text.split('\n')[0]);

    const newest = await site.admin('GET', `${at}?order=desc&limit=2`);
    expect(textsOf(newest)).toEqual(['Three', 'Two']);
    const older = await site.admin('GET', `${at}?order=desc&limit=2&cursor=${newest.body.meta.next}`);
    expect(textsOf(older)[0]).toBe('One');
    expect(older.body.meta.next).toBeNull();
    expect(textsOf(await site.admin('GET', at))).toEqual(['Two', 'Three']);
    expect((await site.admin('GET', `${at}?order=up`)).status).toBe(400);
  });

  it('tells of each mail that left which server took it', async () => {
    const mail = await receive(site, rawMail());
    const at = `/mail-gateway/threads/${mail.threadId}/messages`;
    await site.admin('POST', at, { text: 'Is it better now?' });
    const { body } = await site.admin('GET', at);
    expect(body.data[1].outbound).toEqual([
      {
        documentId: expect.any(String),
        recipient: 'mary@customer.example',
        state: 'queued',
        explanation: null,
        sentences: [],
        serverName: null,
      },
    ]);
  });
});

describe('what was cut off a message', () => {
  const QUOTE = 'On Mon, 2 Mar 2026 at 10:00, Ed <ed@site.example> wrote:\r\n> Did you turn it off?';

  const reply = async (body: string) => {
    const { threadId } = await receive(site, rawMail({ body }));
    const at = `/mail-gateway/threads/${threadId}/messages`;
    const first = async () => (await site.admin('GET', at)).body.data[0];
    const keep = (messageId: string, body: unknown) => site.admin('PUT', `${at}/${messageId}/cut`, body);
    const stored = async () => (await messages(site, threadId ?? ''))[0];
    return { message: await first(), first, keep, stored };
  };

  it('is told beside the whole, and corrected both ways', async () => {
    const { message, first, keep, stored } = await reply(`Yes, twice.\r\n\r\n${QUOTE}`);
    expect(message.text).toContain('Did you turn it off?');
    expect(message.cut).toEqual({ html: null, text: 'Yes, twice.', whole: false });
    expect(await stored()).toMatchObject({ reply: 'Yes, twice.' });

    const kept = await keep(message.documentId, { whole: true });
    expect([kept.status, kept.body.data]).toEqual([200, { html: null, text: 'Yes, twice.', whole: true }]);
    expect((await first()).cut).toEqual(kept.body.data);
    expect(await stored()).toMatchObject({ reply: message.text });

    expect((await keep(message.documentId, { whole: false })).body.data.whole).toBe(false);
    expect(await stored()).toMatchObject({ reply: 'Yes, twice.', text: message.text });
  });

  it('is nothing where all of it is the author’s own', async () => {
    const { message, keep, stored } = await reply(`${QUOTE}\r\nYes.\r\n> And on again?`);
    expect(message.cut).toBeNull();
    expect(await stored()).toMatchObject({ reply: message.text });
    const refused = await keep(message.documentId, { whole: true });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'nothing_cut']);
    expect((await keep('nothing', { whole: true })).status).toBe(404);
    expect((await keep(message.documentId, { whole: 'yes' })).status).toBe(422);
  });
});

describe('rights on conversations', () => {
  /** Status of every way to a conversation. */
  const ways = async (call: Call): Promise<number[]> => {
    const answers = [
      await call('GET', ofEntry(entry)),
      await call('GET', `/threads/${thread}`),
      await call('GET', `/threads/${thread}/messages`),
      await call('POST', `/threads/${thread}/messages`, { text: 'Hello', note: true }),
      await call('GET', `/attachments/${attachment}`),
      await call('PUT', `/threads/${thread}/messages/${message}/cut`, { whole: true }),
    ];
    return answers.map(({ status }) => status);
  };

  it('come with the right to read the entries', async () => {
    const call = await userWith('reader', [{ action: READ, subject: TICKET }]);
    expect(await ways(call)).toEqual([200, 200, 200, 200, 200, 409]);
  });

  it('end where the entry may not be read', async () => {
    const nothing = await userWith('nobody', []);
    expect(await ways(nothing)).toEqual([403, 404, 404, 404, 404, 404]);
    const other = await userWith('writer', [{ action: READ, subject: 'api::article.article' }]);
    expect(await ways(other)).toEqual([403, 404, 404, 404, 404, 404]);
    const { body } = await site.admin('GET', `/mail-gateway/threads/${thread}/messages`);
    expect(
      body.data.filter(({ author }: { author: { name: string } }) => /nobody|writer/.test(author.name))
    ).toEqual([]);
  });

  it('follow the conditions of the role', async () => {
    const own = await userWith('creator', [
      { action: READ, subject: TICKET, conditions: ['admin::is-creator'] },
    ]);
    expect(await ways(own)).toEqual([403, 404, 404, 404, 404, 404]);

    const author = await site.strapi.db
      .query('admin::user')
      .findOne({ where: { email: 'creator@site.example' } });
    await site.strapi.db
      .query(TICKET)
      .update({ where: { documentId: entry }, data: { createdBy: author.id } });
    expect(await ways(own)).toEqual([200, 200, 200, 200, 200, 409]);
  });

  it('go with the content type', async () => {
    const at = `contentType=${encodeURIComponent('api::gone.gone')}&entry=x`;
    expect((await site.admin('GET', `/mail-gateway/threads?${at}`)).status).toBe(403);
  });
});
