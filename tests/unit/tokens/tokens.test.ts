import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createTokens,
  LONGEST_MAILBOX_NAME,
  PURPOSE,
  signToken,
  TOKEN_LENGTH,
  verifyToken,
  type KeyStore,
  type Purpose,
  type SigningKey,
} from '../../../server/src/tokens';

const key = (id: number): SigningKey => ({ id, bytes: Buffer.alloc(32, id + 1) });
const ours = key(7);

const documentIds = fc
  .array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'), { minLength: 24, maxLength: 24 })
  .map((characters) => characters.join(''));
const purposes = fc.constantFrom<Purpose>(...Object.values(PURPOSE));

/** A store like the encrypted one: values by owner. */
const memoryStore = (): KeyStore & { values: Map<string, string> } => {
  const values = new Map<string, string>();
  return {
    values,
    get: async (owner) => values.get(owner) ?? null,
    set: async (owner, value) => {
      values.set(owner, value);
    },
  };
};

describe('tokens prove a row', () => {
  test('every documentId comes back, in lower and in upper case', () => {
    fc.assert(
      fc.property(documentIds, purposes, (id, purpose) => {
        const token = signToken(ours, purpose, id);
        expect(token).toMatch(/^[a-z2-7]+$/);
        expect(token).toHaveLength(TOKEN_LENGTH);
        expect(verifyToken([ours], purpose, token)).toBe(id);
        expect(verifyToken([ours], purpose, token.toUpperCase())).toBe(id);
      })
    );
  });

  test('the smallest and the largest documentId survive', () => {
    for (const id of ['0'.repeat(24), 'z'.repeat(24)]) {
      expect(verifyToken([ours], PURPOSE.reply, signToken(ours, PURPOSE.reply, id))).toBe(id);
    }
  });

  test('one changed character makes it worthless', () => {
    fc.assert(
      fc.property(
        documentIds,
        fc.nat(TOKEN_LENGTH - 1),
        fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'),
        (id, position, character) => {
          const token = signToken(ours, PURPOSE.reply, id);
          fc.pre(token[position] !== character);
          const forged = token.slice(0, position) + character + token.slice(position + 1);
          expect(verifyToken([ours], PURPOSE.reply, forged)).toBeNull();
        }
      )
    );
  });

  test('a token of one purpose proves nothing about another', () => {
    const token = signToken(ours, PURPOSE.outbound, 'a'.repeat(24));
    expect(verifyToken([ours], PURPOSE.reply, token)).toBeNull();
    expect(verifyToken([ours], PURPOSE.bounce, token)).toBeNull();
  });

  test('another key with the same number does not verify', () => {
    const token = signToken({ id: 7, bytes: Buffer.alloc(32, 99) }, PURPOSE.reply, 'a'.repeat(24));
    expect(verifyToken([ours], PURPOSE.reply, token)).toBeNull();
  });

  test('any text at all is answered, never thrown', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary', minLength: 45, maxLength: 45 })),
        (text) => {
          expect(verifyToken([ours], PURPOSE.reply, text)).toBeNull();
        }
      )
    );
  });

  test('the local part stays within 64 octets with catchall+ in front', () => {
    const local = `catchall+${signToken(ours, PURPOSE.reply, 'z'.repeat(24))}`;
    expect(Buffer.byteLength(local)).toBeLessThanOrEqual(64);
    expect(LONGEST_MAILBOX_NAME).toBeGreaterThanOrEqual('catchall'.length);
  });

  test('what is no documentId is refused', () => {
    expect(() => signToken(ours, PURPOSE.reply, 'short')).toThrow(RangeError);
    expect(() => signToken(ours, PURPOSE.reply, 'A'.repeat(24))).toThrow(RangeError);
  });
});

