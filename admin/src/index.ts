import type { StrapiApp } from '@strapi/strapi/admin';
import { Mail } from '@strapi/icons';
import { shellLabel, shellTexts, withTexts } from './i18n';
import { MenuIcon } from './menu';
import { addPanels } from './panels';
import { PERMISSIONS } from './permissions';
import { PLUGIN_ID } from './pluginId';
import { addSettings } from './settings';

export default {
  register(app: StrapiApp) {
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: MenuIcon,
      intlLabel: shellLabel('menu.label'),
      // Strapi shows the link to whoever has one of them.
      permissions: [PERMISSIONS.readThreads, PERMISSIONS.readReceived],
      Component: withTexts(() => import('./pages/App')),
    });
    addSettings(app);
    app.widgets.register({
      id: 'summary',
      pluginId: PLUGIN_ID,
      icon: Mail,
      title: shellLabel('widget.title'),
      link: {
        label: shellLabel('widget.link'),
        href: `/plugins/${PLUGIN_ID}/received`,
      },
      // Both are needed: the numbers are counted over all mail.
      permissions: [PERMISSIONS.readReceived, PERMISSIONS.readAllMail],
      component: withTexts(async () => (await import('./widget')).default),
    });
    app.registerPlugin({ id: PLUGIN_ID, name: shellLabel('plugin.name').defaultMessage });
  },

  bootstrap(app: Pick<StrapiApp, 'getPlugin'>) {
    addPanels(app);
  },

  registerTrads({ locales }: { locales: string[] }) {
    return Promise.all(locales.map(async (locale) => ({ data: await shellTexts(locale), locale })));
  },
};
