import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addEditor, READ_TICKETS, type Editor } from '../../support/editors';
import { addAlias, messages, receive, setParameter, type JournalEntry } from '../../support/gateway';
import { rawMail, type RawMailParts } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';

/** Strangers and followers who try to speak as somebody else, to act for them, or to read what is not theirs. */

const MARY = 'mary@customer.example';
const BOB = 'bob@customer.example';
const SITE_URL = 'https://cms.site.example';

let site: Site;
let eve: Editor;
let mailbox: string;
let thread: string;
let count = 0;

interface Mail {
  recipient: string;
  messageId: string;
  from: { address: string; name: string };
  replyTo: { address: string }[];
  subject: string;
  text: string;
  html: string | null;
}

const rowsOf = (name: string) => site.strapi.db.query(`plugin::mail-gateway.${name}`);

/** What lies in the outbox for this thread, in the order of queueing. */
const outbox = async (): Promise<Mail[]> => {
  const ids = (await messages(site, thread)).map(({ documentId }) => documentId);
  const rows: { recipient: string; contentId: string }[] = await rowsOf('outbound-email').findMany({
    where: { threadMessageId: { $in: ids } },
    orderBy: { id: 'asc' },
  });
  return Promise.all(
    rows.map(async ({ recipient, contentId }) => ({
      ...(await rowsOf('outbound-content').findOne({ where: { documentId: contentId } })),
      recipient,
    }))
  );
};

const to = async (address: string): Promise<Mail> => {
  const mail = (await outbox()).findLast(({ recipient }) => recipient === address);
  if (!mail) throw new Error(`Nothing was sent to ${address}.`);
  return mail;
};

/** What the receiving server wrote into the mail. */
const passed = (domain: string): string =>
  `Authentication-Results: mx.site.example; dmarc=pass header.from=${domain}`;

const arrive = async (parts: RawMailParts): Promise<JournalEntry> => {
  const { documentId } = await site.strapi
    .plugin('mail-gateway')
    .service('inbound')
    .receive(rawMail({ to: 'catchall@site.example', ...parts }), {
      source: { type: 'imap', name: 'Support', incomingServerId: mailbox },
    });
  return rowsOf('inbound-email').findOne({ where: { documentId } });
};

/** The level that a mail reached in the thread; `out` where it did not get in. */
const levelOf = async (parts: RawMailParts): Promise<unknown> => {
  const before = (await messages(site, thread)).length;
  await arrive(parts);
  const after = await messages(site, thread);
  return after.length === before ? 'out' : after.at(-1)?.proof;
};

const followers = () => site.strapi.plugin('mail-gateway').service('thread').followers;

const follow = (address: string) =>
  followers().follow(thread, { address, name: address.replace(/@.*/, ''), adminUser: null });

const post = async (text: string): Promise<void> => {
  const answer = await eve.call('POST', `/threads/${thread}/messages`, { text });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};

beforeAll(async () => {
  site = await startSite();
  site.strapi.config.set('server.url', SITE_URL);
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await setParameter(site, 'mail.catchall.delimiter', '+');
  await setParameter(site, 'mail.gateway.loop.threshold', 0);
  await addAlias(site, 'support');
  eve = await addEditor(site, 'Eve', [READ_TICKETS]);
  const { body } = await site.admin('POST', '/mail-gateway/incoming-servers', {
    ...{ name: 'Support', protocol: 'imap', host: '127.0.0.1', port: 1, encryption: 'none' },
    ...{ username: 'support', password: 'secret', trustedAuthservId: 'mx.site.example' },
  });
  mailbox = body.data.documentId;
});

afterAll(() => site.stop());

beforeEach(async () => {
  count += 1;
  const parts = { from: `Mary <${MARY}>`, subject: `Printer ${count}`, body: 'It does not print.' };
  thread = (await receive(site, rawMail(parts))).threadId ?? '';
  await follow(BOB);
  await post('Turn it off.');
});

