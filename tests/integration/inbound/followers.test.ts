import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BOB, createDiscussion, MARY, type Stage } from '../../support/discussion';
import { addEditor, READ_TICKETS, type Editor } from '../../support/editors';
import { messages, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import type { Site } from '../../support/site';

/** Who gets what is said in a thread. */

const stage = createDiscussion();
const { arrive, follow, followerOf, outbox, post, recipients, threads, to } = stage;
let site: Site;
let eve: Editor;
let mallory: Editor;
let ada: Stage['ada'];
let adaId: string;
let thread: string;

beforeAll(async () => {
  ({ site, eve, mallory, ada, adaId } = await stage.start());
});

afterAll(() => stage.stop());

beforeEach(async () => {
  thread = await stage.begin();
});

describe('an answer', () => {
  it('goes to each follower in a mail of their own, with their own key, and not to its author', async () => {
    await follow({ address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
    await post(eve, { text: 'Turn it off.' });
    expect(await recipients()).toEqual([BOB, MARY]);
    const [mary, bob] = [await to(MARY), await to(BOB)];
    expect(mary.to).toMatchObject([{ address: MARY }]);
    expect(mary.messageId).not.toBe(bob.messageId);
    expect(await followerOf(eve.email)).toMatchObject({ adminUser: eve.documentId });
  });

  it('quotes what was said to who does not have it, without notes', async () => {
    await post(eve, { text: 'Between us: he is difficult.', note: true });
    await post(eve, { text: 'Turn it off.' });
    expect((await to(BOB)).text).toContain('> It does not print.');
    expect((await to(MARY)).text).not.toContain('> It does not print.');
    for (const { text } of await outbox()) expect(text).not.toContain('difficult');
  });

  it('of a colleague with an address elsewhere leaves from an address of the site, and not to themselves', async () => {
    const carla = await addEditor(site, 'Carla', [READ_TICKETS], 'carla@colleague.example');
    await follow({ address: carla.email, name: 'Carla', adminUser: carla.documentId, channel: 'email' });
    await post(carla, { text: 'Turn it off.' });
    expect(await recipients()).toEqual([BOB, MARY]);
    expect((await to(MARY)).from.address).toBe('notifications@site.example');
  });

  it('quotes to nobody what nothing proves or a machine answered', async () => {
    await follow({ address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
    await post(ada, { text: 'Turn it off.' });
    const { messageId } = await to(MARY);
    await arrive({ from: 'Joe <joe@home.example>', inReplyTo: messageId, body: 'Send money.' }, false);
    const vacation = await arrive({
      from: `Mary <${MARY}>`,
      inReplyTo: messageId,
      subject: 'Automatic reply: printer',
      body: 'On the beach.',
    });
    expect(vacation).toMatchObject({ state: 'delivered', threadId: thread });
    await post(ada, { text: 'And on again.' });
    for (const recipient of [MARY, BOB, eve.email]) {
      const { text, inReplyTo } = await to(recipient);
      expect(text).toMatch(/^And on again\./);
      expect(text).not.toMatch(/money|beach/);
      expect(inReplyTo).not.toBeNull();
    }
  });

  it('makes its author follow, in the inbox, and counts as unread for the others alone', async () => {
    await follow({ address: mallory.email, name: 'Mallory', adminUser: mallory.documentId });
    await post(eve, { text: 'Turn it off.' });
    expect(await followerOf(eve.email)).toMatchObject({ channel: 'inbox', state: 'active', unread: 0 });
    expect(await followerOf(mallory.email)).toMatchObject({ unread: 1 });
  });

  it('carries the key in the reply address where the domain takes such addresses', async () => {
    await setParameter(site, 'mail.catchall.delimiter', '+');
    await post(eve, { text: 'Turn it off.' });
    const [{ address }] = (await to(MARY)).replyTo as [{ address: string }];
    expect(address).toMatch(/^catchall\+[a-z2-7]{45}@site\.example$/);
    const reply = await arrive({ from: `Mary <${MARY}>`, to: address, subject: 'something else' });
    expect([reply.state, reply.threadId]).toEqual(['delivered', thread]);
    await setParameter(site, 'mail.catchall.delimiter', 'none');
    await post(eve, { text: 'And on again.' });
    expect((await to(MARY)).replyTo).toMatchObject([{ address: 'catchall@site.example' }]);
  });
});

describe('a reply', () => {
  it('of the follower, by their key and a proven address, is theirs and goes to all others', async () => {
    await follow({ address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
    await post(ada, { text: 'Off?' });
    const before = (await outbox()).length;
    const reply = await arrive({
      from: `Mary <${MARY}>`,
      inReplyTo: (await to(MARY)).messageId,
      body: 'Done.',
    });

    expect([reply.state, reply.threadId]).toEqual(['delivered', thread]);
    expect((await messages(site, thread)).at(-1)).toMatchObject({ proof: 'A', direction: 'incoming' });
    expect(
      (await outbox())
        .slice(before)
        .map(({ recipient }) => recipient)
        .sort()
    ).toEqual([BOB, eve.email]);
    const passedOn = await to(BOB);
    expect(passedOn.from).toEqual({ address: 'notifications@site.example', name: `Mary (${MARY})` });
    expect(passedOn.text).toMatch(/^Done\./);
  });

  it('that nothing proves goes to colleagues alone, who are told', async () => {
    await follow({ address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
    await post(ada, { text: 'Off?' });
    const before = (await outbox()).length;
    await arrive(
      { from: 'Joe <joe@home.example>', inReplyTo: (await to(MARY)).messageId, body: 'Done.' },
      false
    );

    expect((await messages(site, thread)).at(-1)).toMatchObject({ proof: 'B', via: { address: MARY } });
    const after = (await outbox()).slice(before);
    expect(after.map(({ recipient }) => recipient)).toEqual([eve.email]);
    expect(after[0]?.text).toContain('Not verified: Joe <joe@home.example> sent this with the link of Mary');
    await post(eve, { text: 'Thanks.' });
    expect((await to(BOB)).text).not.toContain('Done.');
  });

  it.each([
    ['Joe Doe <nowhere>', 'Joe Doe'],
    ['nowhere', 'nowhere'],
    ['Joe <joe@home.example/x>', 'Joe'],
    [' ', 'somebody'],
  ])('that nothing proves, from “%s”, names its author as far as the mail does', async (from, name) => {
    await follow({ address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
    await post(ada, { text: 'Off?' });
    await arrive({ from, inReplyTo: (await to(MARY)).messageId, body: 'Done.' }, false);
    const message = (await messages(site, thread)).at(-1);
    expect(message).toMatchObject({ proof: 'B', author: { address: '' } });
    expect((await to(eve.email)).text).toContain(`Not verified: ${name}`);
  });

  it('that nothing proves does not leave as the address of ours that it claims to be', async () => {
    await follow({ address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
    await post(ada, { text: 'Off?' });
    const { messageId } = await to(MARY);
    await arrive({ from: 'The boss <boss@site.example>', inReplyTo: messageId, body: 'Pay him.' }, false);
    expect((await to(eve.email)).from).toEqual({
      address: 'notifications@site.example',
      name: 'The boss (boss@site.example)',
    });
  });

  it('to all, of a follower from a proven address, goes to all others by the key of whoever wrote to them', async () => {
    await post(eve, { text: 'Turn it off.' });
    const before = (await outbox()).length;
    await follow({ address: 'carl@partner.example', name: 'Carl' });
    const { messageId } = await to(MARY);
    await arrive({ from: `Bob <${BOB}>`, inReplyTo: messageId, cc: `Mary <${MARY}>`, body: 'Done.' });
    expect((await messages(site, thread)).at(-1)).toMatchObject({ proof: 'A', via: null });
    expect((await outbox()).slice(before)).toMatchObject([{ recipient: 'carl@partner.example' }]);
  });

  it('is told to each once, and counted once, however many come at the same time', async () => {
    await follow({ address: 'ada@site.example', name: 'Ada', adminUser: adaId });
    await post(eve, { text: 'Turn it off.' });
    const { unread } = await followerOf('ada@site.example');
    const [mary, bob] = [await to(MARY), await to(BOB)];
    const before = (await outbox()).length;
    await Promise.all(
      [1, 2, 3, 4].flatMap((number) => [
        arrive({ from: `Mary <${MARY}>`, inReplyTo: mary.messageId, body: `Mary ${number}` }),
        arrive({ from: `Bob <${BOB}>`, inReplyTo: bob.messageId, body: `Bob ${number}` }),
        post(eve, { text: `Eve ${number}` }),
      ])
    );
    const said = (await outbox())
      .slice(before)
      .map(({ recipient, text }) => `${recipient} ${text.slice(0, 6)}`);
    const expected = [1, 2, 3, 4].flatMap((number) => [
      ...[`${BOB} Mary ${number}`, `${MARY} Bob ${number}`],
      ...[`${BOB} Eve ${number}`, `${MARY} Eve ${number}`],
    ]);
    expect(said.map((line) => line.trim()).sort()).toEqual(expected.sort());
    expect((await followerOf('ada@site.example')).unread).toBe(unread + 12);
    const { messageCount } = await threads().find(thread);
    expect(messageCount).toBe((await messages(site, thread)).length);
  });

  it('and an answer to it and so on, of two machines, ends at the loop window', async () => {
    await post(eve, { text: 'Turn it off.' });
    const { messageId: inReplyTo } = await to(MARY);
    const before = (await outbox()).length;
    await setParameter(site, 'mail.gateway.loop.threshold', 3);
    const states = [];
    for (const body of ['1', '2', '3', '4', '5']) {
      states.push((await arrive({ from: `Mary <${MARY}>`, inReplyTo, body })).reason);
    }
    await setParameter(site, 'mail.gateway.loop.threshold', 0);
    // The mail that began the thread went to the alias, and is not counted here.
    expect(states).toEqual([...Array(3).fill('appended'), ...Array(2).fill('loop_suspected')]);
    expect(await outbox()).toHaveLength(before + 3);
  });

  it('is not sent again to who stands in To or Cc, nor to its sender', async () => {
    await post(eve, { text: 'Turn it off.' });
    const before = (await outbox()).length;
    await arrive({
      from: `Mary <${MARY}>`,
      cc: `Bob <${BOB.toUpperCase()}>`,
      inReplyTo: (await to(MARY)).messageId,
    });
    expect(await outbox()).toHaveLength(before);
  });

  it.each([
    // Of Mary's own mail, which she may have shown to anybody; the sender writes Mary's name.
    ['C', `Mary <${MARY}>`, (first: string) => first],
    // Of our mail to Mary, which she may have forwarded.
    ['B', 'Mal <mal@evil.example>', (_first: string, ours: string) => ours],
  ])(
    'of level %s is told to a colleague whom it names in Cc all the same, in full',
    async (level, from, id) => {
      await follow({ address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
      await post(ada, { text: 'Off?' });
      const [first] = await messages(site, thread);
      const before = (await outbox()).length;
      const inReplyTo = id(String(first?.messageId), (await to(MARY)).messageId);
      await arrive({ from, inReplyTo, cc: `Eve <${eve.email}>`, body: 'Hand it to Joe.' }, false);
      expect((await messages(site, thread)).at(-1)).toMatchObject({ proof: level });
      expect((await outbox()).slice(before)).toMatchObject([{ recipient: eve.email }]);
      expect((await to(eve.email)).text).toContain('Not verified');

      await post(ada, { text: 'Who is Joe?' });
      const { references, text } = await to(eve.email);
      const told = (await outbox())[before];
      // She is answered as one who has it from us alone.
      expect(references).toContain(told?.messageId);
      expect(text).toContain('> Off?');
    }
  );

  it('that nothing proves, to all, by the own key of its sender, is not sent again to a colleague in Cc', async () => {
    await follow({ address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
    await post(ada, { text: 'Off?' });
    const before = (await outbox()).length;
    const inReplyTo = (await to(MARY)).messageId;
    await arrive({ from: `Mary <${MARY}>`, inReplyTo, cc: `Eve <${eve.email}>`, body: 'Off.' }, false);
    expect((await messages(site, thread)).at(-1)).toMatchObject({ proof: 'B' });
    expect((await outbox()).slice(before)).toEqual([]);
  });

  it('brings its attachments along', async () => {
    await post(eve, { text: 'Send the log.' });
    const { messageId } = await to(MARY);
    const raw = rawMail({ from: `Mary <${MARY}>`, to: 'catchall@site.example', inReplyTo: messageId })
      .toString()
      .replace('Content-Type: text/plain; charset=utf-8', 'Content-Type: multipart/mixed; boundary=b')
      .replace(
        /\r\n\r\n[\s\S]*$/,
        '\r\n\r\n--b\r\n\r\nHere.\r\n--b\r\nContent-Type: text/csv; name=log.csv\r\nContent-Disposition: attachment; filename=log.csv\r\n\r\na,b\r\n--b--\r\n'
      );
    await site.strapi
      .plugin('mail-gateway')
      .service('inbound')
      .receive(`Authentication-Results: mx.site.example; dmarc=pass header.from=customer.example\r\n${raw}`, {
        source: { type: 'imap', name: 'Support', incomingServerId: stage.mailbox() },
      });
    expect((await to(BOB)).attachments).toMatchObject([{ fileName: 'log.csv' }]);
  });
});

describe('a note', () => {
  it('goes to colleagues by mail, and what they answer becomes a note', async () => {
    await follow({ address: eve.email, name: 'Eve', adminUser: eve.documentId, channel: 'email' });
    await post(ada, { text: 'Is he difficult?', note: true });
    expect(await recipients()).toEqual([eve.email]);
    await arrive({ from: `Eve <${eve.email}>`, inReplyTo: (await to(eve.email)).messageId, body: 'Very.' });
    expect((await messages(site, thread)).at(-1)).toMatchObject({
      direction: 'note',
      proof: 'A',
      author: { type: 'admin', id: eve.documentId },
    });
    expect(await recipients()).toEqual([eve.email]);
  });
});
