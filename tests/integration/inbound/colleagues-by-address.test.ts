import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BOB, createDiscussion, MARY, type Stage } from '../../support/discussion';
import { addEditor, READ_TICKETS, type Editor } from '../../support/editors';
import { messages, receive } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import type { Site } from '../../support/site';

/** An address of an admin user follows as that admin user, whichever way it came: the rights on the entry hold for it. */

const FOLLOWER = 'plugin::mail-gateway.follower';

const stage = createDiscussion();
const { arrive, follow, followerOf, outbox, post, recipients, threads, to } = stage;
let site: Site;
let eve: Editor;
let mallory: Editor;
let ada: Stage['ada'];
let thread: string;
let count = 0;

/** A colleague of one test. @param email as the database holds it. */
const colleague = async (mayRead: boolean, email?: string): Promise<Editor> => {
  count += 1;
  return addEditor(site, `Colleague${count}`, mayRead ? [READ_TICKETS] : [], email);
};

const changeUser = (who: Editor, data: Record<string, unknown>) =>
  site.strapi.db.query('admin::user').update({ where: { documentId: who.documentId }, data });

/** A mail that belongs here and proves nothing, which an editor takes in as a message. */
const accept = async (from: string, headers: string[] = []): Promise<void> => {
  const [first] = await messages(site, thread);
  const mail = await arrive({ from, inReplyTo: String(first?.messageId), body: 'Me too.', headers });
  expect(mail).toMatchObject({ state: 'unroutable', reason: 'suggestion' });
  const accepted = await ada.call('POST', `/suggestions/${mail.documentId}/accept`, { as: 'message' });
  expect(accepted.body.data.state).toBe('delivered');
};

const followers = (threadId = thread) =>
  site.strapi.db.query(FOLLOWER).findMany({ where: { threadId }, orderBy: { id: 'asc' } });

/** A row as it was written before its address was an admin user's. */
const asStranger = (address: string) =>
  site.strapi.db.query(FOLLOWER).create({
    data: { threadId: thread, email: address, address, name: '', channel: 'email', state: 'active' },
  });

beforeAll(async () => {
  ({ site, eve, mallory, ada } = await stage.start());
});

afterAll(() => stage.stop());

beforeEach(async () => {
  thread = await stage.begin();
});

describe('the sender of a suggestion that an editor accepts as a message', () => {
  it('follows as the colleague whose address it is, by mail', async () => {
    await accept(`Eve <${eve.email.toUpperCase()}>`);
    expect(await followerOf(eve.email)).toMatchObject({
      ...{ adminUser: eve.documentId, channel: 'email', state: 'active' },
    });
    await post(ada, { text: 'Off and on.' });
    expect((await to(eve.email)).text).toContain('Off and on.');
  });

  it('is told nothing where they may not read the entry', async () => {
    await accept(`Mallory <${mallory.email}>`);
    expect(await followerOf(mallory.email)).toMatchObject({ adminUser: mallory.documentId });
    const before = (await outbox()).length;
    await post(ada, { text: 'Secret.' });
    expect((await outbox()).slice(before).map(({ recipient }) => recipient)).toEqual([MARY, BOB]);
  });

  it.each([
    ['is blocked', { blocked: true }],
    ['is not active', { isActive: false }],
  ])('does not follow where their account %s', async (_why, data) => {
    const gone = await colleague(true);
    await changeUser(gone, data);
    await accept(`Gone <${gone.email}>`);
    expect(await followers()).toHaveLength(2);
    await post(ada, { text: 'Secret.' });
    expect((await recipients()).filter((address) => address === gone.email)).toEqual([]);
  });

  it('is the colleague also by a sub-address, in quotes and in the other spelling of a domain', async () => {
    const lower = await colleague(true, `ivy${count}@xn--mnchen-3ya.example`);
    // A log-in by another service keeps the spelling that the service gives.
    await changeUser(lower, { email: `Ivy${count}@münchen.example` });
    const local = `ivy${count}`;
    for (const address of [`${local}+box@xn--mnchen-3ya.example`, `"${local}"@xn--mnchen-3ya.example`]) {
      await accept(`Ivy <${address}>`);
    }
    const rows = await followers();
    expect(rows).toHaveLength(3);
    expect(rows[2]).toMatchObject({ adminUser: lower.documentId });
  });

  it('is the colleague whom Reply-To names', async () => {
    await accept('Zoe <zoe@other.example>', [`Reply-To: ${mallory.email}`]);
    expect((await followers()).at(-1)).toMatchObject({
      ...{ email: mallory.email, adminUser: mallory.documentId },
    });
  });
});