describe('the site holds one key', () => {
  const id = 'tz4a98xxat96iws9zmbrgj3a';

  test('a second process verifies what the first one signed', async () => {
    const store = memoryStore();
    const first = createTokens({ secrets: store });
    const second = createTokens({ secrets: store });
    expect(await second.verify(PURPOSE.reply, await first.sign(PURPOSE.reply, id))).toBe(id);
  });

  test('two processes that start at once on an empty database end with the same key', async () => {
    const store = memoryStore();
    const slow: KeyStore = {
      get: store.get,
      set: async (owner, value) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await store.set(owner, value);
      },
    };
    const first = createTokens({ secrets: store });
    const second = createTokens({ secrets: slow });
    await Promise.all([first.prepare(), second.prepare()]);
    expect(await second.verify(PURPOSE.reply, await first.sign(PURPOSE.reply, id))).toBe(id);
    expect(await first.verify(PURPOSE.reply, await second.sign(PURPOSE.reply, id))).toBe(id);
  });

  test('after a new key the old tokens still verify', async () => {
    const tokens = createTokens({ secrets: memoryStore() });
    const before = await tokens.sign(PURPOSE.reply, id);
    await tokens.rotate();
    const after = await tokens.sign(PURPOSE.reply, id);
    expect(after).not.toBe(before);
    expect(await tokens.verify(PURPOSE.reply, before)).toBe(id);
    expect(await tokens.verify(PURPOSE.reply, after)).toBe(id);
  });

  test('a site with another key verifies none of them', async () => {
    const tokens = createTokens({ secrets: memoryStore() });
    const stranger = createTokens({ secrets: memoryStore() });
    expect(await stranger.verify(PURPOSE.reply, await tokens.sign(PURPOSE.reply, id))).toBeNull();
  });

  test('keys in a form that cannot be read are an error, not a silent new key', async () => {
    const store = memoryStore();
    store.values.set('tokens:signing-keys', '[]');
    await expect(createTokens({ secrets: store }).prepare()).rejects.toThrow(/cannot be read/);
  });
});

describe('Message-ID and X-Mail-Gateway-Id', () => {
  const id = 'tz4a98xxat96iws9zmbrgj3a';
  const tokens = createTokens({ secrets: memoryStore() });

  test('our Message-ID is recognised, with or without brackets', async () => {
    const messageId = await tokens.messageIdFor(id, 'site.example');
    expect(messageId).toMatch(/^<[a-z2-7]{45}@site\.example>$/);
    expect(await tokens.readMessageId(messageId)).toEqual({ documentId: id, followerId: null });
    expect(await tokens.readMessageId(messageId.slice(1, -1))).toMatchObject({ documentId: id });
    expect(await tokens.readMessageId(messageId.toUpperCase())).toMatchObject({ documentId: id });
  });

  test('the id of the mail to one follower names the message and the follower', async () => {
    const follower = 'aaaaaaaaaaaaaaaaaaaaaaaa';
    const messageId = await tokens.messageIdFor(id, 'site.example', follower);
    expect(await tokens.readMessageId(messageId)).toEqual({ documentId: id, followerId: follower });
    expect(await tokens.readMessageId(messageId.replace(/\.[a-z2-7]{4}/, '.aaaa'))).toBeNull();
  });

  test('a reply key is read from the end of a local part, in either case and behind any delimiter', async () => {
    const key = await tokens.replyKey(id, false);
    for (const local of [`catchall+${key}`, `catchall-${key}`, `CATCHALL+${key.toUpperCase()}`]) {
      expect(await tokens.readReplyKey(local)).toEqual({ followerId: id, isNote: false });
    }
    const ofNote = { followerId: id, isNote: true };
    expect(await tokens.readReplyKey(`catchall+${await tokens.replyKey(id, true)}`)).toEqual(ofNote);
    expect(await tokens.readReplyKey(key)).toBeNull();
    expect(await tokens.readReplyKey(`catchall+${await tokens.ownMailId(id)}`)).toBeNull();
  });

  test('the key of a trial is as long as a reply key, and opens nothing', async () => {
    const key = await tokens.probeKey(id);
    expect(key).toHaveLength((await tokens.replyKey(id, false)).length);
    expect(await tokens.readProbeKey(`catchall-${key.toUpperCase()}`)).toBe(id);
    expect(await tokens.readReplyKey(`catchall-${key}`)).toBeNull();
    expect(await tokens.readProbeKey(`catchall-${await tokens.replyKey(id, false)}`)).toBeNull();
    expect(await tokens.readProbeKey('catchall')).toBeNull();
  });

  test('foreign and damaged ids are not ours', async () => {
    for (const foreign of ['<x@y>', '', '<>', '<abc', 'no id at all', `<${'a'.repeat(45)}@site.example>`]) {
      expect(await tokens.readMessageId(foreign)).toBeNull();
    }
  });

  test('the header of an outbound email names its row and is no Message-ID', async () => {
    const value = await tokens.ownMailId(id);
    expect(await tokens.readOwnMailId(` ${value} `)).toBe(id);
    expect(await tokens.readMessageId(`<${value}@site.example>`)).toBeNull();
  });
});
