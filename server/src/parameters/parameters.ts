import type { Core } from '@strapi/strapi';
import { UNSTORABLE_TEXT, type SystemParameter } from '../../../contracts';
import type { Addresses, AliasDomains, Claim } from '../addresses';
import { UID } from '../constants';
import { GatewayError } from '../errors';
import { cleanText } from '../mail';
import { newDocumentId, type Database, type Transaction } from '../storage';
import { createCache } from './cache';
import { claimOf, claimsOf, isNameKey } from './claims';
import { describeParameter } from './describe';
import {
  checkText,
  isParameterKey,
  REGISTRY,
  valueOf,
  type ParameterKey,
  type ParameterValues,
} from './registry';

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

const UNKNOWN_KEY = /^[A-Za-z0-9][\w.:-]{0,254}$/;

/** A name that is taken, told from the side of the parameter. */
const inParameter = (key: string, text: string | null, error: unknown): unknown =>
  error instanceof GatewayError && error.code === 'address_taken'
    ? new GatewayError(
        error.code,
        `${key} cannot be "${text ?? ''}": ${error.message}`,
        error.status,
        error.details
      )
    : error;

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

  /**
   * Changes one row, and in the same transaction the names that depend on it.
   * @param text null: removes it.
   * @param write says whether it changed anything.
   */
  const change = async (key: string, text: string | null, write: (trx: Transaction) => Promise<boolean>) => {
    await database.transaction(async (trx, { onCommit }) => {
      onCommit(cache.forget);
      // Before the first read, which writing the row may need.
      if (isNameKey(key) || key === DOMAIN_KEY) await addresses.lock(trx);
      if (!(await write(trx))) return;
      try {
        if (isNameKey(key)) await addresses.claim(trx, key, [claimOf(key, valueOf(key, text ?? undefined))]);
        if (key === DOMAIN_KEY) await addresses.rewrite(trx, claims);
      } catch (error) {
        throw inParameter(key, text, error);
      }
    });
    // Once more for an outer transaction, which goes on before it commits.
    cache.forget();
    return describeParameter(key, text ?? undefined);
  };

  /** The text to store. */
  const check = async (key: string, value: string): Promise<string> => {
    const refuse = (message: string): never => {
      throw new GatewayError('invalid_parameter', message, 422, { key });
    };
    if (cleanText(value) !== value) return refuse(`${key}: ${UNSTORABLE_TEXT}`);
    if (!isParameterKey(key)) {
      if (UNKNOWN_KEY.test(key)) return value;
      return refuse(
        `"${key}" is no key: expected letters, digits, dots, hyphens and underscores, at most 255.`
      );
    }
    const { text, problem } = checkText(key, value);
    if (text === null) return refuse(problem);
    if (key === 'mass_mailing.mail_server_id' && text !== '') {
      const servers = await strapi.db.query(UID.outgoingServer).count({ where: { documentId: text } });
      if (servers === 0)
        return refuse(`${key} cannot be "${text}": expected ${REGISTRY[key].expected}; none has this one.`);
    }
    return text;
  };

  return {
    get: async (key) => valueOf(key, (await stored()).get(key)),

    async set(key, value) {
      const text = await check(key, String(value));
      return change(key, text, async (trx) => {
        const now = new Date();
        const row = { document_id: newDocumentId(), key, value: text, created_at: now, updated_at: now };
        const isNew = await database.insertOnce(trx, 'mail_gateway_system_parameters', row, ['key']);
        if (!isNew) await rows().update({ where: { key }, data: { value: text } });
        return true;
      });
    },

    async unset(key) {
      const unknown = () => new GatewayError('not_found', `There is no system parameter "${key}".`, 404);
      if (!isParameterKey(key) && !UNKNOWN_KEY.test(key)) throw unknown();
      return change(key, null, async () => {
        const { count } = await rows().deleteMany({ where: { key } });
        if (count === 0 && !isParameterKey(key)) throw unknown();
        return count > 0;
      });
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