describe('a sender with a domain of their own', () => {
  const evil = passed('evil.example');

  it.each<[string, RawMailParts]>([
    ['before another author', { from: `${MARY}, mal@evil.example` }],
    ['in a group with another author', { from: `Authors: ${MARY}, mal@evil.example;` }],
    ['in a second From', { from: MARY, headers: ['From: mal@evil.example'] }],
    ['in a name', { from: `"${MARY}" <mal@evil.example>` }],
    ['in an encoded name', { from: '=?utf-8?Q?mary=40customer.example=2C?= <mal@evil.example>' }],
    ['in a quoted local part', { from: '"mary@customer.example"@evil.example' }],
    ['before a comment that only one reader sees', { from: `${MARY}(> \\')mal@evil.example` }],
    ['above a line that is no field', { from: `${MARY}\r\ngarbage <mal@evil.example>` }],
    ['alone, and theirs in Sender', { from: MARY, headers: ['Sender: mal@evil.example'] }],
  ])('does not speak as a follower whose address stands %s', async (_where, parts) => {
    const { messageId: inReplyTo } = await to(MARY);
    const headers = [evil, ...(parts.headers ?? [])];
    expect(await levelOf({ inReplyTo, ...parts, headers })).toBe('B');
  });

  it('does not speak as a follower by a name of their domain that begins like the follower’s', async () => {
    const { messageId: inReplyTo } = await to(MARY);
    for (const rest of ['/x.evil.example', '?x.evil.example', '#x.evil.example']) {
      const headers = [passed(`customer.example${rest}`)];
      expect(await levelOf({ from: `Mary <${MARY}${rest}>`, inReplyTo, headers }), rest).toBe('B');
      expect((await messages(site, thread)).at(-1)?.author, rest).toMatchObject({ address: '' });
    }
  });

  it('does not vouch for another by an Authentication-Results field of theirs', async () => {
    const { messageId: inReplyTo } = await to(MARY);
    const claim = 'dmarc=pass header.from=customer.example';
    for (const headers of [
      [
        'Authentication-Results: mx.site.example; dmarc=none header.from=customer.example',
        passed('customer.example'),
      ],
      [`Authentication-Results: evil.example (mx.site.example); ${claim}`],
      [`Authentication-Results: mx.site.example; dmarc=fail header.from=customer.example; ${claim}`],
      [
        `Authentication-Results: mx.site.example; dmarc=fail header.from=customer.example; spf=pass smtp.mailfrom="; ${claim}"@evil.example`,
      ],
    ]) {
      expect(await levelOf({ from: MARY, inReplyTo, headers }), headers[0]).toBe('B');
    }
  });
});

describe('a key', () => {
  it('counts in any case, and only where mail is sent to', async () => {
    const key = (await to(MARY)).replyTo[0]?.address ?? '';
    const joe = { from: 'joe@home.example' };
    expect(await levelOf({ from: MARY, to: key.toUpperCase(), headers: [passed('customer.example')] })).toBe(
      'A'
    );
    expect(await levelOf({ ...joe, to: 'x@y.example', cc: key })).toBe('B');
    expect(await levelOf({ ...joe, headers: [`Reply-To: ${key}`] })).toBe('out');
    expect(await levelOf({ ...joe, headers: [`Bcc: ${key}`] })).toBe('out');
    expect(await levelOf({ ...joe, references: `<${key}>` })).toBe('out');
  });

  it('in the envelope or a trace field alone does not make a proven mail to somebody else speak here', async () => {
    const [mary, bob] = [await to(MARY), await to(BOB)];
    const headers = [passed('customer.example')];
    const again = async (recipient: string, parts: RawMailParts): Promise<unknown> => {
      const raw = rawMail({
        from: MARY,
        to: 'joe@home.example',
        ...parts,
        headers: [...headers, ...(parts.headers ?? [])],
      });
      await site.strapi
        .plugin('mail-gateway')
        .service('inbound')
        .receive(raw, {
          envelope: { recipients: [recipient] },
          source: { type: 'imap', name: 'Support', incomingServerId: mailbox },
        });
      return (await messages(site, thread)).at(-1)?.proof;
    };
    for (const { replyTo } of [mary, bob]) {
      const key = replyTo[0]?.address ?? '';
      expect(await again(key, { body: 'Dear Joe, the password is 1234.' })).toBe('B');
      expect(await again('', { body: 'Dear Joe.', headers: [`Delivered-To: ${key}`] })).toBe('B');
      expect(await again(key, { to: `Support <${key}>`, body: 'It is off.' })).toBe('A');
      expect(await again(key, { inReplyTo: mary.messageId, body: 'It is off.' })).toBe('A');
    }
  });

  it('that was void when its follower left stays void when they come back, in addresses and Message-IDs', async () => {
    const { messageId: inReplyTo, replyTo } = await to(BOB);
    const joe = { from: 'joe@home.example' };
    const jim = { from: 'jim@home.example' };
    expect(await levelOf({ ...joe, inReplyTo })).toBe('B');
    const { documentId } = await followers().findByAddress(thread, BOB);
    await followers().setState(documentId, 'unfollowed');
    expect(await levelOf({ ...jim, inReplyTo })).toBe('out');
    await follow(BOB);
    expect(await levelOf({ ...jim, inReplyTo })).toBe('out');
    expect(await levelOf({ ...jim, to: replyTo[0]?.address ?? '' })).toBe('out');
    // Who came back answers the mail of before.
    expect(await levelOf({ from: BOB, inReplyTo, headers: [passed('customer.example')] })).toBe('A');
  });
});

