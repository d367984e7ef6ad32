import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BOB, createDiscussion, MARY, type Stage } from '../../support/discussion';
import { addEditor, READ_TICKETS, type Editor } from '../../support/editors';
import { messages, receive } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import type { Site } from '../../support/site';

/**
 * An insider may set the address of their account to that of a customer: Strapi asks nobody whether it is theirs. What they
 * do with their own following binds them, and not the customer.
 */

const FOLLOWER = 'plugin::mail-gateway.follower';

const stage = createDiscussion();
const { arrive, follow, followerOf, outbox, post, threads, to } = stage;
let site: Site;
let eve: Editor;
let ada: Stage['ada'];
let mal: Editor;
let thread: string;
let count = 0;

const claim = (email: string) =>
  site.strapi.db.query('admin::user').update({ where: { documentId: mal.documentId }, data: { email } });

const rows = () => site.strapi.db.query(FOLLOWER).findMany({ where: { threadId: thread } });

/** What Mal does with the row that was made for them. */
const change = async (what: Record<string, string>): Promise<void> => {
  const own = (await rows()).find((row: { adminUser: string | null }) => row.adminUser === mal.documentId);
  const answer = await mal.call('PUT', `/threads/${thread}/followers/${own.documentId}`, what);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};

const followAsMal = async (channel: 'email' | 'inbox' = 'inbox'): Promise<void> => {
  const { status } = await mal.call('POST', `/threads/${thread}/followers`, { me: true, channel });
  expect(status).toBe(201);
};

/** Posts as Eve. @returns how many mails of it went to the address. */
const told = async (address: string): Promise<number> => {
  const before = (await outbox()).length;
  await post(eve, { text: `News ${(count += 1)}.` });
  return (await outbox()).slice(before).filter(({ recipient }) => recipient === address).length;
};

/** A mail that belongs here and proves nothing, which an editor takes in as a message. */
const accept = async (from: string): Promise<void> => {
  const [first] = await messages(site, thread);
  const mail = await arrive({ from, inReplyTo: String(first?.messageId), body: 'Me too.' }, false);
  const { body } = await ada.call('POST', `/suggestions/${mail.documentId}/accept`, { as: 'message' });
  expect(body.data.state).toBe('delivered');
};

beforeAll(async () => {
  ({ site, eve, ada } = await stage.start());
});

afterAll(() => stage.stop());

afterEach(() => claim(mal.email));

beforeEach(async () => {
  thread = await stage.begin();
  mal = await addEditor(site, `Mal${(count += 1)}`, [READ_TICKETS]);
});

const endings: [string, () => Promise<void>][] = [
  ['left', () => change({ state: 'unfollowed' })],
  ['keeps to the Inbox', () => Promise.resolve()],
  [
    'is blocked',
    async () => {
      const { documentId } = await followerOf(mal.email);
      await ada.call('PUT', `/threads/${thread}/followers/${documentId}`, { state: 'blocked' });
    },
  ],
  [
    'left by the link in a mail',
    async () => threads().followers.setState((await followerOf(mal.email)).documentId, 'unfollowed'),
  ],
];

describe.each(endings)('an insider who %s, and then claims the address of a customer', (_what, end) => {
  it('does not silence the customer, who follows already', async () => {
    await followAsMal();
    await end();
    await post(eve, { text: 'Off and on.' });
    const { messageId } = await to(BOB);
    const { documentId } = await followerOf(BOB);
    await claim(BOB);
    expect(await threads().keys.refusesFollower(documentId, BOB)).toBeNull();
    expect(await told(BOB)).toBe(1);
    await arrive({ from: `Bob <${BOB}>`, inReplyTo: messageId, body: 'It is off.' });
    expect((await messages(site, thread)).at(-1)).toMatchObject({
      ...{ proof: 'A', author: { type: 'address', address: BOB } },
    });
    expect((await to(MARY)).text).toContain('It is off.');
  });

  it('does not silence the customer, who comes later', async () => {
    const zoe = `zoe${(count += 1)}@other.example`;
    await followAsMal();
    await end();
    const before = (await followerOf(mal.email)).state;
    await claim(zoe);
    await accept(`Zoe <${zoe}>`);
    expect(await followerOf(zoe)).toMatchObject({ adminUser: null, name: 'Zoe', state: 'active' });
    expect((await followerOf(mal.email)).state).toBe(before);
    expect(await told(zoe)).toBe(1);
    const added = await ada.call('POST', `/threads/${thread}/followers`, { address: zoe });
    expect([added.status, added.body.data.adminUser]).toEqual([201, null]);
  });
});