describe('a colleague', () => {
  it('who begins a conversation by mail follows as themselves', async () => {
    const mail = await receive(site, rawMail({ from: `Mallory <${mallory.email}>` }));
    expect(await followers(mail.threadId ?? '')).toMatchObject([
      { adminUser: mallory.documentId, channel: 'email' },
    ]);
    const { status, body } = await ada.call('POST', `/threads/${mail.threadId}/messages`, {
      text: 'Secret.',
    });
    expect([status, body.error.code]).toEqual([422, 'no_recipient']);
  });

  it('who cannot log in does not follow the conversation that they begin', async () => {
    const gone = await colleague(true);
    await changeUser(gone, { isActive: false });
    const mail = await receive(site, rawMail({ from: gone.email }));
    expect(mail.state).toBe('delivered');
    expect(await followers(mail.threadId ?? '')).toEqual([]);
  });

  it('is not made to follow by an address where they cannot log in', async () => {
    const gone = await colleague(true);
    await changeUser(gone, { isActive: false });
    const answer = await ada.call('POST', `/threads/${thread}/followers`, { address: gone.email });
    expect([answer.status, answer.body.error.code]).toEqual([422, 'user_cannot_log_in']);
    expect(answer.body.error.details.issues[0].path).toBe('address');
    expect(await follow({ address: gone.email, name: 'Gone' })).toBeNull();
  });

  it('leaves by whichever address they were made to follow', async () => {
    await follow({ address: eve.email.replace('@', '+x@'), name: 'Eve' });
    expect(await threads().unfollow(thread, eve.email.replace('@', '+x@'))).toBe(true);
    expect(await followerOf(eve.email)).toMatchObject({ state: 'unfollowed' });
  });

  it('does not come back by another spelling of an address that was blocked', async () => {
    const spelled = eve.email.replace('@', '+x@');
    const { documentId } = await asStranger(spelled);
    await threads().followers.setState(documentId, 'blocked');
    expect(await follow({ address: eve.email, name: 'Eve' })).toBeNull();
    expect(await follow({ address: spelled, name: 'Eve' })).toBeNull();
    await post(ada, { text: 'Secret.' });
    expect(await recipients()).toEqual([BOB, MARY]);
  });
});

describe('the address that a colleague had', () => {
  it('gets nothing of what waits for them', async () => {
    const user = await colleague(true);
    const row = { address: user.email, name: 'Una', adminUser: user.documentId, channel: 'email' as const };
    const { documentId } = await follow(row);
    const { keys } = threads();
    expect(await keys.refusesFollower(documentId, user.email)).toBeNull();
    const present = `una${count}@site.example`;
    await changeUser(user, { email: present });
    expect(await keys.refusesFollower(documentId, user.email)).toMatchObject({ code: 'recipient_moved' });
    expect(await keys.refusesFollower(documentId, present)).toBeNull();
  });

  it('follows as anybody’s once their account is deleted', async () => {
    const user = await colleague(true);
    const row = { address: user.email, name: 'Ulf', adminUser: user.documentId, channel: 'email' as const };
    const { documentId } = await follow(row);
    const users = site.strapi.db.query('admin::user');
    const { id } = await users.findOne({ where: { documentId: user.documentId } });
    await users.delete({ where: { id } });
    const before = (await outbox()).length;
    await post(ada, { text: 'One.' });
    expect((await outbox()).slice(before).map(({ recipient }) => recipient)).toEqual([MARY, BOB]);
    const again = await follow({ address: user.email, name: 'Ulf' });
    expect(again).toMatchObject({ adminUser: null, state: 'active' });
    expect(again.documentId).not.toBe(documentId);
    await post(ada, { text: 'Two.' });
    expect((await to(user.email)).text).toContain('Two.');
  });
});

