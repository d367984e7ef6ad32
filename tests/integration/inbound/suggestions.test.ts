import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BOB, createDiscussion, MARY, type Stage } from '../../support/discussion';
import { type Editor } from '../../support/editors';
import { messages, receive, setParameter, type JournalEntry } from '../../support/gateway';
import { rawMail, type RawMailParts } from '../../support/raw-mail';
import type { Site } from '../../support/site';

/** Who may speak in a thread, and what waits for an editor who says so. */

const stage = createDiscussion();
const { arrive, follow, followerOf, outbox, post, recipients, threads, to } = stage;
let site: Site;
let eve: Editor;
let mallory: Editor;
let ada: Stage['ada'];
let thread: string;

beforeAll(async () => {
  ({ site, eve, mallory, ada } = await stage.start());
});

afterAll(() => stage.stop());

beforeEach(async () => {
  thread = await stage.begin();
});

describe('who must not get in', () => {
  const refused = async (parts: RawMailParts, proven = true): Promise<JournalEntry> => {
    const before = (await messages(site, thread)).length;
    const mail = await arrive(parts, proven);
    expect(await messages(site, thread)).toHaveLength(before);
    return mail;
  };

  it('a forged staff reply', async () => {
    await post(eve, { text: 'Turn it off.' });
    const forged = await refused({
      from: `Eve <${eve.email}>`,
      inReplyTo: (await to(MARY)).messageId,
      body: 'Send money.',
    });
    expect([forged.state, forged.reason]).toEqual(['unroutable', 'suggestion']);
  });

  it('the key of another thread', async () => {
    await setParameter(site, 'mail.catchall.delimiter', '+');
    const [first] = await messages(site, thread);
    const other = await receive(site, rawMail({ from: 'Zoe <zoe@other.example>' }));
    await eve.call('POST', `/threads/${other.threadId}/messages`, { text: 'Hello Zoe.' });
    const key = await site.strapi.db
      .query('plugin::mail-gateway.outbound-content')
      .findOne({ where: {}, orderBy: { id: 'desc' } });
    await setParameter(site, 'mail.catchall.delimiter', 'none');

    const mail = await refused({
      from: 'Zoe <zoe@other.example>',
      to: key.replyTo[0].address,
      inReplyTo: String(first?.messageId),
    });
    expect([mail.state, mail.threadId]).toEqual(['delivered', other.threadId]);
  });

  it('a key after its follower left: nothing leaves to them either', async () => {
    await post(eve, { text: 'Turn it off.' });
    const { messageId } = await to(BOB);
    await threads().followers.setState((await followerOf(BOB)).documentId, 'unfollowed');
    const mail = await refused({ from: `Bob <${BOB}>`, inReplyTo: messageId });
    expect([mail.state, mail.reason]).toEqual(['unroutable', 'suggestion']);
    await post(eve, { text: 'And on again.' });
    expect((await outbox()).filter(({ recipient }) => recipient === BOB)).toHaveLength(1);
  });

  it('a foreign Message-ID that a stranger knows', async () => {
    const [first] = await messages(site, thread);
    const mail = await refused({ from: 'Mal <mal@evil.example>', inReplyTo: String(first?.messageId) });
    expect(mail).toMatchObject({ state: 'unroutable', reason: 'suggestion', threadId: thread });
  });

  it('who is blocked, with the key of another', async () => {
    await post(eve, { text: 'Turn it off.' });
    const { messageId } = await to(MARY);
    await threads().followers.setState((await followerOf(BOB)).documentId, 'blocked');
    const mail = await refused({ from: `Bob <${BOB}>`, inReplyTo: messageId });
    expect([mail.state, mail.reason]).toEqual(['rejected', 'sender_blocked']);
  });

  it('a colleague who may not read the entry: no mail reaches them, and their key is void', async () => {
    await follow({
      address: mallory.email,
      name: 'Mallory',
      adminUser: mallory.documentId,
      channel: 'email',
    });
    await post(eve, { text: 'Turn it off.' });
    expect(await recipients()).toEqual([BOB, MARY]);
  });
});

