import type { StrapiApp } from '@strapi/strapi/admin';
import { Mail } from '@strapi/icons';
import { prefixed, withSentences } from './i18n';
import { MenuIcon } from './menu';
import { addPanels } from './panels';
import { PERMISSIONS } from './permissions';
import { PLUGIN_ID } from './pluginId';
import { addSettings } from './settings';
import en from './translations/en.json';

type Translations = Record<string, string>;

const withPrefix = (translations: Translations): Translations =>
  Object.fromEntries(Object.entries(translations).map(([key, text]) => [prefixed(key), text]));

export default {
  register(app: StrapiApp) {
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: MenuIcon,
      intlLabel: { id: prefixed('menu.label'), defaultMessage: en['menu.label'] },
      // Strapi shows the link to whoever has one of them.
      permissions: [PERMISSIONS.readThreads, PERMISSIONS.readReceived],
      Component: withSentences(() => import('./pages/App')),
    });
    addSettings(app);
    app.widgets.register({
      id: 'summary',
      pluginId: PLUGIN_ID,
      icon: Mail,
      title: { id: prefixed('widget.title'), defaultMessage: en['widget.title'] },
      link: {
        label: { id: prefixed('widget.link'), defaultMessage: en['widget.link'] },
        href: `/plugins/${PLUGIN_ID}/received`,
      },
      // Both are needed: the numbers are counted over all mail.
      permissions: [PERMISSIONS.readReceived, PERMISSIONS.readAllMail],
      component: async () => (await import('./widget')).default,
    });
    app.registerPlugin({ id: PLUGIN_ID, name: en['plugin.name'] });
  },

  bootstrap(app: Pick<StrapiApp, 'getPlugin'>) {
    addPanels(app);
  },

  registerTrads({ locales }: { locales: string[] }) {
    return Promise.all(
      locales.map(async (locale) => {
        try {
          const file = (await import(`./translations/${locale}.json`)) as { default: Translations };
          return { data: withPrefix(file.default), locale };
        } catch {
          // Not translated yet: Strapi falls back to English.
          return { data: {}, locale };
        }
      })
    );
  },
};