describe('an address that follows and becomes a colleague’s', () => {
  it('is asked for their rights when a mail leaves, and reads what colleagues read', async () => {
    const [may, mayNot] = [await colleague(true), await colleague(false)];
    await asStranger(may.email);
    await asStranger(mayNot.email);
    await post(ada, { text: 'Between us.', note: true });
    expect(await recipients()).toEqual([may.email]);
    await post(ada, { text: 'Off and on.' });
    expect((await recipients()).filter((address) => address === mayNot.email)).toEqual([]);
  });

  it('opens nothing by its key when the right is gone, and gets nothing of what waits', async () => {
    const zoe = `zoe${(count += 1)}@other.example`;
    await follow({ address: zoe, name: 'Zoe' });
    await post(ada, { text: 'Off and on.' });
    const { messageId } = await to(zoe);
    const { documentId } = await followerOf(zoe);
    const { keys } = threads();
    expect(await keys.refusesFollower(documentId, zoe)).toBeNull();
    const user = await colleague(false);
    await changeUser(user, { email: zoe });
    expect(await keys.refusesFollower(documentId, zoe)).toMatchObject({ code: 'recipient_without_right' });
    const mail = await arrive({ from: zoe, inReplyTo: messageId, body: 'Done.' });
    expect([mail.state, mail.reason]).toEqual(['unroutable', 'suggestion']);
  });

  it('speaks for itself with its key, as it did before, and not for the colleague', async () => {
    const yan = `yan${(count += 1)}@other.example`;
    await follow({ address: yan, name: 'Yan' });
    await post(ada, { text: 'Off and on.' });
    const { messageId } = await to(yan);
    const user = await colleague(true);
    await changeUser(user, { email: yan });
    await arrive({ from: yan, inReplyTo: messageId, body: 'Done.' });
    expect((await messages(site, thread)).at(-1)).toMatchObject({
      ...{ proof: 'A', author: { type: 'address', address: yan } },
    });
  });

  it('is told once where the colleague follows as well, as they wish to be told', async () => {
    const user = await colleague(true);
    await asStranger(user.email.replace('@', '+a@'));
    await asStranger(user.email.replace('@', '+b@'));
    await post(ada, { text: 'One.' });
    expect(await recipients()).toEqual([BOB, user.email, MARY]);
    const own = await ada.call('POST', `/threads/${thread}/followers`, { adminUser: user.documentId });
    expect(own.status).toBe(201);
    const byMail = { channel: 'email' };
    await user.call('PUT', `/threads/${thread}/followers/${own.body.data.documentId}`, byMail);
    await post(ada, { text: 'Two.' });
    expect((await recipients()).filter((address) => address === user.email)).toHaveLength(2);
    await user.call('PUT', `/threads/${thread}/followers/${own.body.data.documentId}`, {
      state: 'unfollowed',
    });
    await post(ada, { text: 'Three.' });
    expect((await recipients()).filter((address) => address === user.email)).toHaveLength(2);
  });

  it('does not get its own mail back, however it is spelled', async () => {
    await follow({ address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
    const before = (await outbox()).length;
    await accept(`Eve <${eve.email.replace('@', '+box@')}>`);
    expect((await outbox()).slice(before).map(({ recipient }) => recipient)).toEqual([MARY, BOB]);
  });
});
