import type { Core } from '@strapi/strapi';
import type { SystemParameter } from '../../../contracts';
import type { Addresses, AliasDomains, Claim } from '../addresses';
import { UID } from '../constants';
import { GatewayError } from '../errors';
import { newDocumentId, type Database, type Transaction } from '../storage';
import { createCache } from './cache';
import { checkValue, isKey, problemOfKey } from './check';
import { claimOf, claimsOf, isNameKey } from './claims';
import { describeParameter } from './describe';
import { refuseProblems, takenProblem, type Problem } from './refuse';
import { isParameterKey, REGISTRY, valueOf, type ParameterKey, type ParameterValues } from './registry';

/** System parameters with Odoo's keys. Every process sees a change within two seconds, the changing one at once. */
export interface Parameters {
  /** The value with its type; the default where none is stored. */
  get<Key extends ParameterKey>(key: Key): Promise<ParameterValues[Key]>;
  /**
   * Validates and stores. Keys that the gateway does not know are kept as text.
   * @throws GatewayError `invalid_parameter`, naming key, value and what is expected; `address_taken` (409) where the
   * value is a name that somebody has, or a domain in which two names fall together.
   */
  set(key: string, value: string | number | boolean): Promise<SystemParameter>;
  /**
   * The same for several keys, all or none; null: back to the default. Names may change hands among them.
   * @throws GatewayError as `set` does, with an issue at the path of each key that cannot have its value.
   */
  setAll(values: Readonly<Record<string, string | number | boolean | null>>): Promise<SystemParameter[]>;
  /** Back to the default; an unknown key is gone. @throws GatewayError `not_found` for an unknown key without value. */
  unset(key: string): Promise<SystemParameter>;
  /** Every known key, then the unknown ones that are stored. */
  all(): Promise<SystemParameter[]>;
  /** The site's own domains. `fresh`: as the open transaction sees them, not from the cache. */
  aliasDomains(options?: { fresh: boolean }): Promise<AliasDomains>;
  /**
   * Claims the names of the parameters, and those of the aliases where the table of addresses lost them. Call it at
   * start. @returns a sentence for each name that somebody else has.
   */
  claimNames(): Promise<string[]>;
}

type Stored = ReadonlyMap<string, string>;

/** The key whose change moves every name that has no domain of its own. */
const DOMAIN_KEY = 'mail.catchall.domain';

/** Texts to store by their keys; null: none. */
type Changes = ReadonlyMap<string, string | null>;

/** @see Parameters */
export const createParameters = ({
  strapi,
  database,
  addresses,
}: {
  strapi: Core.Strapi;
  database: Database;
  addresses: Addresses;
}): Parameters => {
  const cache = createCache<Stored>();
  const rows = () => strapi.db.query(UID.systemParameter);

  const read = async (): Promise<Stored> => {
    const found: { key: string; value: string | null }[] = await rows().findMany({
      select: ['key', 'value'],
      orderBy: { key: 'asc' },
    });
    return new Map(found.map((row): [string, string] => [row.key, row.value ?? '']));
  };
  const stored = (): Promise<Stored> => cache.get(read, { keep: !strapi.db.inTransaction() });

  const claims = async (): Promise<Claim[]> => {
    const values = await read();
    return claimsOf((key) => valueOf(key, values.get(key)));
  };

  /** @returns whether it changed anything. */
  const write = async (trx: Transaction, key: string, text: string | null): Promise<boolean> => {
    if (text === null) return (await rows().deleteMany({ where: { key } })).count > 0;
    const now = new Date();
    const row = { document_id: newDocumentId(), key, value: text, created_at: now, updated_at: now };
    const isNew = await database.insertOnce(trx, 'mail_gateway_system_parameters', row, ['key']);
    if (!isNew) await rows().update({ where: { key }, data: { value: text } });
    return true;
  };

  /** Claims the names that the changed rows now give. Those of all of them are free before the first is claimed. */
  const settleNames = async (trx: Transaction, changed: Changes): Promise<void> => {
    const names = [...changed.keys()].filter(isNameKey);
    const others = async () => (await claims()).filter(({ owner }) => !changed.has(owner));
    const problems: Problem[] = [];
    const trying = async (key: string, work: Promise<void>): Promise<void> => {
      try {
        await work;
      } catch (error) {
        problems.push(takenProblem(key, changed.get(key) ?? null, error));
      }
    };
    if (changed.has(DOMAIN_KEY)) await trying(DOMAIN_KEY, addresses.rewrite(trx, others));
    else for (const name of names) await addresses.release(trx, name);
    for (const name of names) {
      const claim = claimOf(name, valueOf(name, changed.get(name) ?? undefined));
      await trying(name, addresses.claim(trx, name, [claim]));
    }
    refuseProblems('address_taken', problems);
  };

  /** Changes rows, and in the same transaction the names that depend on them. @returns the rows that were not so. */
  const change = async (texts: Changes): Promise<Changes> => {
    const changed = await database.transaction(async (trx, { onCommit }) => {
      onCommit(cache.forget);
      // Before the first read, which writing the rows may need.
      if ([...texts.keys()].some((key) => isNameKey(key) || key === DOMAIN_KEY)) await addresses.lock(trx);
      const written = new Map<string, string | null>();
      for (const [key, text] of texts) if (await write(trx, key, text)) written.set(key, text);
      await settleNames(trx, written);
      return written;
    });
    // Once more for an outer transaction, which goes on before it commits.
    cache.forget();
    return changed;
  };

  const setAll: Parameters['setAll'] = async (values) => {
    const texts = new Map<string, string | null>();
    const problems: Problem[] = [];
    for (const [key, value] of Object.entries(values)) {
      const checked =
        value === null
          ? { text: null, problem: problemOfKey(key) }
          : await checkValue({ strapi }, key, String(value));
      if (checked.problem) problems.push(checked.problem);
      else texts.set(key, checked.text);
    }
    refuseProblems('invalid_parameter', problems);
    await change(texts);
    return [...texts].map(([key, text]) => describeParameter(key, text ?? undefined));
  };

  return {
    get: async (key) => valueOf(key, (await stored()).get(key)),

    setAll,

    async set(key, value) {
      const [parameter] = await setAll({ [key]: value });
      return parameter ?? describeParameter(key, undefined);
    },

    async unset(key) {
      const unknown = () => new GatewayError('not_found', `There is no system parameter "${key}".`, 404);
      if (!isKey(key)) throw unknown();
      const changed = await change(new Map([[key, null]]));
      if (changed.size === 0 && !isParameterKey(key)) throw unknown();
      return describeParameter(key, undefined);
    },

    async all() {
      const values = await read();
      const unknown = [...values.keys()].filter((key) => !isParameterKey(key));
      return [...Object.keys(REGISTRY), ...unknown].map((key) => describeParameter(key, values.get(key)));
    },

    async aliasDomains({ fresh } = { fresh: false }) {
      const values = await (fresh ? read() : stored());
      return {
        primary: valueOf(DOMAIN_KEY, values.get(DOMAIN_KEY)),
        allowed: valueOf('mail.catchall.domain.allowed', values.get('mail.catchall.domain.allowed')),
      };
    },

    claimNames: () => addresses.repair(claims),
  };
};
