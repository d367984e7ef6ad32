import type { Core } from '@strapi/strapi';
import { UID } from '../constants';
import { GatewayError } from '../errors';
import type { ClaimKind, Holder } from './types';

const MAILBOX: Record<Exclude<ClaimKind, 'alias'>, string> = {
  catchall: 'the catchall mailbox',
  bounce: 'the bounce mailbox',
  'default-from': 'the default sender',
};

const describe = async (
  strapi: Core.Strapi,
  { owner, kind }: { owner: string; kind: ClaimKind }
): Promise<string> => {
  if (kind !== 'alias') return `${MAILBOX[kind]} (system parameter ${owner})`;
  const alias: { name: string; contentType: string } | null = await strapi.db
    .query(UID.alias)
    .findOne({ where: { documentId: owner }, select: ['name', 'contentType'] });
  return alias ? `the alias "${alias.name}" for ${alias.contentType}` : 'an alias';
};

/** The refusal of a name that somebody else has, saying who. */
export const conflictOf = async ({
  strapi,
  name,
  domain,
  holder,
}: {
  strapi: Core.Strapi;
  name: string;
  /** Empty while the site has no alias domain. */
  domain: string;
  /** Undefined when it has gone in the meantime. */
  holder: Holder | undefined;
}): Promise<GatewayError> => {
  const wanted = domain === '' ? name : `${name}@${domain}`;
  const holds = holder ? await describe(strapi, holder) : 'somebody else';
  return new GatewayError('address_taken', `"${wanted}" is taken by ${holds}.`, 409, {
    name,
    domain,
    values: { address: wanted },
    ...(holder ? { kind: holder.kind, owner: holder.owner } : {}),
  });
};
