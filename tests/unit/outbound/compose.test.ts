import { text as textOf } from 'node:stream/consumers';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, test, vi } from 'vitest';
import {
  composeMessage,
  messageOptions,
  renderMessage,
  trimReferences,
  type ComposedMessage,
  type MessageIdentity,
  type OutboundContent,
} from '../../../server/src/outbound';

vi.setConfig({ testTimeout: 30_000 });

const content: OutboundContent = {
  messageId: '<token@site.example>',
  date: new Date('2026-01-10T12:00:00Z'),
  subject: 'Your ticket – “№ 1”',
  html: '<p>Hello <b>Mary</b></p>',
  text: null,
  from: { name: 'Ann', address: 'ann@ours.example' },
  replyTo: [{ name: '', address: 'catchall+x@ours.example' }],
  to: [
    { name: 'Mary', address: 'mary@customer.example' },
    { name: 'Zoë, of “A; B”', address: 'zoe@customer.example' },
  ],
  cc: [{ name: '', address: 'cc@customer.example' }],
  inReplyTo: '<parent@customer.example>',
  references: ['<first@customer.example>', '<parent@customer.example>'],
  headers: { 'Auto-Submitted': 'auto-replied' },
  attachments: [],
  nullSender: false,
  serverId: null,
};

const identity: MessageIdentity = {
  messageId: content.messageId,
  date: content.date,
  inReplyTo: content.inReplyTo,
  references: content.references,
  ownMail: { name: 'X-Mail-Gateway-Id', value: 'ownmail' },
};

const compose = (changes: Partial<OutboundContent> = {}): ComposedMessage =>
  composeMessage(
    { ...content, ...changes },
    { from: content.from, attachments: [], htmlToText: (html) => html.replace(/<[^>]+>/g, '') }
  );

const render = (message: ComposedMessage, as: MessageIdentity = identity) =>
  textOf(renderMessage(messageOptions(message, as)));

/** Names of the fields of the top header block, unfolded, in lower case. */
const fieldNames = (raw: string): string[] =>
  (raw.split('\r\n\r\n')[0] ?? '')
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .map((line) => line.slice(0, line.indexOf(':')).toLowerCase());

