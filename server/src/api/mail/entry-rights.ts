import type { Core } from '@strapi/strapi';
import { GatewayError } from '../../errors';
import { findContentType } from '../content-types';
import type { HttpContext } from '../respond';

/** The part of the Content Manager's permission checker that is used here. */
interface PermissionChecker {
  cannot: { read(): boolean };
  sanitizedQuery: { read(query: object): Promise<object> };
}

interface CheckerService {
  create(options: { userAbility: unknown; model: string }): PermissionChecker;
}

/** What Strapi makes of a query of the document service for the database. */
interface QueryParams {
  transform(uid: string, query: object): { where?: object };
}

/** An entry that a mail became or joined; nulls where it did neither. */
interface Target {
  contentType: unknown;
  entryDocumentId: unknown;
}

/**
 * What a mail says belongs to the entry that it became or joined: whoever may see the journal, but not the entry, does
 * not read it here either. A mail without an entry, or of a content type that has gone, asks for no more than the
 * journal. Of an entry that was deleted the right on its content type is all that can be asked for.
 * @throws GatewayError `entry_not_readable`
 */
export const demandEntry = async (
  { strapi }: { strapi: Core.Strapi },
  { state }: Pick<HttpContext, 'state'>,
  { contentType, entryDocumentId }: Target
): Promise<void> => {
  if (typeof contentType !== 'string' || typeof entryDocumentId !== 'string') return;
  const found = findContentType(strapi, contentType);
  if (!found) return;

  // Strapi types its services as `Service`, without their members.
  const service = strapi.plugin('content-manager').service('permission-checker') as unknown as CheckerService;
  const checker = service.create({ userAbility: state.userAbility, model: contentType });
  if (!checker.cannot.read()) {
    const params = strapi.get<QueryParams>('query-params');
    const permitted = params.transform(contentType, await checker.sanitizedQuery.read({}));
    const rows = strapi.db.query(found.uid);
    const entry = { documentId: entryDocumentId };
    const readable = await rows.findOne({ select: ['id'], where: { $and: [entry, permitted.where ?? {}] } });
    if (readable || !(await rows.findOne({ select: ['id'], where: entry }))) return;
  }
  throw new GatewayError(
    'entry_not_readable',
    'What this mail says is shown to those who may read the entry that it became or joined.',
    403
  );
};