describe('an insider who claims the address of a customer', () => {
  it('gets one mail there as well, and what the customer answers is the customer’s', async () => {
    await followAsMal('email');
    await claim(BOB);
    expect(await told(BOB)).toBe(1);
    const { messageId } = await to(BOB);
    await arrive({ from: `Bob <${BOB}>`, inReplyTo: messageId, body: 'It is off.' });
    expect((await messages(site, thread)).at(-1)).toMatchObject({
      ...{ proof: 'A', author: { type: 'address', address: BOB } },
    });
  });

  it('does not make the customer’s following their own by a mail of the customer', async () => {
    const { documentId } = await followerOf(BOB);
    await claim(BOB);
    await accept(`Bob <${BOB}>`);
    expect(await followerOf(BOB)).toMatchObject({ documentId, adminUser: null });
    expect(await told(BOB)).toBe(1);
  });

  it('does not make it their own where the customer left, who may come back', async () => {
    await threads().followers.setState((await followerOf(BOB)).documentId, 'unfollowed');
    await claim(BOB);
    await followAsMal();
    await post(mal, { text: 'Mine now.' });
    await claim(mal.email);
    expect(await told(BOB)).toBe(0);
    expect(await follow({ address: BOB, name: 'Bob' })).toMatchObject({ adminUser: null, state: 'active' });
    expect(await told(BOB)).toBe(1);
  });

  it('does not keep from the customer what they write themselves', async () => {
    await claim(BOB);
    await post(mal, { text: 'We are done here.' });
    expect((await to(BOB)).text).toContain('We are done here.');
  });

  it('does not keep the customer’s place when they let the address go', async () => {
    const zoe = `zoe${(count += 1)}@other.example`;
    await claim(zoe);
    await followAsMal();
    await claim(mal.email);
    await accept(`Zoe <${zoe}>`);
    expect(await told(zoe)).toBe(1);
    await change({ channel: 'email' });
    expect([await told(zoe), await told(mal.email)]).toEqual([1, 1]);
    await change({ state: 'unfollowed' });
    expect([await told(zoe), await told(mal.email)]).toEqual([1, 0]);
  });

  it('does not have the customer turned away for a block of their own', async () => {
    const zoe = `zoe${(count += 1)}@other.example`;
    await claim(zoe);
    await followAsMal();
    const own = await followerOf(zoe);
    await ada.call('PUT', `/threads/${thread}/followers/${own.documentId}`, { state: 'blocked' });
    await claim(mal.email);
    await accept(`Zoe <${zoe}>`);
    expect(await told(zoe)).toBe(1);
    expect(await threads().unfollow(thread, zoe)).toBe(true);
    expect(await told(zoe)).toBe(0);
    expect(await threads().followers.find(own.documentId)).toMatchObject({ state: 'blocked' });
  });

  it('is shown their own following, and not the customer’s', async () => {
    await followAsMal();
    await change({ state: 'unfollowed' });
    await claim(BOB);
    const { body } = await mal.call('GET', `/threads/${thread}`);
    expect(body.data.own).toMatchObject({ adminUser: mal.documentId, state: 'unfollowed' });
  });

  it('is told nothing by it where they may not read the entry', async () => {
    const blind = await addEditor(site, `Blind${(count += 1)}`, []);
    await site.strapi.db
      .query('admin::user')
      .update({ where: { documentId: blind.documentId }, data: { email: BOB } });
    expect(await told(BOB)).toBe(0);
    await site.strapi.db
      .query('admin::user')
      .update({ where: { documentId: blind.documentId }, data: { email: blind.email } });
    expect(await told(BOB)).toBe(1);
  });

  it('begins no conversation in the customer’s stead: the mail is the customer’s', async () => {
    const zoe = `zoe${(count += 1)}@other.example`;
    await claim(zoe);
    const { threadId } = await receive(site, rawMail({ from: `Zoe <${zoe}>` }));
    const [first] = await messages(site, threadId ?? '');
    expect(first).toMatchObject({ author: { type: 'address', address: zoe } });
  });
});