describe('the mail that leaves', () => {
  test('carries all its fields, as a mail program reads them', async () => {
    const mail = await simpleParser(await render(compose()));
    expect(mail.messageId).toBe('<token@site.example>');
    expect(mail.date).toEqual(content.date);
    expect(mail.subject).toBe(content.subject);
    expect(mail.from?.value).toEqual([{ name: 'Ann', address: 'ann@ours.example' }]);
    expect([mail.to].flat()[0]?.value).toEqual(content.to);
    expect([mail.cc].flat()[0]?.value).toEqual(content.cc);
    expect(mail.replyTo?.value[0]?.address).toBe('catchall+x@ours.example');
    expect(mail.inReplyTo).toBe('<parent@customer.example>');
    expect(mail.references).toEqual(['<first@customer.example>', '<parent@customer.example>']);
    expect(mail.headers.get('x-mail-gateway-id')).toBe('ownmail');
    expect(mail.headers.get('auto-submitted')).toBe('auto-replied');
    expect(mail.html).toContain('<b>Mary</b>');
  });

  test('always has a text part: the given one, else made from the HTML', async () => {
    expect((await simpleParser(await render(compose()))).text).toContain('Hello Mary');
    expect((await simpleParser(await render(compose({ text: 'By hand' })))).text).toContain('By hand');
    for (const empty of [compose({ html: null }), compose({ html: '<img src="x">' })]) {
      expect(await render(empty)).toContain('Content-Type: text/plain');
    }
  });

  test('a rewritten From answers to the original one where no Reply-To was given', async () => {
    const message = composeMessage(
      { ...content, replyTo: [] },
      {
        from: { name: 'Ann (ann@ours.example)', address: 'n@ours.example' },
        attachments: [],
        htmlToText: String,
      }
    );
    const mail = await simpleParser(await render(message));
    expect(mail.from?.value).toEqual([{ name: 'Ann (ann@ours.example)', address: 'n@ours.example' }]);
    expect(mail.replyTo?.value).toEqual([{ name: 'Ann', address: 'ann@ours.example' }]);
  });

  test('attachments arrive byte for byte, inline ones beside the HTML', async () => {
    const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 256));
    const message = compose();
    message.attachments = [
      { fileName: 'Grüße.bin', contentType: 'application/octet-stream', contentId: null, content: bytes },
      { fileName: 'logo.png', contentType: 'image/png', contentId: 'logo@site', content: bytes },
    ];
    const mail = await simpleParser(await render(message), { skipImageLinks: true });
    expect(mail.attachments.map(({ filename, content: got }) => [filename, got.equals(bytes)])).toEqual([
      ['logo.png', true],
      ['Grüße.bin', true],
    ]);
    expect(mail.attachments[0]?.cid).toBe('logo@site');
  });

  test('a long Message-ID and In-Reply-To stay on one line', async () => {
    const id = `<${'a'.repeat(200)}@site.example>`;
    const raw = await render(compose(), { ...identity, messageId: id, inReplyTo: id });
    expect(raw).toContain(`Message-ID: ${id}\r\n`);
    expect(raw).toContain(`In-Reply-To: ${id}\r\n`);
  });

  test('without visible recipients the To says so', async () => {
    expect(await render(compose({ to: [], cc: [] }))).toContain('To: "undisclosed-recipients":;\r\n');
  });

  test('middleware cannot change what identifies the mail, nor make it read files', async () => {
    const message = compose();
    message.headers = { 'Message-ID': '<other@x>', 'X-Mail-Gateway-Id': 'forged', Bcc: 'x@y.z', 'X-Ok': '1' };
    const raw = await render(message);
    expect(raw.match(/^message-id:/gim)).toHaveLength(1);
    expect(raw).toContain('Message-ID: <token@site.example>');
    expect(raw.match(/^x-mail-gateway-id: (.*)$/im)?.[1]).toBe('ownmail');
    expect(raw).not.toMatch(/^bcc:/im);
    expect(raw).toContain('X-Ok: 1');
    const options = messageOptions(message, identity);
    expect([options.disableFileAccess, options.disableUrlAccess]).toEqual([true, true]);
  });

  test('a From that is no address is refused', () => {
    expect(() => messageOptions({ ...compose(), from: { name: '', address: 'nobody' } }, identity)).toThrow(
      RangeError
    );
  });

  test('no text anywhere can add a header field or a line that is too long', async () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.constantFrom(
        'a\r\nBcc: x@y.z',
        'b\nX-Evil: 1',
        'c\r\n\r\nbody',
        '\0',
        '\u2028Bcc: x',
        'q'.repeat(3_000)
      )
    );
    const allowed = new Set(
      [
        'from,reply-to,to,cc,subject,date,message-id,in-reply-to,references,mime-version,x-mail-gateway-id,x-any',
        'content-type,content-transfer-encoding',
      ]
        .join()
        .split(',')
    );
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, nasty, async (subject, name, value, fileName) => {
        const message = compose({ subject, headers: { 'X-Any': value, [value]: value } });
        message.from = { name, address: 'ann@ours.example' };
        message.to = [{ name, address: 'mary@customer.example' }];
        message.attachments = [
          { fileName, contentType: `text/plain; ${value}`, contentId: value, content: 'x' },
        ];
        const raw = await render(message, { ...identity, inReplyTo: value, references: [value, '<ok@x>'] });
        const head = raw.split('\r\n\r\n')[0] ?? '';
        const own = fieldNames(raw).filter((field) => field !== value.toLowerCase());
        expect(own.filter((field) => !allowed.has(field))).toEqual([]);
        expect(Math.max(...head.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(
          998
        );
      }),
      { numRuns: 200 }
    );
  });
});

describe('References that are sent', () => {
  test('only ids, 1,500 characters at most, first and last kept', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.stringMatching(/^<[a-z]{3,120}@x>$/)), { maxLength: 60 }),
        (ids) => {
          const kept = trimReferences(ids);
          expect(kept.join(' ').length).toBeLessThanOrEqual(1_500);
          const usable = [...new Set(ids.filter((id) => /^<[a-z]{3,120}@x>$/.test(id)))];
          if (usable.length > 1 && ids.every((id) => usable.includes(id))) {
            expect(kept[0]).toBe(usable[0]);
            expect(kept.at(-1)).toBe(usable.at(-1));
          }
          for (const id of kept) expect(id).toMatch(/^<[^<>\s]{3,250}>$/);
        }
      )
    );
  });

  test('of a long list the first and the newest remain, in order', () => {
    const ids = Array.from({ length: 100 }, (_, index) => `<${index}${'x'.repeat(40)}@example>`);
    const kept = trimReferences(ids);
    expect(kept[0]).toBe(ids[0]);
    expect(kept.slice(1)).toEqual(ids.slice(ids.length - kept.length + 1));
  });
});
