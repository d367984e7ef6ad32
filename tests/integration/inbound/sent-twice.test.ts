import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDiscussion, type Stage } from '../../support/discussion';
import { type Editor } from '../../support/editors';
import { messages, type JournalEntry } from '../../support/gateway';
import type { Site } from '../../support/site';

/** An answer of the server may be lost: whoever tries again must not send twice. */

const stage = createDiscussion();
const { arrive, outbox, post } = stage;
let site: Site;
let eve: Editor;
let ada: Stage['ada'];
let thread: string;

beforeAll(async () => {
  ({ site, eve, ada } = await stage.start());
});

afterAll(() => stage.stop());

beforeEach(async () => {
  thread = await stage.begin();
});

describe.each([
  ['a message', false, 2],
  ['a note', true, 0],
])('%s with a requestId', (_what, note, mails) => {
  it('is sent once, and a second try is answered as the first', async () => {
    const words = { text: 'Turn it off.', note, requestId: randomUUID() };
    const first = await post(eve, words);
    expect(await post(eve, { ...words, requestId: words.requestId.toUpperCase() })).toEqual(first);
    expect(first.outbound).toHaveLength(mails);
    expect(await outbox()).toHaveLength(mails);
    expect(await messages(site, thread)).toHaveLength(2);
  });

  it('is sent once where both tries come at the same moment', async () => {
    const words = { text: 'Turn it off.', note, requestId: randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => post(eve, words)));
    expect(new Set(answers.map(({ documentId }) => documentId)).size).toBe(1);
    expect(await outbox()).toHaveLength(mails);
    expect(await messages(site, thread)).toHaveLength(2);
  });
});

describe('a requestId', () => {
  it('is that of one user in one conversation, and of one text', async () => {
    const words = { text: 'Turn it off.', requestId: randomUUID() };
    await post(eve, words);
    await post(ada, words);
    expect(await messages(site, thread)).toHaveLength(3);
    const other = await eve.call('POST', `/threads/${thread}/messages`, { ...words, text: 'On again.' });
    expect([other.status, other.body.error.code]).toEqual([409, 'request_reused']);
    thread = await stage.begin();
    await post(eve, words);
    expect(await messages(site, thread)).toHaveLength(2);
  });

  it('is a UUID', async () => {
    const answer = await eve.call('POST', `/threads/${thread}/messages`, { text: 'Off.', requestId: '1' });
    expect(answer.status).toBe(422);
  });
});

describe('an accepted suggestion', () => {
  const suggest = async (): Promise<JournalEntry> => {
    const [first] = await messages(site, thread);
    return arrive({ from: 'Zoe <zoe@other.example>', inReplyTo: String(first?.messageId), body: 'Me too.' });
  };

  it('is no suggestion for the second try, which is told what became of it', async () => {
    const { documentId } = await suggest();
    const path = `/suggestions/${documentId}/accept`;
    const decision = { as: 'message', requestId: randomUUID() };
    const first = await eve.call('POST', path, decision);
    const again = await eve.call('POST', path, decision);
    expect([again.status, again.body.data]).toEqual([200, first.body.data]);
    expect((await ada.call('POST', path, decision)).status).toBe(409);
    expect((await eve.call('POST', path, { ...decision, as: 'note' })).status).toBe(409);
    expect((await eve.call('POST', path, { as: 'message' })).status).toBe(409);
    expect(await messages(site, thread)).toHaveLength(2);
    expect(await outbox()).toHaveLength(2);
  });

  it('joins once where both tries come at the same moment', async () => {
    const { documentId } = await suggest();
    const decision = { as: 'message', requestId: randomUUID() };
    const both = await Promise.all(
      [1, 2].map(() => eve.call('POST', `/suggestions/${documentId}/accept`, decision))
    );
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await messages(site, thread)).toHaveLength(2);
    expect(await outbox()).toHaveLength(2);
  });
});