describe('the link to stop', () => {
  const LINK = new RegExp(`${SITE_URL}(/api/mail-gateway/unfollow/([a-z2-7]+))`);
  const linkIn = ({ text }: Mail): string => LINK.exec(text)?.[1] ?? '';
  const stateOf = async (address: string): Promise<string> =>
    (await followers().findByAddress(thread, address)).state;

  it('of one follower never reaches another in what they quote', async () => {
    const mail = await to(BOB);
    const own = linkIn(mail);
    const wrapped = `https://scan.example/?url=${encodeURIComponent(SITE_URL + own)}&x=1`;
    const body = `Done.\r\n\r\nOn Monday Eve wrote:\r\n${mail.text.replace(/^/gm, '> ')}\r\n> ${wrapped}`;
    const headers = [passed('customer.example')];
    expect(await levelOf({ from: BOB, inReplyTo: mail.messageId, headers, body })).toBe('A');
    const { text, html } = await to(MARY);
    expect(text).toContain('> Turn it off.');
    const token = own.split('/').at(-1) ?? '';
    expect(token).toHaveLength(45);
    expect(`${text}${html}${JSON.stringify((await messages(site, thread)).at(-1))}`).not.toContain(token);
    expect(await stateOf(BOB)).toBe('active');
  });

  it('changes nothing when it is opened, cut or made for something else', async () => {
    const mail = await to(BOB);
    const link = linkIn(mail);
    const token = link.split('/').at(-1) ?? '';
    const key = /\+([a-z2-7]{45})@/.exec(mail.replyTo[0]?.address ?? '')?.[1] ?? '';
    for (const [method, path, status] of [
      ['GET', link, 200],
      ['HEAD', link, 200],
      ['GET', `${link}?List-Unsubscribe=One-Click`, 200],
      ['PUT', link, 405],
      ['POST', link.slice(0, -1), 404],
      ['POST', `${link}a`, 404],
      ['POST', link.replace(token, key), 404],
      ['POST', link.replace(token, '%00'), 404],
    ] as const) {
      expect((await site.fetch(path, { method })).status, `${method} ${path}`).toBe(status);
      expect(await stateOf(BOB), `${method} ${path}`).toBe('active');
    }
  });
});

describe('what a stranger calls themselves', () => {
  const said = async (name: string): Promise<Mail> => {
    const mal = 'mal@evil.example';
    await follow(mal);
    await post('Who is this?');
    const { messageId: inReplyTo } = await to(mal);
    const headers = [passed('evil.example')];
    expect(await levelOf({ from: `${name} <${mal}>`, inReplyTo, headers })).toBe('A');
    return to(BOB);
  };

  it('adds no header field, turns no text around, and never hides their address', async () => {
    const { from, subject } = await said('=?utf-8?Q?Boss=0D=0ABcc=3A_spy=40evil.example=E2=80=AE?=');
    expect(from).toEqual({
      address: 'notifications@site.example',
      name: 'Boss Bcc: spy@evil.example (mal@evil.example)',
    });
    expect(subject).toBe(`Re: Printer ${count}`);
    const long = await said(`"${'The boss boss@site.example '.repeat(200)}"`);
    expect(long.from.name).toMatch(/^The boss .*… \(mal@evil\.example\)$/);
    expect(long.from.name.length).toBeLessThan(130);
  });
});

