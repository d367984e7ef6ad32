import type { Core } from '@strapi/strapi';
import { isContentType } from '../rights';
import type { EntryRef } from './types';

/** The part of Strapi's i18n plugin that is used here. */
interface Locales {
  getDefaultLocale(): Promise<string | null>;
}

/** The locale that an entry was made in: translations come later. Null where its type has none. */
const localeOf = async (
  { strapi }: { strapi: Core.Strapi },
  { contentType, entryDocumentId }: EntryRef
): Promise<string | null> => {
  if (!isContentType({ strapi }, contentType)) return null;
  const row: { locale: string | null } | null = await strapi.db.query(contentType).findOne({
    where: { documentId: entryDocumentId },
    orderBy: { id: 'asc' },
    select: ['locale'],
  });
  return row?.locale ?? null;
};

/** What tells in which language to write about an entry: its own locale, then the default locale of the site. */
export const localesOfEntry = async (
  { strapi }: { strapi: Core.Strapi },
  entry: EntryRef
): Promise<(string | null)[]> => {
  const own = await localeOf({ strapi }, entry);
  const isTranslated = 'i18n' in strapi.plugins;
  const standard = isTranslated
    ? await strapi.plugin('i18n').service<Locales>('locales').getDefaultLocale()
    : null;
  return [own, standard];
};
