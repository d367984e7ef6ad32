import { X509Certificate } from 'node:crypto';
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDialogue } from '../../support/dialogue';
import { addAlias, entries } from '../../support/gateway';
import { startListeningSite, type ListeningSite } from '../../support/listener';
import { rawMail } from '../../support/raw-mail';
import { createChunkStore, createDatabase } from '../../../server/src/storage';

/** The certificate that the library brings along, whose key everybody has. */
const BUILT_IN: string = createRequire(import.meta.url)('smtp-server/lib/tls-options').default({}).cert;

const TICKET = 'api::ticket.ticket';
const APPLICANT = 'api::applicant.applicant';

let listening: ListeningSite;

beforeAll(async () => {
  listening = await startListeningSite();
  await addAlias(listening.site, 'support');
  await addAlias(listening.site, 'jobs', APPLICANT);
});

afterAll(() => listening.site.stop());

describe.each(['smtp', 'lmtp'] as const)('mail by %s', (protocol) => {
  it('becomes the entry of its alias at once, with its exact bytes and what the envelope said', async () => {
    const subject = `By ${protocol}`;
    const raw = Buffer.concat([
      rawMail({ subject }),
      Buffer.from([0xe4, 0xf6, 0x00]),
      Buffer.from('\r\n.\r\n..\r\n.x\r\n'),
    ]);
    const row = await listening.outcome(await listening.send(protocol, ['Support@Site.example'], raw));

    expect(row).toMatchObject({
      state: 'delivered',
      reason: 'created',
      contentType: TICKET,
      sourceType: protocol,
      sourceName: `127.0.0.1:${listening.ports[protocol]}`,
      envelope: {
        recipients: ['Support@site.example'],
        sender: 'mary@customer.example',
        clientIp: '127.0.0.1',
        helo: expect.stringMatching(/./),
      },
    });
    const ticket = (await entries(listening.site, TICKET)).find(
      ({ documentId }) => documentId === row.entryDocumentId
    );
    expect(ticket).toMatchObject({ title: subject });
    const chunks = createChunkStore({ database: createDatabase({ strapi: listening.site.strapi }) });
    expect((await buffer(chunks.read(row.documentId))).equals(raw)).toBe(true);
  });

  it('to two aliases is stored once and makes two entries', async () => {
    const before = await listening.count();
    const response = await listening.send(
      protocol,
      ['support@site.example', 'jobs@site.example'],
      rawMail({ to: 'support@site.example, jobs@site.example' })
    );

    const { results } = await listening.outcome(response);
    expect(results?.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect(await listening.count()).toBe(before + 1);
  });

  it('that its sender splits by recipient makes one entry for each', async () => {
    const raw = rawMail({ to: 'support@site.example, jobs@site.example' });
    const first = await listening.send(protocol, ['support@site.example'], raw);
    const second = await listening.send(protocol, ['jobs@site.example'], raw);

    expect(await listening.outcome(first)).toMatchObject({ state: 'delivered', contentType: TICKET });
    expect(await listening.outcome(second)).toMatchObject({ state: 'delivered', contentType: APPLICANT });
  });

  it('that is sent again after a lost 250 makes one entry', async () => {
    const raw = rawMail();
    const send = () => listening.send(protocol, ['support@site.example'], raw);

    expect(await listening.outcome(await send())).toMatchObject({ state: 'delivered', reason: 'created' });
    expect(await listening.outcome(await send())).toMatchObject({ state: 'ignored', reason: 'copy_of' });
  });

  it('from the null sender is taken, and kept as such', async () => {
    const dialogue = await listening.connect(protocol);
    const codes = await dialogue.codes('MAIL FROM:<>', 'RCPT TO:<support@site.example>', 'DATA');
    const { code, text } = await dialogue.say(`${rawMail().toString('latin1')}\r\n.`);

    expect([...codes, code]).toEqual([250, 250, 354, 250]);
    expect((await listening.outcome(text)).envelope.sender).toBe('');
  });
});

describe('the mails of one connection', () => {
  it('are processed in their order, however many wait', async () => {
    const dialogue = await listening.connect('smtp');
    const seen: string[] = [];
    const unsubscribe = listening.site.strapi
      .plugin('mail-gateway')
      .service('hooks')
      .use('inbound.route', async ({ mail }: { mail: { subject: string } }, next: () => Promise<void>) => {
        seen.push(mail.subject);
        await next();
      });
    const subjects = Array.from({ length: 12 }, (_, index) => `Number ${index}`);
    let last = '';
    for (const subject of subjects) {
      await dialogue.codes('MAIL FROM:<mary@customer.example>', 'RCPT TO:<support@site.example>', 'DATA');
      last = (await dialogue.say(`${rawMail({ subject }).toString('latin1')}\r\n.`)).text;
    }
    await listening.outcome(last);
    unsubscribe();

    expect(seen).toEqual(subjects);
  });
});

describe('the recipients of the listener', () => {
  const ask = async (address: string): Promise<{ code: number; text: string }> => {
    const dialogue = await listening.connect('smtp');
    await dialogue.say('MAIL FROM:<mary@customer.example>');
    const reply = await dialogue.say(`RCPT TO:<${address}>`);
    dialogue.cut();
    return reply;
  };

  it.each([
    ['an alias', 'support@site.example'],
    ['an alias with a sub-address', 'support+printer@site.example'],
    ['the catchall mailbox with a reply key', 'catchall+mjzgk3tfon2a@site.example'],
    ['the bounce mailbox with the token of a mail', 'bounce+mjzgk3tfon2a@site.example'],
    ['the default sender', 'notifications@site.example'],
    ['an alias that a sender has tagged (BATV)', 'prvs=1234abcdef=support@site.example'],
    ['an alias behind a source route', '@relay.example:support@site.example'],
  ])('are taken when they name %s', async (_, address) => {
    expect((await ask(address)).code).toBe(250);
  });

  it.each([
    ['a name that nobody has', 'nobody@site.example'],
    ['an alias at a domain of others', 'support@elsewhere.example'],
    ['a stranger', 'victim@elsewhere.example'],
    ['a stranger behind our domain', 'victim%elsewhere.example@site.example'],
    ['a stranger behind our domain, UUCP', 'elsewhere.example!victim@site.example'],
    ['a stranger behind our route', '@site.example:victim@elsewhere.example'],
    ['two addresses in one', 'victim@elsewhere.example,support@site.example'],
    ['no address', 'postmaster'],
  ])('are refused in the dialogue when they name %s: nothing is relayed', async (_, address) => {
    const { code, text } = await ask(address);

    // 501: the address is none at all.
    expect([550, 501]).toContain(code);
    expect(text).toMatch(/^5\d\d 5\.1\.[13] \w.*/);
  });

  it('that are refused do not keep the mail from those that are taken', async () => {
    const dialogue = await listening.connect('lmtp');
    const codes = await dialogue.codes(
      'MAIL FROM:<mary@customer.example>',
      'RCPT TO:<nobody@site.example>',
      'RCPT TO:<support@site.example>',
      'RCPT TO:<jobs@site.example>',
      'DATA'
    );
    const first = await dialogue.say(`${rawMail().toString('latin1')}\r\n.`);
    const second = await dialogue.reply();

    expect([...codes, first.code, second.code]).toEqual([250, 550, 250, 250, 354, 250, 250]);
    expect((await dialogue.say('NOOP')).code).toBe(250);
    expect((await listening.outcome(first.text)).envelope.recipients).toEqual([
      'support@site.example',
      'jobs@site.example',
    ]);
  });

  it('that are named twice are answered twice by LMTP, and the mail is delivered once', async () => {
    const dialogue = await listening.connect('lmtp');
    await dialogue.codes(
      'MAIL FROM:<mary@customer.example>',
      'RCPT TO:<support@site.example>',
      'RCPT TO:<Support@site.example>',
      'DATA'
    );
    const first = await dialogue.say(`${rawMail().toString('latin1')}\r\n.`);
    const second = await dialogue.reply();

    expect([first.code, second.code]).toEqual([250, 250]);
    expect((await dialogue.say('NOOP')).code).toBe(250);
    expect((await listening.outcome(first.text)).results).toHaveLength(1);
  });

  it('are at most a hundred for one mail; the sender brings the rest with another', async () => {
    const dialogue = await listening.connect('smtp');
    await dialogue.say('MAIL FROM:<mary@customer.example>');
    const codes = await dialogue.codes(
      ...Array.from({ length: 100 }, (_, index) => `RCPT TO:<support+${index}@site.example>`)
    );
    const more = await dialogue.say('RCPT TO:<support@site.example>');

    expect(new Set(codes)).toEqual(new Set([250]));
    expect(more.text).toMatch(/^452 4\.5\.3 /);
  });
});

describe('what the listener says of itself', () => {
  it('names no program and no version, offers no log-in, and lets nobody speak for others', async () => {
    const { greeting, dialogue } = await openDialogue(listening.ports.smtp);
    expect(greeting.text).toMatch(/^220 \S+ ESMTP$/);

    const { lines } = await dialogue.say('EHLO client.example');
    const offers = lines.slice(1).map((line) => line.split(' ')[0]);
    expect(offers).toEqual(['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'STARTTLS', 'SIZE']);
    expect(lines).toContain(`SIZE ${50 * 1024 * 1024}`);
    expect(
      await dialogue.codes('AUTH PLAIN AGEAYg==', 'XCLIENT ADDR=10.0.0.1', 'XFORWARD ADDR=10.0.0.1', 'WIZ')
    ).toEqual([500, 500, 500, 500]);
    dialogue.cut();
  });

  it('encrypts with a key that was made at start, not with the one that everybody knows', async () => {
    const shown = [];
    for (const protocol of ['smtp', 'lmtp'] as const) {
      const dialogue = await listening.connect(protocol);
      shown.push((await dialogue.upgrade()).fingerprint256);
      const hello = protocol === 'lmtp' ? 'LHLO client.example' : 'EHLO client.example';
      expect((await dialogue.say(hello)).lines).not.toContain('STARTTLS');
      dialogue.cut();
    }

    expect(new Set(shown).size).toBe(2);
    expect(shown).not.toContain(new X509Certificate(BUILT_IN).fingerprint256);
  });

  it('LMTP greets with LHLO alone (RFC 2033)', async () => {
    const { greeting, dialogue } = await openDialogue(listening.ports.lmtp);
    expect(greeting.text).toMatch(/^220 \S+ LMTP$/);
    expect(await dialogue.codes('EHLO client.example', 'LHLO client.example')).toEqual([500, 250]);
    dialogue.cut();
  });
});
