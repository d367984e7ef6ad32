import type { Core } from '@strapi/strapi';

const LOCALE = 'plugin::i18n.locale';

/** The site's locales, by name; empty where its i18n plugin is switched off. */
export const localesOf = async (strapi: Core.Strapi): Promise<{ code: string; name: string }[]> => {
  if (!(LOCALE in strapi.contentTypes)) return [];
  const rows: { code: string; name: string | null }[] = await strapi.db
    .query(LOCALE)
    .findMany({ orderBy: { name: 'asc' } });
  return rows.map(({ code, name }) => ({ code, name: name || code }));
};
