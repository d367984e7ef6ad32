import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addEditor, READ_TICKETS, type Editor } from '../../support/editors';
import { addAlias, messages, receive, setParameter, type JournalEntry } from '../../support/gateway';
import { rawMail, type RawMailParts } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';

/** Who gets what is said in a thread, and who may speak there. */

const FOLLOWER = 'plugin::mail-gateway.follower';
const MARY = 'mary@customer.example';
const BOB = 'bob@customer.example';

let site: Site;
let eve: Editor;
let mallory: Editor;
let adaId: string;
let mailbox: string;
let thread: string;
let subject: string;
let count = 0;

interface Mail {
  recipient: string;
  state: string;
  explanation: string | null;
  messageId: string;
  inReplyTo: string | null;
  references: string[];
  from: { address: string; name: string };
  replyTo: { address: string }[];
  to: { address: string }[];
  text: string;
  attachments: { fileName: string }[];
}

/** What lies in the outbox for this thread, in the order of queueing. */
const outbox = async (): Promise<Mail[]> => {
  const ids = (await messages(site, thread)).map(({ documentId }) => documentId);
  const rows = await site.strapi.db
    .query('plugin::mail-gateway.outbound-email')
    .findMany({ where: { threadMessageId: { $in: ids } }, orderBy: { id: 'asc' } });
  return Promise.all(
    rows.map(async ({ recipient, state, explanation, contentId }: Record<string, string>) => ({
      ...(await site.strapi.db
        .query('plugin::mail-gateway.outbound-content')
        .findOne({ where: { documentId: contentId } })),
      recipient,
      state,
      explanation,
    }))
  );
};

const to = async (address: string): Promise<Mail> => {
  const mail = (await outbox()).findLast(({ recipient }) => recipient === address);
  if (!mail) throw new Error(`Nothing was sent to ${address}.`);
  return mail;
};

const recipients = async (): Promise<string[]> => (await outbox()).map(({ recipient }) => recipient).sort();

/** A mail as the receiving server hands it over, which vouches for the address or does not. */
const arrive = async (parts: RawMailParts, proven = true): Promise<JournalEntry> => {
  const domain = /@([\w.]+)/.exec(parts.from ?? MARY)?.[1];
  const verdict = `Authentication-Results: mx.site.example; dmarc=${proven ? 'pass' : 'none'} header.from=${domain}`;
  const { documentId } = await site.strapi
    .plugin('mail-gateway')
    .service('inbound')
    .receive(rawMail({ to: 'catchall@site.example', ...parts, headers: [verdict] }), {
      source: { type: 'imap', name: 'Support', incomingServerId: mailbox },
    });
  return site.strapi.db.query('plugin::mail-gateway.inbound-email').findOne({ where: { documentId } });
};

const post = async (editor: Pick<Editor, 'call'>, body: unknown) => {
  const answer = await editor.call('POST', `/threads/${thread}/messages`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data;
};

/** The super admin. */
const ada: Pick<Editor, 'call'> = {
  call: (method, path, body) => site.admin(method, `/mail-gateway${path}`, body),
};

const follow = (who: { address: string; name: string; adminUser?: string; channel?: 'email' | 'inbox' }) =>
  threads().followers.follow(thread, { adminUser: null, ...who });

const threads = () => site.strapi.plugin('mail-gateway').service('thread');

const followerOf = (email: string) =>
  site.strapi.db.query(FOLLOWER).findOne({ where: { threadId: thread, email } });

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await setParameter(site, 'mail.gateway.loop.threshold', 0);
  await addAlias(site, 'support');
  eve = await addEditor(site, 'Eve', [READ_TICKETS]);
  mallory = await addEditor(site, 'Mallory', []);
  const { body } = await site.admin('POST', '/mail-gateway/incoming-servers', {
    ...{ name: 'Support', protocol: 'imap', host: '127.0.0.1', port: 1, encryption: 'none' },
    ...{ username: 'support', password: 'secret', trustedAuthservId: 'mx.site.example' },
  });
  mailbox = body.data.documentId;
  const row = await site.strapi.db.query('admin::user').findOne({ where: { email: 'ada@site.example' } });
  adaId = row.documentId;
});

afterAll(() => site.stop());

beforeEach(async () => {
  count += 1;
  subject = `Printer ${count}`;
  const mail = await receive(site, rawMail({ from: `Mary <${MARY}>`, subject, body: 'It does not print.' }));
  thread = mail.threadId ?? '';
  await follow({ address: BOB, name: 'Bob' });
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
    const carla = await addEditor(site, `Carla${count}`, [READ_TICKETS], `carla${count}@colleague.example`);
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
        source: { type: 'imap', name: 'Support', incomingServerId: mailbox },
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
