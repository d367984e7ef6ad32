import type { Core } from '@strapi/strapi';
import { UID } from '../../constants';
import type { Mapping } from '../mapping';

/** An alias as delivery needs it. */
export interface Alias {
  documentId: string;
  name: string;
  domain: string | null;
  contentType: string;
  mapping: Mapping;
  defaults: Record<string, unknown>;
  entryStatus: 'draft' | 'published';
  entryLocale: string | null;
  autoReplies: 'ignore' | 'create';
}

interface AliasRow extends Omit<Alias, 'mapping' | 'defaults'> {
  mapping: Mapping | null;
  defaults: Record<string, unknown> | null;
}

/** Aliases that may receive now, by documentId. */
export const findAliases = async (
  { strapi }: { strapi: Core.Strapi },
  documentIds: readonly string[]
): Promise<Alias[]> => {
  if (documentIds.length === 0) return [];
  const rows: AliasRow[] = await strapi.db
    .query(UID.alias)
    .findMany({ where: { documentId: { $in: [...documentIds] }, active: true } });
  return rows.map((row) => ({ ...row, mapping: row.mapping ?? {}, defaults: row.defaults ?? {} }));
};
