import type { Core } from '@strapi/strapi';
import { TABLE } from '../constants';
import { addressKey } from '../mail';
import type { GatewayError } from '../errors';
import type { Database, Transaction } from '../storage';
import { aliasClaims } from './alias-claims';
import { conflictOf } from './conflict';
import { claimKey, lookupKeys } from './names';
import type { AliasDomains, Claim, Holder } from './types';

/** Reads inside the transaction, after the names are locked. */
export type ClaimReader = () => Promise<readonly Claim[]>;

/**
 * Every name of the site once: aliases, catchall, bounce and default sender share one table with a unique index, which
 * is also where listener and router look up recipients. What writes runs in the caller's transaction, so that a name is
 * claimed together with the row that needs it.
 */
export interface Addresses {
  /**
   * Lets only one transaction at a time claim names, until it ends. Call it as the first statement of a transaction
   * that reads the row which a name depends on: what is read before it may be gone by the time the name is claimed, and
   * MySQL goes on showing what the first read of the transaction saw.
   */
  lock(trx: Transaction): Promise<void>;
  /**
   * Gives the owner exactly these names; former ones of the same owner are released.
   * @throws GatewayError `address_taken` (409), naming who has it.
   */
  claim(trx: Transaction, owner: string, claims: readonly Claim[]): Promise<void>;
  release(trx: Transaction, owner: string): Promise<void>;
  /**
   * Writes all claims anew for the primary domain that the system parameters now hold.
   * @param parameterClaims reads those of the system parameters; those of the aliases are read here.
   * @throws GatewayError `address_taken` (409) when two names fall together.
   */
  rewrite(trx: Transaction, parameterClaims: ClaimReader): Promise<void>;
  /**
   * Rewrites if the table differs from what aliases and system parameters claim: on a new database, and after an
   * import, which carries aliases but not this table. Names that fall together go to the first; @returns a sentence
   * for each that could not be claimed.
   */
  repair(parameterClaims: ClaimReader): Promise<string[]>;
  /**
   * Whom the addresses belong to, in one indexed read. Sub-addresses count as their base (`support+x@` as `support@`)
   * unless they are claimed themselves.
   * @returns by `addressKey` of the address; addresses of nobody are missing.
   */
  find(addresses: readonly string[]): Promise<Map<string, Holder>>;
}

/** Keys per query, below the databases' limit of bound values. */
const BATCH = 500;

/** Kind of the one row that is no name: see `lock`. */
const LOCK = 'lock';

interface HolderRow extends Holder {
  address_key: string;
}

/** @see Addresses */
export const createAddresses = ({
  strapi,
  database,
  domains,
}: {
  strapi: Core.Strapi;
  database: Database;
  /** The site's domains; `fresh` reads what the open transaction sees, not a cache. */
  domains: (options: { fresh: boolean }) => Promise<AliasDomains>;
}): Addresses => {
  const table = TABLE.addresses;

  /**
   * Only one transaction at a time claims names: without the lock, an alias that is saved while the primary domain
   * changes would be claimed under the old one. It must come before the first read of the transaction.
   */
  const lock = async (trx: Transaction): Promise<void> => {
    const row = { address_key: claimKey('', ''), owner: '', kind: LOCK };
    const update = (): Promise<number> =>
      trx(table).where({ address_key: row.address_key }).update({ kind: row.kind });
    // An insert that finds the row there would leave MySQL with a lock that many may share: two of them who then want
    // it for themselves wait for each other.
    if ((await update()) > 0) return;
    if (!(await database.insertOnce(trx, table, row, ['address_key']))) await update();
  };

  /** @returns the conflicts; the claims before and after them are made. */
  const insert = async (trx: Transaction, claims: readonly Claim[]): Promise<GatewayError[]> => {
    const conflicts: GatewayError[] = [];
    const { primary } = await domains({ fresh: true });
    for (const { owner, kind, name, domain } of claims) {
      const key = claimKey(name, domain ?? primary);
      if (await database.insertOnce(trx, table, { address_key: key, owner, kind }, ['address_key'])) continue;
      const holder: HolderRow | undefined = await trx(table).where({ address_key: key }).first();
      conflicts.push(await conflictOf({ strapi, name, domain: domain ?? primary, holder }));
    }
    return conflicts;
  };

  const insertAll = async (trx: Transaction, parameterClaims: ClaimReader): Promise<GatewayError[]> => {
    await lock(trx);
    const claims = [...(await parameterClaims()), ...(await aliasClaims({ strapi }))];
    await trx(table).whereNot({ kind: LOCK }).delete();
    return insert(trx, claims);
  };

  const refuse = ([conflict]: readonly GatewayError[]): void => {
    if (conflict) throw conflict;
  };

  const isComplete = async (parameterClaims: ClaimReader): Promise<boolean> => {
    const { primary } = await domains({ fresh: true });
    const claims = [...(await parameterClaims()), ...(await aliasClaims({ strapi }))];
    const wanted = new Map(
      claims.map(({ name, domain, owner }) => [claimKey(name, domain ?? primary), owner])
    );
    const rows: HolderRow[] = await database.read((trx) =>
      trx(table).whereNot({ kind: LOCK }).select('address_key', 'owner')
    );
    return rows.length === wanted.size && rows.every((row) => wanted.get(row.address_key) === row.owner);
  };

  const read = async (keys: readonly string[]): Promise<HolderRow[]> =>
    database.read((trx) =>
      trx(table)
        .whereIn('address_key', [...keys])
        .select('address_key', 'owner', 'kind')
    );

  return {
    lock,

    async claim(trx, owner, claims) {
      await lock(trx);
      await trx(table).where({ owner }).delete();
      refuse(await insert(trx, claims));
    },

    async release(trx, owner) {
      await trx(table).where({ owner }).delete();
    },

    async rewrite(trx, parameterClaims) {
      refuse(await insertAll(trx, parameterClaims));
    },

    async repair(parameterClaims) {
      if (await isComplete(parameterClaims)) return [];
      const conflicts = await database.transaction((trx) => insertAll(trx, parameterClaims));
      return conflicts.map((conflict) => conflict.message);
    },

    async find(addresses) {
      const ours = await domains({ fresh: false });
      const candidates = new Map(
        addresses.map((address) => [addressKey(address), lookupKeys(address, ours)])
      );
      const keys = [...new Set([...candidates.values()].flat())];
      const held = new Map<string, Holder>();
      for (let from = 0; from < keys.length; from += BATCH) {
        for (const { address_key: key, owner, kind } of await read(keys.slice(from, from + BATCH))) {
          held.set(key, { owner, kind });
        }
      }
      const found = new Map<string, Holder>();
      for (const [address, wanted] of candidates) {
        const holder = wanted.map((key) => held.get(key)).find((one) => one !== undefined);
        if (holder) found.set(address, holder);
      }
      return found;
    },
  };
};
