import type { Core } from '@strapi/strapi';
import type { Alias } from '../../../contracts';
import { UID } from '../constants';
import { GatewayError } from '../errors';
import { checkMapping, proposeMapping, shapeOf } from '../inbound';
import { findContentType, targetContentType } from './content-types';

/** What of an alias depends on the schema of its content type. */
export type AliasTarget = Pick<Alias, 'contentType' | 'mapping' | 'defaults' | 'entryStatus' | 'entryLocale'>;

interface Problem {
  /** Field of the alias, or attribute of the content type. */
  path: string;
  message: string;
}

const shapeFor = (strapi: Core.Strapi, uid: string) =>
  shapeOf(targetContentType(strapi, uid), (target) => findContentType(strapi, target));

/** The mapping that a new alias of the content type starts with. @throws GatewayError `content_type_unknown` */
export const proposalFor = (strapi: Core.Strapi, contentType: string): Alias['mapping'] =>
  proposeMapping(shapeFor(strapi, contentType));

const sentences = (problems: readonly Problem[]): string => problems.map(({ message }) => message).join(' ');

/** @returns what keeps the alias from working, and what somebody should know. */
const judge = (
  strapi: Core.Strapi,
  { contentType, mapping, defaults, entryStatus, entryLocale }: AliasTarget
): { errors: Problem[]; warnings: Problem[] } => {
  const shape = shapeFor(strapi, contentType);
  const { errors, warnings } = checkMapping(shape, mapping, defaults ?? {}, entryStatus);
  const asProblem = ({ attribute, message }: { attribute: string; message: string }): Problem => ({
    path: attribute,
    message,
  });
  const problems = errors.map(asProblem);
  if (entryLocale !== null && !shape.localised) {
    const message = `${contentType} is not localised, so its entries have no locale.`;
    problems.push({ path: 'entryLocale', message });
  }
  return { errors: problems, warnings: warnings.map(asProblem) };
};

/**
 * Mapping and defaults against the content type as it is now.
 * @returns the fields to store with the alias.
 * @throws GatewayError `content_type_unknown`, `mapping_invalid` with one issue for each attribute
 */
export const checkAlias = (
  strapi: Core.Strapi,
  target: AliasTarget
): Pick<Alias, 'validity' | 'validityMessage'> => {
  const { errors, warnings } = judge(strapi, target);
  if (errors.length > 0)
    throw new GatewayError('mapping_invalid', sentences(errors), 422, { issues: errors });
  return { validity: 'valid', validityMessage: sentences(warnings) || null };
};

const verdictOn = (strapi: Core.Strapi, target: AliasTarget): Pick<Alias, 'validity' | 'validityMessage'> => {
  try {
    return checkAlias(strapi, target);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { validity: 'invalid', validityMessage: error.message };
  }
};

/** An alias as it is stored: one that was written without the API may have no mapping. */
type Stored = Omit<Alias, 'mapping' | 'address'> & { mapping: Alias['mapping'] | null };

/**
 * Checks every alias again, because a content type may have changed or gone since it was saved. Call it at start.
 * @returns names of the aliases that do not fit any more.
 */
export const revalidateAliases = async ({ strapi }: { strapi: Core.Strapi }): Promise<string[]> => {
  const rows: Stored[] = await strapi.db.query(UID.alias).findMany({ orderBy: { id: 'asc' } });
  const invalid: string[] = [];
  for (const row of rows) {
    const verdict = verdictOn(strapi, { ...row, mapping: row.mapping ?? {} });
    if (verdict.validity === 'invalid') invalid.push(row.name);
    const isKnown = verdict.validity === row.validity && verdict.validityMessage === row.validityMessage;
    if (isKnown) continue;
    await strapi.db.query(UID.alias).update({ where: { documentId: row.documentId }, data: verdict });
  }
  return invalid;
};
