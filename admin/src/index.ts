import type { StrapiApp } from '@strapi/strapi/admin';
import { PLUGIN_ID } from './pluginId';

type Translations = Record<string, string>;

const prefixed = (translations: Translations): Translations =>
  Object.fromEntries(Object.entries(translations).map(([key, text]) => [`${PLUGIN_ID}.${key}`, text]));

export default {
  register(app: StrapiApp) {
    app.registerPlugin({ id: PLUGIN_ID, name: 'Mail Gateway' });
  },

  registerTrads({ locales }: { locales: string[] }) {
    return Promise.all(
      locales.map(async (locale) => {
        try {
          const file = (await import(`./translations/${locale}.json`)) as { default: Translations };
          return { data: prefixed(file.default), locale };
        } catch {
          // Not translated yet: Strapi falls back to English.
          return { data: {}, locale };
        }
      })
    );
  },
};