describe('a suggestion that an editor lets in', () => {
  it('does not leave as the address of ours that it claims to be', async () => {
    const [first] = await messages(site, thread);
    const inReplyTo = String(first?.messageId);
    const mail = await arrive({ from: 'The boss <boss@site.example>', inReplyTo, body: 'Pay him.' });
    expect((await eve.call('POST', `/suggestions/${mail.documentId}/accept`)).status).toBe(200);
    expect(await to(BOB)).toMatchObject({
      from: { address: 'notifications@site.example', name: 'The boss (boss@site.example)' },
      text: expect.stringMatching(/^Pay him\./),
    });
  });
});

describe('a mail that claims to be from an address of this site', () => {
  it('leaves nobody to answer to, and whoever answers is told', async () => {
    const { threadId } = await receive(site, rawMail({ from: 'Support <Support@site.example>' }));
    expect(await followers().list(threadId)).toEqual([]);
    const { status, body } = await eve.call('POST', `/threads/${threadId}/messages`, { text: 'Hello?' });
    expect([status, body.error.code]).toEqual([422, 'no_recipient']);
  });
});

describe('an editor who gives their account the address of a follower', () => {
  it('neither ends nor takes over what the follower gets, without the right to change followers', async () => {
    const mal = await addEditor(site, 'Mal', [READ_TICKETS], `mal${count}@site.example`);
    const { documentId } = await followers().findByAddress(thread, BOB);
    const data = { email: BOB };
    await site.strapi.db.query('admin::user').update({ where: { documentId: mal.documentId }, data });
    try {
      const row = `/threads/${thread}/followers/${documentId}`;
      expect((await mal.call('PUT', row, { state: 'unfollowed' })).status).toBe(403);
      expect((await mal.call('PUT', row, { channel: 'inbox' })).status).toBe(403);
      expect((await mal.call('POST', `/threads/${thread}/followers`, { me: true })).status).toBe(403);
      await mal.call('POST', `/threads/${thread}/messages`, { text: 'Mine now.' });
    } finally {
      const back = { email: `mal${count}@site.example` };
      await site.strapi.db.query('admin::user').update({ where: { documentId: mal.documentId }, data: back });
    }
    const bob = await followers().findByAddress(thread, BOB);
    expect(bob).toMatchObject({ documentId, adminUser: null, channel: 'email', state: 'active' });
  });
});

describe('two editors at the same moment', () => {
  const suggestion = async (): Promise<string> => {
    const [first] = await messages(site, thread);
    const mail = await arrive({ from: `zoe${count}@other.example`, inReplyTo: String(first?.messageId) });
    expect(mail).toMatchObject({ reason: 'suggestion', threadId: thread });
    return mail.documentId;
  };

  it('accept a suggestion once', async () => {
    const id = await suggestion();
    const before = (await messages(site, thread)).length;
    const answers = await Promise.all([1, 2, 3].map(() => eve.call('POST', `/suggestions/${id}/accept`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await messages(site, thread)).toHaveLength(before + 1);
  });

  it('accept and refuse it: one of them is told that the other was first', async () => {
    const id = await suggestion();
    const before = (await messages(site, thread)).length;
    const [accepted, refused] = await Promise.all([
      eve.call('POST', `/suggestions/${id}/accept`),
      site.admin('POST', `/mail-gateway/suggestions/${id}/refuse`),
    ]);
    expect([accepted.status, refused.status].sort()).toEqual([200, 409]);
    expect(await messages(site, thread)).toHaveLength(before + (accepted.status === 200 ? 1 : 0));
  });
});
