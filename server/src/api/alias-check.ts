import type { Core } from '@strapi/strapi';
import { MAPPING_PROBLEMS, type Alias, type Sentence } from '../../../contracts';
import { UID } from '../constants';
import { GatewayError } from '../errors';
import { checkMapping, proposeMapping, shapeOf, type MappingProblem } from '../inbound';
import { writerOf } from '../sentence';
import { messageOfAll } from '../stored-sentences';
import { findContentType, targetContentType } from './content-types';

/** What of an alias depends on the schema of its content type. */
export type AliasTarget = Pick<Alias, 'contentType' | 'mapping' | 'defaults' | 'entryStatus' | 'entryLocale'>;

interface Problem extends Sentence {
  /** Field of the alias, as in `mapping.title`. */
  path: string;
}

const say = writerOf(MAPPING_PROBLEMS);

/** What the mapping needs to know of a content type. @throws GatewayError `content_type_unknown` */
export const shapeFor = (strapi: Core.Strapi, uid: string) =>
  shapeOf(targetContentType(strapi, uid), (target) => findContentType(strapi, target));

/** The mapping that a new alias of the content type starts with. @throws GatewayError `content_type_unknown` */
export const proposalFor = (strapi: Core.Strapi, contentType: string): Alias['mapping'] =>
  proposeMapping(shapeFor(strapi, contentType));

/** Codes of problems that lie in the fixed value of an attribute, not in its source. */
const ABOUT_DEFAULTS = new Set(['default_does_not_fit', 'unique_default']);

/**
 * @returns what keeps the alias from working, and what somebody should know.
 * @throws GatewayError `content_type_unknown`
 */
export const judgeAlias = (
  strapi: Core.Strapi,
  { contentType, mapping, defaults, entryStatus, entryLocale }: AliasTarget
): { errors: Problem[]; warnings: Problem[] } => {
  const shape = shapeFor(strapi, contentType);
  const { errors, warnings } = checkMapping(shape, mapping, defaults ?? {}, entryStatus);
  const asProblem = ({ attribute, ...sentence }: MappingProblem): Problem => {
    const isInDefaults = ABOUT_DEFAULTS.has(sentence.code) || !Object.hasOwn(mapping, attribute);
    const field = isInDefaults && Object.hasOwn(defaults ?? {}, attribute) ? 'defaults' : 'mapping';
    return { path: `${field}.${attribute}`, ...sentence };
  };
  const problems = errors.map(asProblem);
  if (entryLocale !== null && !shape.localised) {
    const message = `${contentType} is not localised, so its entries have no locale.`;
    problems.push({ path: 'entryLocale', ...say('not_localised', { contentType }, message) });
  }
  return { errors: problems, warnings: warnings.map(asProblem) };
};

/** What is stored with an alias of how it fits its content type; the sentences as JSON. */
export interface Verdict extends Pick<Alias, 'validity' | 'validityMessage'> {
  validitySentences: string | null;
}

const verdict = (validity: Alias['validity'], sentences: readonly Sentence[]): Verdict => ({
  validity,
  validityMessage: messageOfAll(sentences) || null,
  validitySentences:
    sentences.length === 0
      ? null
      : JSON.stringify(sentences.map(({ code, values, message }) => ({ code, values, message }))),
});

/**
 * Mapping and defaults against the content type as it is now.
 * @returns the fields to store with the alias.
 * @throws GatewayError `content_type_unknown`, `mapping_invalid` with one issue for each attribute
 */
export const checkAlias = (strapi: Core.Strapi, target: AliasTarget): Verdict => {
  const { errors, warnings } = judgeAlias(strapi, target);
  if (errors.length > 0)
    throw new GatewayError('mapping_invalid', messageOfAll(errors), 422, { issues: errors });
  return verdict('valid', warnings);
};

const verdictOn = (strapi: Core.Strapi, target: AliasTarget): Verdict => {
  try {
    const { errors, warnings } = judgeAlias(strapi, target);
    return errors.length > 0 ? verdict('invalid', errors) : verdict('valid', warnings);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { code, details, message } = error;
    return verdict('invalid', [{ code, values: details.values ?? {}, message }]);
  }
};

/** An alias as it is stored: one that was written without the API may have no mapping. */
type Stored = Omit<Alias, 'mapping' | 'address' | 'validitySentences'> & {
  mapping: Alias['mapping'] | null;
  validitySentences: string | null;
};

/**
 * Checks every alias again, because a content type may have changed or gone since it was saved. Call it at start.
 * @returns names of the aliases that do not fit any more.
 */
export const revalidateAliases = async ({ strapi }: { strapi: Core.Strapi }): Promise<string[]> => {
  const rows: Stored[] = await strapi.db.query(UID.alias).findMany({ orderBy: { id: 'asc' } });
  const invalid: string[] = [];
  for (const row of rows) {
    const found = verdictOn(strapi, { ...row, mapping: row.mapping ?? {} });
    if (found.validity === 'invalid') invalid.push(row.name);
    const isKnown =
      found.validity === row.validity &&
      found.validityMessage === row.validityMessage &&
      found.validitySentences === row.validitySentences;
    if (isKnown) continue;
    await strapi.db.query(UID.alias).update({ where: { documentId: row.documentId }, data: found });
  }
  return invalid;
};
