import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDiscussion, MARY, type Stage } from '../../support/discussion';
import { messages } from '../../support/gateway';
import type { Site } from '../../support/site';

/** A message costs the database as much for twenty followers as for two. */

const stage = createDiscussion();
const { arrive, follow, outbox, post, to } = stage;
let site: Site;
let ada: Stage['ada'];
let thread: string;

beforeAll(async () => {
  ({ site, ada } = await stage.start());
});

afterAll(() => stage.stop());

/** A conversation that so many follow. */
const begin = async (followers: number): Promise<void> => {
  thread = await stage.begin();
  // What else Mary follows is looked up as well.
  const others = { where: { threadId: { $ne: thread } } };
  await site.strapi.db.query('plugin::mail-gateway.follower').deleteMany(others);
  for (let count = 3; count <= followers; count += 1) {
    await follow({ address: `follower${count}@partner.example`, name: '' });
  }
  await post(ada, { text: 'Hello.' });
};

/** What a message is about. Parameters and sessions are read anew whenever their time is over. */
const OURS = /mail_gateway_(threads|messages|followers|outbound_\w+|effects)|admin_users/;

const statementsOf = async (work: () => Promise<unknown>): Promise<string[]> => {
  const statements: string[] = [];
  const note = ({ sql }: { sql: string }): void => void (OURS.test(sql) && statements.push(sql));
  site.strapi.db.connection.on('query', note);
  await work().finally(() => site.strapi.db.connection.off('query', note));
  return statements;
};

it('by answers and by mails that are passed on', async () => {
  const counts: Record<string, number>[] = [];
  for (const followers of [2, 20]) {
    await begin(followers);
    const { messageId: inReplyTo } = await to(MARY);
    const before = (await outbox()).length;
    const passedOn = await statementsOf(() => arrive({ from: `Mary <${MARY}>`, inReplyTo, body: 'Done.' }));
    expect(await outbox()).toHaveLength(before + followers - 1);
    const answered = await statementsOf(() => post(ada, { text: 'Thanks.' }));
    expect(await outbox()).toHaveLength(before + followers - 1 + followers);
    counts.push({ passedOn: passedOn.length, answered: answered.length });
  }
  expect(counts[1]).toEqual(counts[0]);
});

it('each in the order in which they came, with a mail of their own', async () => {
  await begin(150);
  const before = (await outbox()).length;
  await post(ada, { text: 'Off and on.' });
  const mails = (await outbox()).slice(before);
  const expected = Array.from({ length: 148 }, (_, index) => `follower${index + 3}@partner.example`);
  expect(mails.slice(2).map(({ recipient }) => recipient)).toEqual(expected);
  for (const { recipient, to: written } of mails) expect(written).toMatchObject([{ address: recipient }]);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(150);
  expect((await messages(site, thread)).at(-1)?.to).toHaveLength(150);
});
