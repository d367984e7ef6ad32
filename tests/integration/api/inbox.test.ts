import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addColleague, ofGateway, READ_ENTRIES, type Colleague } from '../../support/colleagues';
import { addAlias, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';

const READ_TICKETS = { action: READ_ENTRIES, subject: 'api::ticket.ticket' };
const READ_APPLICANTS = { action: READ_ENTRIES, subject: 'api::applicant.applicant' };
const CONVERSATIONS = ['threads.read', 'threads.post'].map(ofGateway);

interface Row {
  documentId: string;
  subject: string;
  unread: number;
  latest: { documentId: string; author: string; beginning: string; direction: string } | null;
}

let site: Site;
let ann: Colleague;
let ben: Colleague;
/** Three of tickets, one of an applicant. */
let threads: string[];

const inbox = async (who: Colleague, query = ''): Promise<Row[]> =>
  (await who.call('GET', `/inbox${query}`)).body.data;
const count = async (who: Colleague): Promise<number> =>
  (await who.call('GET', '/inbox/count')).body.data.unread;
const note = (who: Colleague, thread: string, text: string) =>
  who.call('POST', `/threads/${thread}/messages`, { text, note: true });
const follow = (who: Colleague, thread: string) =>
  who.call('POST', `/threads/${thread}/followers`, { me: true });
const lastMessage = async (who: Colleague, thread: string): Promise<string> =>
  (await who.call('GET', `/threads/${thread}/messages?order=desc&limit=1`)).body.data[0].documentId;
const unreadOf = async (who: Colleague, thread: string): Promise<number | undefined> =>
  (await inbox(who)).find(({ documentId }) => documentId === thread)?.unread;

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  await addAlias(site, 'jobs', 'api::applicant.applicant');
  threads = [];
  for (const subject of ['First', 'Second', 'Third']) {
    threads.push((await receive(site, rawMail({ subject }))).threadId ?? '');
  }
  const application = rawMail({ subject: 'Application', to: 'jobs@site.example' });
  threads.push((await receive(site, application)).threadId ?? '');
  ann = await addColleague(site, 'ann', [...CONVERSATIONS, READ_TICKETS, READ_APPLICANTS]);
  ben = await addColleague(site, 'ben', [...CONVERSATIONS, READ_TICKETS]);
});

afterAll(() => site.stop());

describe('the Inbox', () => {
  it('holds what one follows, and nothing else', async () => {
    expect(await inbox(ann)).toEqual([]);
    for (const thread of threads) await follow(ann, thread);
    await follow(ben, threads[0] ?? '');
    expect((await inbox(ann)).map(({ subject }) => subject)).toEqual([
      'Application',
      'Third',
      'Second',
      'First',
    ]);
    const [row] = await inbox(ben);
    expect(row).toEqual({
      documentId: threads[0],
      subject: 'First',
      contentType: 'api::ticket.ticket',
      contentTypeName: 'Ticket',
      entry: expect.any(String),
      lastMessageAt: expect.any(String),
      latest: {
        documentId: expect.any(String),
        direction: 'incoming',
        author: 'Mary Customer',
        sentAt: '2026-03-02T10:00:00.000Z',
        beginning: expect.stringContaining('The printer does not print.'),
      },
      unread: 0,
    });
    expect(await count(ann)).toBe(0);
  });

  it('puts unread conversations first, counted for each reader by what others wrote', async () => {
    const [first = ''] = threads;
    await note(ben, first, 'Who takes this?');
    await note(ben, first, `Somebody?\n\n  ${'Long '.repeat(100)}`);
    expect((await inbox(ann)).map(({ subject, unread }) => [subject, unread])).toEqual([
      ['First', 2],
      ['Application', 0],
      ['Third', 0],
      ['Second', 0],
    ]);
    expect([await count(ann), await count(ben)]).toEqual([1, 0]);
    const [row] = await inbox(ann);
    expect(row?.latest).toMatchObject({ author: 'Ben Editor', direction: 'note' });
    expect(row?.latest?.beginning).toMatch(/^Somebody\? Long Long .*…$/);
    expect(row?.latest?.beginning.length).toBeLessThan(170);
    expect((await inbox(ann, '?filter=unread')).map(({ subject }) => subject)).toEqual(['First']);
  });

  it('is read page by page, across both parts', async () => {
    await note(ben, threads[1] ?? '', 'News');
    const seen: string[] = [];
    let after: string | null = '';
    for (let page = 0; after !== null && page < 10; page += 1) {
      const { body } = await ann.call('GET', `/inbox?limit=1${after ? `&after=${after}` : ''}`);
      seen.push(...body.data.map(({ subject }: Row) => subject));
      after = body.meta.next;
    }
    expect(seen).toEqual(['Second', 'First', 'Application', 'Third']);
    expect((await ann.call('GET', '/inbox?after=x')).status).toBe(400);
    expect((await ann.call('GET', '/inbox?filter=some')).status).toBe(400);
    expect((await ann.call('GET', '/inbox?after=u-9999999999999999-9999999999')).status).toBe(200);
  });
});

