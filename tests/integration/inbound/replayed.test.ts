import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BOB, createDiscussion, MARY, type Stage } from '../../support/discussion';
import { messages } from '../../support/gateway';
import { type RawMailParts } from '../../support/raw-mail';
import type { Site } from '../../support/site';

/**
 * A mail that somebody caught and hands in again, with header fields that its signature does not cover: it still passes
 * DMARC. The receiving server, which the site trusts, verified the signatures.
 */

const stage = createDiscussion();
const { arrive, post, recipients, to } = stage;
let site: Site;
let eve: Stage['eve'];
let thread: string;
let subject: string;
let count = 0;

/** What large providers sign, of the fields that are there: some name fields once more, so that none can be added. */
const GMAIL =
  'to:subject:message-id:date:from:in-reply-to:references:mime-version:from:to:cc:subject:date:message-id:reply-to';
const GMAIL_NEW = GMAIL.replace('in-reply-to:references:', '');
const EXCHANGE_ONLINE = 'From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-SenderADCheck';

const signature = (fields: string, domain = 'customer.example'): string =>
  `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain};\r\n\ts=s1; h=${fields};\r\n\tbh=YQ==; b=YQ==`;

/** The level that a mail reached in the thread; `out` where it did not get in. */
const levelOf = async (parts: RawMailParts, seen = ''): Promise<unknown> => {
  const before = (await messages(site, thread)).length;
  await arrive({ subject: `Re: ${subject}`, ...parts }, true, seen);
  const after = await messages(site, thread);
  return after.length === before ? 'out' : after.at(-1)?.proof;
};

/** The domain's own server handed the mail over. */
const BY_SPF = 'spf=pass smtp.mailfrom=bounce@mail.customer.example';

/** How many mails Bob got of this thread. */
const toldBob = async (): Promise<number> => (await recipients()).filter((one) => one === BOB).length;

beforeAll(async () => {
  ({ site, eve } = await stage.start());
});

afterAll(() => stage.stop());

beforeEach(async () => {
  thread = await stage.begin();
  const row = await site.strapi.db
    .query('plugin::mail-gateway.thread')
    .findOne({ where: { documentId: thread } });
  ({ subject } = row);
  await post(eve, { text: 'Turn it off.' });
});

describe('a mail to somebody else that is handed in again', () => {
  it('does not speak here by references that were added', async () => {
    for (const address of [MARY, BOB]) {
      const { messageId } = await to(address);
      const caught = {
        from: MARY,
        to: 'joe@home.example',
        subject: 'Party',
        body: `Yes, do ${(count += 1)}.`,
      };
      for (const added of [{ inReplyTo: messageId }, { references: messageId }]) {
        expect(await levelOf({ ...caught, ...added, headers: [signature(GMAIL_NEW)] })).toBe('B');
      }
      for (const field of ['In-Reply-To', 'References']) {
        const headers = [`${field}: ${messageId}`, signature(GMAIL)];
        const answer = { inReplyTo: '<party-1@home.example>', references: '<party-1@home.example>' };
        expect(await levelOf({ ...caught, ...answer, headers }), field).toBe('B');
      }
    }
    expect(await toldBob()).toBe(1);
  });

  it('does not speak here by references that its signature never covers', async () => {
    const { messageId: inReplyTo } = await to(MARY);
    const headers = [signature(EXCHANGE_ONLINE)];
    for (const other of ['Party', 'Re: Party', 'Re:', '']) {
      expect(await levelOf({ from: MARY, inReplyTo, subject: other, headers }), other).toBe('B');
    }
    const twice = [`Subject: Re: ${subject}`, ...headers];
    expect(await levelOf({ from: MARY, inReplyTo, subject: 'Party', headers: twice })).toBe('B');
  });

  it('does not speak by a signature that covers all, beside the one that verifies', async () => {
    const { messageId: inReplyTo } = await to(MARY);
    const headers = [signature(GMAIL), signature(EXCHANGE_ONLINE)];
    expect(await levelOf({ from: MARY, inReplyTo, subject: 'Party', headers })).toBe('B');
  });

  it('does not speak by references that stand there twice, though the domain handed it over itself', async () => {
    const { messageId: inReplyTo } = await to(MARY);
    const headers = ['In-Reply-To: <party-1@home.example>'];
    expect(await levelOf({ from: MARY, inReplyTo, subject: 'Party', headers }, BY_SPF)).toBe('B');
  });
});

