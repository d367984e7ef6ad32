import type { Core, Struct, UID as StrapiUid } from '@strapi/strapi';

/** An entry of one of the site's content types. */
export interface EntryOfSite {
  /** UID of the content type. */
  contentType: string;
  /** documentId. */
  entryDocumentId: string;
}

/** How many entries of a type somebody may read: those that the conditions of a role hold for are `some`. */
export type Reach = 'all' | 'some' | 'none';

/** The part of the Content Manager's permission checker that is used here. */
interface PermissionChecker {
  cannot: { read(): boolean };
  sanitizedQuery: { read(query: object): Promise<{ filters?: object | null }> };
}

interface CheckerService {
  create(options: { userAbility: unknown; model: string }): PermissionChecker;
}

/** Whether the UID names a content type of the site now. */
export const isContentType = ({ strapi }: { strapi: Core.Strapi }, uid: string): boolean => {
  const types: Struct.ContentTypeSchema[] = Object.values(strapi.contentTypes);
  return types.some((type) => type.uid === uid);
};

/** Filters that an entry has to meet, empty where every one may be read; null where none may. */
const conditionsOf = async (
  { strapi }: { strapi: Core.Strapi },
  ability: unknown,
  contentType: string
): Promise<object | null> => {
  // A type that is gone has no rights that could allow it.
  if (!isContentType({ strapi }, contentType)) return null;
  const service = strapi.plugin('content-manager').service<CheckerService>('permission-checker');
  const checker = service.create({ userAbility: ability, model: contentType });
  if (checker.cannot.read()) return null;
  return (await checker.sanitizedQuery.read({})).filters ?? {};
};

const isEmpty = (conditions: object): boolean => Object.keys(conditions).length === 0;

/** How far an admin user may read a content type in the Content Manager. @param ability as in `readableEntries`. */
export const reachOf = async (
  { strapi }: { strapi: Core.Strapi },
  ability: unknown,
  contentType: string
): Promise<Reach> => {
  const conditions = await conditionsOf({ strapi }, ability, contentType);
  if (conditions === null) return 'none';
  return isEmpty(conditions) ? 'all' : 'some';
};

/**
 * Which of these entries, all of one type, an admin user may read in the Content Manager, by type and by the conditions
 * of the role ("is creator", locales). Where the type is allowed without conditions, an entry need not exist any more.
 * @param ability as Strapi keeps it for a request (`context.state.userAbility`), or as `abilityOf` gives it.
 */
export const readableEntries = async (
  { strapi }: { strapi: Core.Strapi },
  ability: unknown,
  contentType: string,
  documentIds: readonly string[]
): Promise<Set<string>> => {
  if (documentIds.length === 0) return new Set();
  const conditions = await conditionsOf({ strapi }, ability, contentType);
  if (conditions === null) return new Set();
  if (isEmpty(conditions)) return new Set(documentIds);
  // `conditionsOf` has seen that it is one.
  const found = await strapi.documents(contentType as StrapiUid.ContentType).findMany({
    // Filters of another type are unknown to the compiler.
    filters: { $and: [{ documentId: { $in: [...documentIds] } }, conditions] },
    fields: ['documentId'],
    locale: '*',
  });
  return new Set(found.map(({ documentId }) => documentId));
};

/** The same for one entry. */
export const mayReadEntry = async (
  { strapi }: { strapi: Core.Strapi },
  ability: unknown,
  { contentType, entryDocumentId }: EntryOfSite
): Promise<boolean> =>
  (await readableEntries({ strapi }, ability, contentType, [entryDocumentId])).has(entryDocumentId);