describe('reading', () => {
  it('ends at the message that was seen: what came meanwhile stays unread', async () => {
    const [first = ''] = threads;
    const seen = await lastMessage(ann, first);
    await note(ben, first, 'And now?');
    await note(ann, first, 'I do.');
    expect(await unreadOf(ann, first)).toBe(3);
    const answer = await ann.call('PUT', `/inbox/${first}/read`, { message: seen });
    expect([answer.status, answer.body.data]).toEqual([200, { unread: 1 }]);
    expect(await unreadOf(ann, first)).toBe(1);
    expect(await unreadOf(ben, first)).toBe(1);

    const last = await lastMessage(ann, first);
    expect((await ann.call('PUT', `/inbox/${first}/read`, { message: last })).body.data.unread).toBe(0);
    // Another window that shows less has nothing to say.
    expect((await ann.call('PUT', `/inbox/${first}/read`, { message: seen })).body.data.unread).toBe(0);
    const { own } = (await ann.call('GET', `/threads/${first}`)).body.data;
    expect(own.unread).toBe(0);
    expect(Date.parse(own.lastReadAt)).not.toBeNaN();
  });

  it('counts right while messages come at the same time', async () => {
    const [, , third = ''] = threads;
    const seen = await lastMessage(ann, third);
    await Promise.all([
      ...[1, 2, 3, 4].map((number) => note(ben, third, `Note ${number}`)),
      ...[1, 2, 3].map(() => ann.call('PUT', `/inbox/${third}/read`, { message: seen })),
    ]);
    expect(await unreadOf(ann, third)).toBe(4);
  });

  it('is taken back', async () => {
    const [first = ''] = threads;
    const before = await count(ann);
    expect((await ann.call('PUT', `/inbox/${first}/unread`)).body.data).toEqual({ unread: 1 });
    expect((await ann.call('PUT', `/inbox/${first}/unread`)).body.data).toEqual({ unread: 1 });
    expect(await count(ann)).toBe(before + 1);
    const message = await lastMessage(ann, first);
    expect((await ann.call('PUT', `/inbox/${first}/read`, { message })).body.data.unread).toBe(0);
  });

  it('is said of messages of the conversation, by those who follow it', async () => {
    const [first = '', second = ''] = threads;
    const foreign = await lastMessage(ann, second);
    expect((await ann.call('PUT', `/inbox/${first}/read`, { message: foreign })).status).toBe(404);
    const answer = await ben.call('PUT', `/inbox/${second}/unread`);
    // Ben has written there, and follows since.
    expect(answer.status).toBe(200);
    await site.admin('GET', `/mail-gateway/threads/${first}`);
    expect((await site.admin('PUT', `/mail-gateway/inbox/${first}/unread`)).status).toBe(409);
  });
});

describe('rights', () => {
  it('take a conversation away with the right to read its entry, and its number too', async () => {
    const application = threads[3] ?? '';
    await site.admin('POST', `/mail-gateway/threads/${application}/messages`, {
      text: 'Call her',
      note: true,
    });
    expect(await unreadOf(ann, application)).toBe(1);
    const before = await count(ann);
    await ann.allow([...CONVERSATIONS, READ_TICKETS]);
    expect(await unreadOf(ann, application)).toBeUndefined();
    expect(await count(ann)).toBe(before - 1);
    // The page is filled up with what is readable.
    expect((await ann.call('GET', '/inbox?limit=3')).body.data).toHaveLength(3);
    expect((await ann.call('PUT', `/inbox/${application}/unread`)).status).toBe(404);
    await ann.allow([...CONVERSATIONS, READ_TICKETS, READ_APPLICANTS]);
    expect(await count(ann)).toBe(before);
  });

  it('are needed to follow', async () => {
    expect((await follow(ben, threads[3] ?? '')).status).toBe(404);
    expect((await inbox(ben)).map(({ subject }) => subject)).not.toContain('Application');
  });

  it('end with following', async () => {
    const [first = ''] = threads;
    await note(ben, first, 'One more');
    const before = await count(ann);
    const { own } = (await ann.call('GET', `/threads/${first}`)).body.data;
    await ann.call('PUT', `/threads/${first}/followers/${own.documentId}`, { state: 'unfollowed' });
    expect(await count(ann)).toBe(before - 1);
    expect(await unreadOf(ann, first)).toBeUndefined();
  });
});
