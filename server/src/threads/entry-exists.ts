import type { Core } from '@strapi/strapi';
import { isContentType } from '../rights';
import type { EntryRef } from './types';

/** Whether the entry is there, in any locale and any version. */
export const entryExists = async (
  { strapi }: { strapi: Core.Strapi },
  { contentType, entryDocumentId }: EntryRef
): Promise<boolean> =>
  isContentType({ strapi }, contentType) &&
  (await strapi.db.query(contentType).count({ where: { documentId: entryDocumentId } })) > 0;
