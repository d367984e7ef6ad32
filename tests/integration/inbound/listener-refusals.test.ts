import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addAlias } from '../../support/gateway';
import { startListeningSite, type ListeningSite } from '../../support/listener';
import { rawMail } from '../../support/raw-mail';
import type { Dialogue } from '../../support/dialogue';

/** As long as it takes: what is waited for comes. */
const WAIT = { timeout: 20_000, interval: 20 };

const LIMIT = 50 * 1024 * 1024;
const TO_SUPPORT = ['MAIL FROM:<mary@customer.example>', 'RCPT TO:<support@site.example>', 'DATA'];

let listening: ListeningSite;

beforeAll(async () => {
  listening = await startListeningSite();
  await addAlias(listening.site, 'support');
});

afterAll(() => listening.site.stop());

const text = (raw: Buffer): string => raw.toString('latin1');

/** The database without one of its tables, while `work` runs. */
const without = async <T>(table: string, work: () => Promise<T>): Promise<T> => {
  const { connection } = listening.site.strapi.db;
  await connection.schema.renameTable(table, `${table}_away`);
  try {
    return await work();
  } finally {
    await connection.schema.renameTable(`${table}_away`, table);
  }
};

describe('a mail that is too large', () => {
  it('is refused before it is sent, where its sender says how large it is', async () => {
    const dialogue = await listening.connect('smtp');
    const refused = await dialogue.say(`MAIL FROM:<mary@customer.example> SIZE=${LIMIT + 1}`);
    const taken = await dialogue.say(`MAIL FROM:<mary@customer.example> SIZE=${LIMIT}`);

    expect(refused.text).toMatch(/^552 5\.3\.4 /);
    expect(taken.code).toBe(250);
    dialogue.cut();
  });

  it('is refused at its end where its sender did not, and nothing of it stays', async () => {
    const before = await listening.count();
    const dialogue = await listening.connect('smtp');
    await dialogue.codes(...TO_SUPPORT);
    dialogue.write(rawMail());
    dialogue.write(Buffer.from(`${'x'.repeat(1022)}\r\n`.repeat(LIMIT / 1024)));
    const refused = await dialogue.say('\r\n.');

    expect(refused.text).toMatch(/^552 5\.3\.4 /);
    expect(await listening.count()).toBe(before);
    expect(await listening.orphans()).toEqual([]);
    // The connection is good for the next mail.
    await dialogue.codes(...TO_SUPPORT);
    expect((await dialogue.say(`${text(rawMail())}\r\n.`)).code).toBe(250);
  });
});

describe('a mail without a byte', () => {
  it.each(['smtp', 'lmtp'] as const)('is refused for good by %s', async (protocol) => {
    const before = await listening.count();
    const dialogue = await listening.connect(protocol);
    await dialogue.codes(...TO_SUPPORT);

    expect((await dialogue.say('.')).text).toMatch(/^554 5\.6\.0 /);
    expect(await listening.count()).toBe(before);
  });
});

describe('a sender that goes away in the middle of its mail', () => {
  const begun = async (bytes: string): Promise<Dialogue> => {
    const dialogue = await listening.connect('smtp');
    await dialogue.codes(...TO_SUPPORT);
    dialogue.write(bytes);
    return dialogue;
  };

  /** A mail that comes after those is through: so would be whatever was made of them. */
  const expectNothingOf = async (before: number): Promise<void> => {
    await listening.outcome(await listening.send('smtp', ['support@site.example'], rawMail()));
    expect(await listening.count()).toBe(before + 1);
    await vi.waitFor(async () => expect(await listening.orphans()).toEqual([]), WAIT);
  };

  it.each(['cut', 'end'] as const)(
    '(%s) leaves nothing of a part of it, nor of all but its end',
    async (leave) => {
      const before = await listening.count();
      const mail = text(rawMail());
      for (const bytes of [mail.slice(0, 150), mail, `${mail}\r\n.`, `${mail}\r\n.\r`]) {
        const dialogue = await begun(bytes);
        dialogue[leave]();
        await dialogue.ended;
      }

      await expectNothingOf(before);
    }
  );

  it.each(['cut', 'end'] as const)('(%s) takes back the pieces that are stored already', async (leave) => {
    const before = await listening.count();
    const dialogue = await begun(text(rawMail({ body: `${'x'.repeat(998)}\r\n`.repeat(2000) })));
    await vi.waitFor(async () => expect((await listening.orphans()).length).toBeGreaterThan(1), WAIT);
    dialogue[leave]();
    await dialogue.ended;

    await expectNothingOf(before);
  });

  it('leaves the listener to others', async () => {
    for (const bytes of ['', 'Subject: x\r\n']) (await begun(bytes)).cut();
    const response = await listening.send('lmtp', ['support@site.example'], rawMail());
    expect(await listening.outcome(response)).toMatchObject({ state: 'delivered' });
  });
});

