import type { Core } from '@strapi/strapi';
import { GatewayError } from '../errors';
import { isContentType, mayReadEntry } from '../rights';
import type { HttpContext } from './respond';

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
  { state }: Pick<HttpContext, 'state'>,
  { contentType, entryDocumentId }: Target
): Promise<void> => {
  if (typeof contentType !== 'string' || typeof entryDocumentId !== 'string') return;
  if (!isContentType({ strapi }, contentType)) return;
  if (await mayReadEntry({ strapi }, state.userAbility, { contentType, entryDocumentId })) return;
  throw new GatewayError(
    'entry_not_readable',
    'What this mail says is shown to those who may read the entry that it became or joined.',
    403
  );
};
