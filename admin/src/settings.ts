import type { StrapiApp } from '@strapi/strapi/admin';
import { createDeveloperLink, developerModes } from './developer';
import { shellLabel, withTexts } from './i18n';
import { PERMISSIONS } from './permissions';
import { PLUGIN_ID } from './pluginId';

/** *Settings → Mail Gateway*: a page for each thing that a site owner sets up. */
export const addSettings = (app: StrapiApp): void => {
  const developer = createDeveloperLink(developerModes, PERMISSIONS.readParameters);
  app.addRBACMiddleware(developer.middleware);
  app.addSettingsLink({ id: PLUGIN_ID, intlLabel: shellLabel('plugin.name') }, [
    {
      id: `${PLUGIN_ID}.first-steps`,
      intlLabel: shellLabel('steps.title'),
      to: `${PLUGIN_ID}/first-steps`,
      permissions: [PERMISSIONS.readAliases],
      Component: withTexts(() => import('./pages/FirstSteps')),
    },
    {
      id: `${PLUGIN_ID}.general`,
      intlLabel: shellLabel('general.title'),
      to: `${PLUGIN_ID}/general`,
      permissions: [PERMISSIONS.readParameters],
      Component: withTexts(() => import('./pages/General')),
    },
    {
      id: `${PLUGIN_ID}.outgoing-servers`,
      intlLabel: shellLabel('outgoing.title'),
      to: `${PLUGIN_ID}/outgoing-servers`,
      permissions: [PERMISSIONS.readServers],
      Component: withTexts(() => import('./pages/OutgoingServers')),
    },
    {
      id: `${PLUGIN_ID}.incoming-servers`,
      intlLabel: shellLabel('incoming.title'),
      to: `${PLUGIN_ID}/incoming-servers`,
      permissions: [PERMISSIONS.readServers],
      Component: withTexts(() => import('./pages/IncomingServers')),
    },
    {
      id: `${PLUGIN_ID}.aliases`,
      intlLabel: shellLabel('alias.title'),
      to: `${PLUGIN_ID}/aliases`,
      permissions: [PERMISSIONS.readAliases],
      Component: withTexts(() => import('./pages/Aliases')),
    },
    {
      id: `${PLUGIN_ID}.scheduled-actions`,
      intlLabel: shellLabel('actions.title'),
      to: `${PLUGIN_ID}/scheduled-actions`,
      permissions: [PERMISSIONS.readScheduledActions],
      Component: withTexts(() => import('./pages/ScheduledActions')),
    },
    {
      id: `${PLUGIN_ID}.system-parameters`,
      intlLabel: shellLabel('parameter.title'),
      to: `${PLUGIN_ID}/system-parameters`,
      permissions: [developer.permission],
      Component: withTexts(() => import('./pages/SystemParameters')),
    },
  ]);
};
