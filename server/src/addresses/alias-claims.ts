import type { Core } from '@strapi/strapi';
import { UID } from '../constants';
import type { Claim } from './types';

/** The name of one alias. */
export const claimOfAlias = (alias: { documentId: string; name: string; domain?: string | null }): Claim => ({
  owner: alias.documentId,
  kind: 'alias',
  name: alias.name,
  domain: alias.domain || null,
});

/** The names of all aliases, active or not: a paused alias keeps its name. */
export const aliasClaims = async ({ strapi }: { strapi: Core.Strapi }): Promise<Claim[]> => {
  const rows: Parameters<typeof claimOfAlias>[0][] = await strapi.db.query(UID.alias).findMany({
    select: ['documentId', 'name', 'domain'],
    orderBy: { id: 'asc' },
  });
  return rows.map(claimOfAlias);
};
