import type { Core } from '@strapi/strapi';
import { TABLE, UID } from '../constants';
import { GatewayError } from '../errors';
import type { Database } from '../storage';
import { createEnvelope, strapiEncryption, type Envelope } from './envelope';
import { environmentName, isEnvironmentReference } from './environment';

/** Whose rows own secrets, as `<kind>:<documentId>`. Secrets of other owners are not swept. */
const OWNERS = { 'outgoing-server': UID.outgoingServer, 'incoming-server': UID.incomingServer } as const;

export type SecretKind = keyof typeof OWNERS;

/** The name under which a row's secret is kept. */
export const secretOwner = (kind: SecretKind, documentId: string): string => `${kind}:${documentId}`;

/**
 * Passwords, tokens and keys: encrypted by Strapi's encryption service in a table of their own, so that no API, export
 * or event can carry them by accident. What is written inside an open transaction belongs to it.
 */
export interface Secrets extends Envelope {
  /**
   * Stores or replaces. `env:NAME` is kept as such and resolved by `read`.
   * @throws GatewayError `encryption_key_missing`, `secret_env_refused`
   */
  set(owner: string, value: string): Promise<void>;
  remove(owner: string): Promise<void>;
  /** Whether a secret is stored, readable or not. */
  has(owner: string): Promise<boolean>;
  /** Those of `owners` whose secret can still be read, in one query. */
  readable(owners: readonly string[]): Promise<Set<string>>;
  /**
   * The stored text; null when there is none.
   * @throws GatewayError `secret_unreadable`: the encryption key is another one than when it was stored.
   */
  get(owner: string): Promise<string | null>;
  /**
   * What is to be used: as `get`, with `env:NAME` replaced by the variable's value.
   * @throws GatewayError `secret_unreadable`, `secret_env_refused`, `secret_env_missing`
   */
  read(owner: string): Promise<string | null>;
  /** As `read`, for a value that is not stored yet. */
  resolve(value: string): string;
  /** Removes secrets whose row is gone. @returns how many. */
  sweep(): Promise<number>;
}

/** @see Secrets */
export const createSecrets = ({
  strapi,
  database,
  allowedEnv,
}: {
  strapi: Core.Strapi;
  database: Database;
  allowedEnv: readonly string[];
}): Secrets => {
  const envelope = createEnvelope({ encryption: strapiEncryption(strapi) });

  /** A reference is no secret and stays legible, so that it needs no encryption key; ciphertext starts with `v1:`. */
  const open = (owner: string, stored: string): string | null =>
    isEnvironmentReference(stored) ? stored : envelope.unseal(stored, owner);

  const rowsOf = (owners: readonly string[]): Promise<{ owner: string; ciphertext: string }[]> =>
    database.read((trx) =>
      trx(TABLE.secrets)
        .whereIn('owner', [...owners])
        .select('owner', 'ciphertext')
    );

  const resolve = (value: string): string => {
    if (!isEnvironmentReference(value)) return value;
    const name = environmentName(value, allowedEnv);
    const found = process.env[name];
    if (found) return found;
    throw new GatewayError('secret_env_missing', `The environment variable ${name} is not set.`, 422, {
      values: { name },
    });
  };

  const get = async (owner: string): Promise<string | null> => {
    const [row] = await rowsOf([owner]);
    if (!row) return null;
    const value = open(owner, row.ciphertext);
    if (value !== null) return value;
    throw new GatewayError(
      'secret_unreadable',
      'The stored password cannot be read, probably because the encryption key was changed: enter the password again.'
    );
  };

  return {
    ...envelope,
    get,
    resolve,

    async readable(owners) {
      const rows = owners.length > 0 ? await rowsOf(owners) : [];
      return new Set(rows.filter((row) => open(row.owner, row.ciphertext) !== null).map((row) => row.owner));
    },

    async set(owner, value) {
      if (isEnvironmentReference(value)) environmentName(value, allowedEnv);
      const ciphertext = isEnvironmentReference(value) ? value : envelope.seal(value, owner);
      await database.transaction(async (trx) => {
        const isNew = await database.insertOnce(trx, TABLE.secrets, { owner, ciphertext }, ['owner']);
        if (!isNew) await trx(TABLE.secrets).where({ owner }).update({ ciphertext });
      });
    },

    async remove(owner) {
      await database.transaction((trx) => trx(TABLE.secrets).where({ owner }).delete());
    },

    has: async (owner) => (await rowsOf([owner])).length > 0,

    async read(owner) {
      const value = await get(owner);
      return value === null ? null : resolve(value);
    },

    async sweep() {
      return database.transaction(async (trx) => {
        let removed = 0;
        for (const [kind, uid] of Object.entries(OWNERS)) {
          const rows: { owner: string }[] = await trx(TABLE.secrets)
            .where('owner', 'like', `${kind}:%`)
            .select('owner');
          const living: { documentId: string }[] = await strapi.db
            .query(uid)
            .findMany({ select: ['documentId'] });
          const owners = new Set(living.map((row) => `${kind}:${row.documentId}`));
          const orphans = rows.map((row) => row.owner).filter((owner) => !owners.has(owner));
          if (orphans.length > 0) removed += await trx(TABLE.secrets).whereIn('owner', orphans).delete();
        }
        return removed;
      });
    },
  };
};
