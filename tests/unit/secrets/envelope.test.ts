import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEnvelope, type Encryption } from '../../../server/src/secrets/envelope';

/** Strapi's own service, which finds configuration and log on the global `strapi`. */
const encryption: Encryption = createRequire(import.meta.url)(
  '../../../node_modules/@strapi/admin/dist/server/server/src/services/encryption.js'
);

const useKey = (encryptionKey: string | undefined): void => {
  vi.stubGlobal('strapi', { config: { get: () => ({ encryptionKey }) }, log: { warn: () => undefined } });
};

const envelope = createEnvelope({ encryption });

beforeEach(() => useKey('a long random text'));
afterAll(() => vi.unstubAllGlobals());

describe('sealing', () => {
  it('gives back any text for the purpose that it was sealed for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const sealed = envelope.seal(text, 'outgoing-server:abc');
        expect(envelope.unseal(sealed, 'outgoing-server:abc')).toBe(text);
        if (text.length > 3) expect(sealed).not.toContain(text);
      })
    );
  });

  it('opens nothing for another purpose, so that a ciphertext moved to another row is worthless', () => {
    expect(envelope.unseal(envelope.seal('hunter2', 'outgoing-server:a'), 'outgoing-server:b')).toBeNull();
  });

  it('refuses without a key, and says what to set', () => {
    useKey(undefined);
    expect(() => envelope.seal('hunter2')).toThrow(/ENCRYPTION_KEY.*admin\.secrets\.encryptionKey/s);
    expect(() => envelope.seal('hunter2')).toThrow(
      expect.objectContaining({ code: 'encryption_key_missing', status: 422 })
    );
  });

  it('gives null, and never an exception, for what it cannot open', () => {
    const sealed = envelope.seal('hunter2');
    useKey('another key');
    for (const text of [sealed, '', 'v1:', 'v1:aa:bb:cc', 'v9:x', 'plain', `${sealed}00`]) {
      expect(envelope.unseal(text)).toBeNull();
    }
  });
});
