import type { Core, Struct, UID as StrapiUid } from '@strapi/strapi';

/** An entry of one of the site's content types. */
export interface EntryOfSite {
  /** UID of the content type. */
  contentType: string;
  /** documentId. */
  entryDocumentId: string;
}

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
  // A type that is gone has no rights that could allow it.
  if (documentIds.length === 0 || !isContentType({ strapi }, contentType)) return new Set();
  const service = strapi.plugin('content-manager').service<CheckerService>('permission-checker');
  const checker = service.create({ userAbility: ability, model: contentType });
  if (checker.cannot.read()) return new Set();

  const { filters: conditions } = await checker.sanitizedQuery.read({});
  if (!conditions || Object.keys(conditions).length === 0) return new Set(documentIds);
  // `isContentType` has seen that it is one.
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
