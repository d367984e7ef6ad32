import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { SigningKey } from './token';

/** Where the keys are kept: encrypted, under the name of their owner. */
export interface KeyStore {
  /** @returns null when nothing is kept under the name. */
  get(owner: string): Promise<string | null>;
  set(owner: string, value: string): Promise<void>;
}

/** The first key signs, all of them verify. */
export type KeyRing = readonly [SigningKey, ...SigningKey[]];

const OWNER = 'tokens:signing-keys';
const KEY_BYTES = 32;

/**
 * Longer than another process can take between finding no key and storing its own, so that of two processes which
 * start on an empty database both end with the key that was stored last.
 */
const SETTLE_MS = 500;

const serialise = (ring: KeyRing): string =>
  JSON.stringify(ring.map(({ id, bytes }) => ({ id, key: bytes.toString('base64') })));

const isStoredKey = (value: unknown): value is { id: number; key: string } =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  Number.isInteger(value.id) &&
  'key' in value &&
  typeof value.key === 'string';

const parse = (text: string): KeyRing => {
  const stored: unknown = JSON.parse(text);
  const [first, ...others] = (Array.isArray(stored) ? stored : [])
    .filter(isStoredKey)
    .map(({ id, key }) => ({ id, bytes: Buffer.from(key, 'base64') }))
    .filter(({ bytes }) => bytes.length === KEY_BYTES);
  if (!first)
    throw new Error('The signing keys of the mail gateway are stored in a form that cannot be read.');
  return [first, ...others];
};

const newKey = (taken: readonly SigningKey[]): SigningKey => {
  for (;;) {
    const id = randomInt(256);
    if (!taken.some((key) => key.id === id)) return { id, bytes: randomBytes(KEY_BYTES) };
  }
};

/** The stored keys, or null on a database that has none yet. */
export const readKeys = async (store: KeyStore): Promise<KeyRing | null> => {
  const text = await store.get(OWNER);
  return text === null ? null : parse(text);
};

/** The stored keys; the first ever is generated here. */
export const readOrCreateKeys = async (store: KeyStore): Promise<KeyRing> => {
  const known = await readKeys(store);
  if (known) return known;
  const created: KeyRing = [newKey([])];
  await store.set(OWNER, serialise(created));
  await pause(SETTLE_MS);
  return (await readKeys(store)) ?? created;
};

/** Puts a new key in front. The former ones go on verifying what they signed. */
export const rotateKeys = async (store: KeyStore): Promise<KeyRing> => {
  const former = await readOrCreateKeys(store);
  const ring: KeyRing = [newKey(former), ...former];
  await store.set(OWNER, serialise(ring));
  return ring;
};