describe('a suggestion', () => {
  const suggest = async (): Promise<JournalEntry> => {
    const [first] = await messages(site, thread);
    return arrive({ from: 'Zoe <zoe@other.example>', inReplyTo: String(first?.messageId), body: 'Me too.' });
  };

  it('is shown beside the conversation, joins it when an editor says so, and its sender follows then', async () => {
    const mail = await suggest();
    const { body } = await eve.call('GET', `/threads/${thread}/suggestions`);
    expect(body.data).toMatchObject([{ documentId: mail.documentId, from: 'zoe@other.example' }]);

    const accepted = await eve.call('POST', `/suggestions/${mail.documentId}/accept`);
    expect([accepted.status, accepted.body.data.state]).toEqual([200, 'delivered']);
    expect((await messages(site, thread)).at(-1)).toMatchObject({
      proof: 'accepted',
      via: { name: 'Eve Editor' },
      author: { address: 'zoe@other.example' },
    });
    expect(await recipients()).toEqual([BOB, MARY]);
    expect(await followerOf('zoe@other.example')).toMatchObject({ state: 'active' });
    expect((await eve.call('GET', `/threads/${thread}/suggestions`)).body.data).toEqual([]);
    expect((await eve.call('POST', `/suggestions/${mail.documentId}/refuse`)).status).toBe(409);
  });

  it('is read before it is decided by who may read the entry, without the permission to read received mail', async () => {
    const mail = await suggest();
    const read = (editor: Editor) => editor.call('GET', `/suggestions/${mail.documentId}/content`);
    const { status, body } = await read(eve);
    expect([status, body.data.text.trim(), body.data.headers]).toEqual([200, 'Me too.', []]);
    expect((await eve.call('GET', `/inbound-emails/${mail.documentId}/content`)).status).toBe(403);
    expect((await read(mallory)).status).toBe(404);

    await eve.call('POST', `/suggestions/${mail.documentId}/refuse`);
    expect((await read(eve)).status).toBe(404);
  });

  it('is accepted as a note: colleagues alone get it, and its sender gets no answers', async () => {
    await follow({ address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
    await follow({ address: mallory.email, name: 'Mal', adminUser: mallory.documentId, channel: 'email' });
    const mail = await suggest();
    const { body } = await eve.call('GET', `/threads/${thread}/suggestions`);
    expect(body.data).toMatchObject([{ noteBecause: null }]);
    const accepted = await ada.call('POST', `/suggestions/${mail.documentId}/accept`, { as: 'note' });
    expect([accepted.status, accepted.body.data.state]).toEqual([200, 'delivered']);
    const note = (await messages(site, thread)).at(-1);
    expect(note).toMatchObject({ direction: 'note', proof: 'accepted' });
    expect(await recipients()).toEqual([eve.email]);
    expect((await to(eve.email)).text).toContain('A note among colleagues.');
    expect(await followerOf('zoe@other.example')).toBeNull();

    await post(ada, { text: 'We are on it.' });
    for (const recipient of [MARY, BOB]) {
      const { text, references } = await to(recipient);
      expect(text).not.toContain('Me too.');
      expect(references).not.toContain(note?.messageId);
    }
  });

  it('that was kept as a note lets its sender in no further: what they write next waits as well', async () => {
    const noted = await suggest();
    await ada.call('POST', `/suggestions/${noted.documentId}/accept`, { as: 'note' });
    const next = await suggest();
    expect([next.state, next.reason]).toEqual(['unroutable', 'suggestion']);
    // Whom an editor lets speak may go on.
    await ada.call('POST', `/suggestions/${next.documentId}/accept`, { as: 'message' });
    expect(await suggest()).toMatchObject({ state: 'delivered', threadId: thread });
    expect((await messages(site, thread)).at(-1)).toMatchObject({ proof: 'C' });
  });

  it('tells whom answers go to where Reply-To names another, who follows as a message alone', async () => {
    const [first] = await messages(site, thread);
    const claim = (headers: string[]) =>
      arrive({
        from: 'Zoe <zoe@other.example>',
        inReplyTo: String(first?.messageId),
        body: 'Me too.',
        headers,
      });
    const mails = [
      await claim(['Reply-To: mal@evil.example']),
      await claim(['Reply-To: Zoe <ZOE@other.example>']),
      await claim(['Reply-To: support@site.example']),
      await claim([]),
      await claim(['Reply-To: mal@evil.example']),
    ];
    const { body } = await eve.call('GET', `/threads/${thread}/suggestions`);
    const told = body.data.map(({ answersTo }: { answersTo: unknown }) => answersTo);
    expect(told).toEqual(['mal@evil.example', null, null, null, 'mal@evil.example']);

    const before = (await threads().followers.list(thread)).length;
    await eve.call('POST', `/suggestions/${mails[0]?.documentId}/accept`, { as: 'note' });
    expect(await threads().followers.list(thread)).toHaveLength(before);
    await eve.call('POST', `/suggestions/${mails[4]?.documentId}/accept`, { as: 'message' });
    expect(await followerOf('mal@evil.example')).toMatchObject({ state: 'active', adminUser: null });
    expect(await followerOf('zoe@other.example')).toBeNull();
  });

  it('whose sender is an address of this site makes nobody follow', async () => {
    const [first] = await messages(site, thread);
    const mail = await arrive({ from: 'support@site.example', inReplyTo: String(first?.messageId) }, false);
    const accepted = await ada.call('POST', `/suggestions/${mail.documentId}/accept`, { as: 'message' });
    expect(accepted.body.data.state).toBe('delivered');
    expect(await followerOf('support@site.example')).toBeNull();
  });

  it('is to be a message or a note, and nothing else', async () => {
    const mail = await suggest();
    const { status } = await eve.call('POST', `/suggestions/${mail.documentId}/accept`, { as: 'secret' });
    expect(status).toBe(422);
    expect(await messages(site, thread)).toHaveLength(1);
  });

  it('of a colleague whose mail program tells nothing of what it answers is proposed as a note', async () => {
    await follow({ address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
    await post(ada, { text: 'Is he difficult?', note: true });
    const mail = await arrive({ from: `Eve <${eve.email.toUpperCase()}>`, body: 'Very.' });
    expect(mail).toMatchObject({ reason: 'suggestion', threadId: thread });
    const { body } = await eve.call('GET', `/threads/${thread}/suggestions`);
    expect(body.data).toMatchObject([{ documentId: mail.documentId, noteBecause: 'colleague' }]);
    await eve.call('POST', `/suggestions/${mail.documentId}/accept`, { as: 'note' });
    expect((await messages(site, thread)).at(-1)).toMatchObject({ direction: 'note' });
    expect(await recipients()).toEqual([eve.email]);
    expect(await followerOf(eve.email)).toMatchObject({ adminUser: eve.documentId, channel: 'email' });
  });

  it('that answers a note becomes one, whatever the editor says', async () => {
    await follow({ address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
    await post(ada, { text: 'Is he difficult?', note: true });
    const { messageId } = await to(eve.email);
    const mail = await arrive({ from: `Eve <${eve.email}>`, inReplyTo: messageId, body: 'Very.' }, false);
    const { body } = await eve.call('GET', `/threads/${thread}/suggestions`);
    expect(body.data).toMatchObject([{ documentId: mail.documentId, noteBecause: 'answers_note' }]);
    await eve.call('POST', `/suggestions/${mail.documentId}/accept`, { as: 'message' });
    expect((await messages(site, thread)).at(-1)).toMatchObject({ direction: 'note' });
    expect(await recipients()).toEqual([eve.email]);
  });

  it('is refused by an editor, and stays out', async () => {
    const mail = await suggest();
    const answer = await eve.call('POST', `/suggestions/${mail.documentId}/refuse`);
    expect(answer.body.data).toMatchObject({ state: 'rejected', reason: 'suggestion_refused' });
    expect(await messages(site, thread)).toHaveLength(1);
    expect(await followerOf('zoe@other.example')).toBeNull();
  });

  it('is nobody else’s business', async () => {
    const mail = await suggest();
    expect((await mallory.call('GET', `/threads/${thread}/suggestions`)).status).toBe(404);
    expect((await mallory.call('POST', `/suggestions/${mail.documentId}/accept`)).status).toBe(404);
    expect(await messages(site, thread)).toHaveLength(1);
  });
});
