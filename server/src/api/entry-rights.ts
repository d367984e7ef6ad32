import type { Core, UID as StrapiUid } from '@strapi/strapi';
import type { EntryRef } from '../threads';
import { GatewayError } from '../errors';
import { findContentType } from './content-types';
import type { HttpContext } from './respond';

/** The part of the Content Manager's permission checker that is used here. */
interface PermissionChecker {
  cannot: { read(): boolean };
  sanitizedQuery: { read(query: object): Promise<{ filters?: object | null }> };
}

interface CheckerService {
  create(options: { userAbility: unknown; model: string }): PermissionChecker;
}

/**
 * Whether the user behind a request may read an entry in the Content Manager, by type and by the conditions of the
 * role ("is creator", locales). Where the type is allowed without conditions, the entry need not exist any more.
 */
export const mayReadEntry = async (
  { strapi }: { strapi: Core.Strapi },
  { state }: Pick<HttpContext, 'state'>,
  { contentType, entryDocumentId }: EntryRef
): Promise<boolean> => {
  // A type that is gone has no rights that could allow it.
  if (!findContentType(strapi, contentType)) return false;
  const service = strapi.plugin('content-manager').service<CheckerService>('permission-checker');
  const checker = service.create({ userAbility: state.userAbility, model: contentType });
  if (checker.cannot.read()) return false;

  const { filters: conditions } = await checker.sanitizedQuery.read({});
  if (!conditions || Object.keys(conditions).length === 0) return true;
  // `findContentType` has seen that it is one.
  const found = await strapi.documents(contentType as StrapiUid.ContentType).count({
    // Filters of another type are unknown to the compiler.
    filters: { $and: [{ documentId: { $eq: entryDocumentId } }, conditions] },
    locale: '*',
  });
  return found > 0;
};

/** An entry that a mail became or joined; nulls where it did neither. */
interface Target {
  contentType: unknown;
  entryDocumentId: unknown;
}

/**
 * What a mail says belongs to the entry that it became or joined: whoever may see the journal, but not the entry, does
 * not read it here either. A mail without an entry, or of a content type that has gone, asks for no more than the
 * journal.
 * @throws GatewayError `entry_not_readable`
 */
export const demandEntry = async (
  { strapi }: { strapi: Core.Strapi },
  context: Pick<HttpContext, 'state'>,
  { contentType, entryDocumentId }: Target
): Promise<void> => {
  if (typeof contentType !== 'string' || typeof entryDocumentId !== 'string') return;
  if (!findContentType(strapi, contentType)) return;
  if (await mayReadEntry({ strapi }, context, { contentType, entryDocumentId })) return;
  throw new GatewayError(
    'entry_not_readable',
    'What this mail says is shown to those who may read the entry that it became or joined.',
    403
  );
};