describe('an honest answer', () => {
  it('is believed by what its signature covers', async () => {
    const { messageId: inReplyTo } = await to(MARY);
    const headers = [signature(GMAIL), signature('from:to', 'provider.example')];
    expect(await levelOf({ from: MARY, inReplyTo, references: inReplyTo, headers })).toBe('A');
    expect(await levelOf({ from: MARY, references: inReplyTo, subject: 'Fixed', headers })).toBe('A');
  });

  it('is believed where its signature leaves the references out, but covers the subject of the conversation', async () => {
    const { messageId: inReplyTo } = await to(MARY);
    const headers = [signature(EXCHANGE_ONLINE)];
    for (const answer of ['Re: ', 'AW: [EXTERNAL] Re: ', 'RE:  ']) {
      expect(await levelOf({ from: MARY, inReplyTo, subject: `${answer}${subject}`, headers })).toBe('A');
    }
  });

  it('is believed where its domain handed it over itself, whatever it signs', async () => {
    const { messageId: inReplyTo } = await to(MARY);
    for (const fields of [EXCHANGE_ONLINE, GMAIL_NEW]) {
      const headers = [signature(fields)];
      expect(await levelOf({ from: MARY, inReplyTo, subject: 'Fixed', headers }, BY_SPF)).toBe('A');
    }
  });
});

describe('those whom To and Cc name', () => {
  const answer = async (fields: string, parts: RawMailParts): Promise<void> => {
    const { messageId: inReplyTo } = await to(MARY);
    expect(await levelOf({ from: MARY, inReplyTo, headers: [signature(fields)], ...parts })).toBe('A');
  };

  it('are told all the same where somebody may have added them', async () => {
    await answer(EXCHANGE_ONLINE, { cc: BOB });
    expect(await toldBob()).toBe(2);
    await answer(EXCHANGE_ONLINE, { to: `catchall@site.example, ${BOB}` });
    expect(await toldBob()).toBe(3);
    await answer(GMAIL.replace(':cc:', ':'), { cc: BOB });
    expect(await toldBob()).toBe(4);
  });

  it('have it already where the signature covers the field', async () => {
    await answer(GMAIL, { cc: BOB });
    await answer(GMAIL, { to: `catchall@site.example, ${BOB}` });
    expect(await toldBob()).toBe(1);
  });

  it('are told all the same by a mail that its signature does not lead here, colleagues too', async () => {
    const { messageId: inReplyTo } = await to(MARY);
    const { followers } = stage.threads();
    await followers.setChannel((await stage.followerOf(eve.email)).documentId, 'email');
    const headers = [signature(EXCHANGE_ONLINE)];
    expect(await levelOf({ from: MARY, inReplyTo, cc: eve.email, subject: 'Party', headers })).toBe('B');
    expect((await to(eve.email)).text).toContain('printer');
  });
});

describe('a Message-ID that comes again', () => {
  const caught = (): RawMailParts => ({
    ...{ from: MARY, messageId: `<caught-${(count += 1)}@customer.example>`, body: 'Do it.' },
    headers: [signature(GMAIL)],
  });

  it('acts once, whatever was added', async () => {
    const { messageId: inReplyTo } = await to(MARY);
    const { messageId: other } = await to(BOB);
    const mail = { ...caught(), inReplyTo, references: inReplyTo };
    expect(await levelOf(mail)).toBe('A');
    const again: RawMailParts[] = [
      mail,
      { ...mail, cc: 'joe@home.example' },
      { ...mail, headers: [`References: ${other}`, ...(mail.headers ?? [])] },
      { ...mail, headers: ['X-Spam: no', ...(mail.headers ?? [])] },
    ];
    for (const parts of again) expect(await levelOf(parts)).toBe('out');
    expect(await toldBob()).toBe(2);
  });

  it('is told to all when it comes from its sender after somebody was first with it', async () => {
    const { messageId: inReplyTo } = await to(MARY);
    const mail = { ...caught(), subject: 'Party', inReplyTo, references: inReplyTo };
    const copy = { ...mail, headers: [`In-Reply-To: ${inReplyTo}`, ...(mail.headers ?? [])], references: '' };
    expect(await levelOf(copy)).toBe('B');
    expect(await toldBob()).toBe(1);
    expect(await levelOf(mail)).toBe('A');
    expect(await toldBob()).toBe(2);
  });
});