describe('a database that cannot store', () => {
  it.each([
    ['mail_gateway_chunks', 'the bytes'],
    ['mail_gateway_inbound_emails', 'the journal row'],
  ])('(no table %s): the sender keeps the mail, and it is taken later', async (table) => {
    const raw = rawMail();
    const [smtp, lmtp] = [await listening.connect('smtp'), await listening.connect('lmtp')];
    const refused = await without(table, async () => {
      const replies = [];
      for (const dialogue of [smtp, lmtp]) {
        await dialogue.codes(...TO_SUPPORT);
        replies.push(await dialogue.say(`${text(raw)}\r\n.`));
      }
      return replies;
    });
    for (const reply of refused) expect(reply.text).toMatch(/^451 4\.3\.0 /);

    await smtp.codes(...TO_SUPPORT);
    const { text: response } = await smtp.say(`${text(raw)}\r\n.`);
    expect(await listening.outcome(response)).toMatchObject({ state: 'delivered', reason: 'created' });
  });

  it('nor tell whose an address is: no recipient is refused for good', async () => {
    const dialogue = await listening.connect('smtp');
    await dialogue.say('MAIL FROM:<mary@customer.example>');
    const recipients = ['RCPT TO:<support@site.example>', 'RCPT TO:<nobody@site.example>'];
    const asked = await without('mail_gateway_addresses', () => dialogue.codes(...recipients));

    expect(asked).toEqual([451, 451]);
    expect(await dialogue.codes(...recipients)).toEqual([250, 550]);
  });
});

describe('a copy of another site', () => {
  it('takes no mail: its sender keeps it until somebody has taken over', async () => {
    const store = listening.site.strapi.store({ type: 'plugin', name: 'mail-gateway' });
    const before = await store.get({ key: 'site' });
    const other = { place: 'elsewhere', name: 'another', description: 'another site', since: '2026-01-01' };
    await store.set({ key: 'site', value: other });
    const dialogue = await listening.connect('smtp');
    const refused = await dialogue.say('MAIL FROM:<mary@customer.example>');
    expect(refused.text).toMatch(/^451 4\.3\.0 /);

    await listening.site.admin('POST', '/mail-gateway/site/take-over');
    expect((await dialogue.say('MAIL FROM:<mary@customer.example>')).code).toBe(250);
    await store.set({ key: 'site', value: before });
  });
});

describe('tricks with line ends', () => {
  it.each(['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r\n\0.\r\n'])(
    '%j is no end of a mail: what follows it is text and no command',
    async (end) => {
      const before = await listening.count();
      const dialogue = await listening.connect('smtp');
      await dialogue.codes(...TO_SUPPORT);
      const smuggled = `${TO_SUPPORT.join('\r\n')}\r\nSubject: smuggled\r\n\r\nx`;
      const { code, text: response } = await dialogue.say(`${text(rawMail())}${end}${smuggled}\r\n.`);

      expect(code).toBe(250);
      await listening.outcome(response);
      expect(await listening.count()).toBe(before + 1);
    }
  );

  it('commands sent together with STARTTLS are not carried into the encrypted dialogue', async () => {
    const dialogue = await listening.connect('smtp');
    dialogue.write('STARTTLS\r\nMAIL FROM:<evil@customer.example>\r\nRCPT TO:<support@site.example>\r\n');
    await dialogue.upgrade({ asked: true });
    await dialogue.say('EHLO client.example');

    expect((await dialogue.say('DATA')).code).toBe(503);
  });
});
