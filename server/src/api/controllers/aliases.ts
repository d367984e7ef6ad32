import type { Core } from '@strapi/strapi';
import {
  alias,
  ALIAS_DEFAULTS,
  createAlias,
  pageQuery,
  updateAlias,
  type Alias,
} from '../../../../contracts';
import { aliasAddress, claimOfAlias, normaliseDomain } from '../../addresses';
import { UID } from '../../constants';
import { GatewayError } from '../../errors';
import { newDocumentId } from '../../storage';
import { readSentences } from '../../stored-sentences';
import { checkAlias, proposalFor, type AliasTarget } from '../alias-check';
import type { GatewayOf } from '../needs';
import { parse } from '../parse';
import { present } from '../present';
import { respondWith } from '../respond';
import { createOwnRows, listAnswer } from '../rows';
import { blankToNull } from '../server-secret';

/** Fields that have to fit the content type. An alias whose type has gone can still be renamed or switched off. */
const TARGET_FIELDS = ['contentType', 'mapping', 'defaults', 'entryStatus', 'entryLocale'] as const;

const concernsTarget = (changes: Partial<AliasTarget>): boolean =>
  TARGET_FIELDS.some((field) => changes[field] !== undefined);

/** As it is stored: the primary domain may change under it. */
type AliasRow = Omit<Alias, 'address' | 'validitySentences'> & { validitySentences: string | null };

/** A name that somebody else has is a problem of the field in which it was typed. */
const atTheName = async (claim: () => Promise<void>): Promise<void> => {
  try {
    await claim();
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'address_taken') throw error;
    const { code, message, status, details } = error;
    throw new GatewayError(code, message, status, {
      ...details,
      issues: [{ path: 'name', message, code: 'name_taken', values: details.values }],
    });
  }
};

/** The domain in the form in which it is claimed; the contract has made sure that it is one. */
const withDomain = <Fields extends { domain?: string | null }>(fields: Fields): Fields =>
  fields.domain ? { ...fields, domain: normaliseDomain(fields.domain) } : fields;

/** `/mail-gateway/aliases` */
export const aliases =
  (gatewayOf: GatewayOf) =>
  ({ strapi }: { strapi: Core.Strapi }) => {
    const rows = createOwnRows<AliasRow>({
      strapi,
      uid: UID.alias,
      label: 'alias',
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    });

    /** Presents rows with their addresses. */
    const presenter = async (): Promise<(row: AliasRow) => Alias> => {
      const { primary } = await gatewayOf(strapi).parameters.aliasDomains({ fresh: false });
      return (row) =>
        present(alias, row, {
          address: aliasAddress(row, primary),
          validitySentences: readSentences(row.validitySentences, row.validityMessage),
        });
    };

    /**
     * Name and row together, so that neither is there without the other.
     * @param prepare run while no other name is claimed: what it reads is still true when the row is written.
     */
    const save = async (
      documentId: string,
      prepare: () => Promise<{ named: Pick<Alias, 'name' | 'domain'>; write: () => Promise<AliasRow> }>
    ): Promise<{ data: Alias }> => {
      const { database, addresses } = gatewayOf(strapi);
      const row = await database.transaction(async (trx) => {
        await addresses.lock(trx);
        const { named, write } = await prepare();
        await atTheName(() => addresses.claim(trx, documentId, [claimOfAlias({ documentId, ...named })]));
        return write();
      });
      return { data: (await presenter())(row) };
    };

    return {
      list: respondWith(async ({ query }) => {
        const page = await rows.page(parse(pageQuery, query, 400));
        return listAnswer(page, await presenter());
      }),

      get: respondWith(async ({ params }) => ({
        data: (await presenter())(await rows.get(params.documentId ?? '')),
      })),

      create: respondWith(
        async ({ request }) => {
          const given = withDomain(blankToNull(parse(createAlias, request.body)));
          const mapping = given.mapping ?? proposalFor(strapi, given.contentType);
          const settings = { ...ALIAS_DEFAULTS, ...given, mapping };
          const verdict = checkAlias(strapi, settings);
          const documentId = newDocumentId();
          return save(documentId, () =>
            Promise.resolve({
              named: settings,
              write: () => rows.create({ documentId, ...settings, ...verdict }),
            })
          );
        },
        { status: 201 }
      ),

      update: respondWith(async ({ params, request }) => {
        const given = withDomain(blankToNull(parse(updateAlias, request.body)));
        const documentId = params.documentId ?? '';
        return save(documentId, async () => {
          const before = await rows.get(documentId);
          const isOtherType = given.contentType !== undefined && given.contentType !== before.contentType;
          const proposed =
            isOtherType && !given.mapping ? { mapping: proposalFor(strapi, given.contentType ?? '') } : {};
          const changes = { ...given, ...proposed };
          const after = { ...before, ...changes };
          const verdict = concernsTarget(changes) ? checkAlias(strapi, after) : {};
          return { named: after, write: () => rows.update(documentId, { ...changes, ...verdict }) };
        });
      }),

      remove: respondWith(async ({ params }) => {
        const { documentId } = await rows.get(params.documentId ?? '');
        const { database, addresses } = gatewayOf(strapi);
        await database.transaction(async (trx) => {
          await addresses.lock(trx);
          await rows.remove(documentId);
          await addresses.release(trx, documentId);
        });
        return { data: { documentId } };
      }),
    };
  };
