import type { StrapiApp } from '@strapi/strapi/admin';
import { createDeveloperLink, developerModes } from './developer';
import { prefixed, withSentences, type TextKey } from './i18n';
import { PERMISSIONS } from './permissions';
import { PLUGIN_ID } from './pluginId';
import en from './translations/en.json';

const label = (key: TextKey) => ({ id: prefixed(key), defaultMessage: en[key] });

/** *Settings → Mail Gateway*: a page for each thing that a site owner sets up. */
export const addSettings = (app: StrapiApp): void => {
  const developer = createDeveloperLink(developerModes, PERMISSIONS.readParameters);
  app.addRBACMiddleware(developer.middleware);
  app.addSettingsLink({ id: PLUGIN_ID, intlLabel: label('plugin.name') }, [
    {
      id: `${PLUGIN_ID}.first-steps`,
      intlLabel: label('steps.title'),
      to: `${PLUGIN_ID}/first-steps`,
      permissions: [PERMISSIONS.readAliases],
      Component: withSentences(() => import('./pages/FirstSteps')),
    },
    {
      id: `${PLUGIN_ID}.general`,
      intlLabel: label('general.title'),
      to: `${PLUGIN_ID}/general`,
      permissions: [PERMISSIONS.readParameters],
      Component: withSentences(() => import('./pages/General')),
    },
    {
      id: `${PLUGIN_ID}.outgoing-servers`,
      intlLabel: label('outgoing.title'),
      to: `${PLUGIN_ID}/outgoing-servers`,
      permissions: [PERMISSIONS.readServers],
      Component: withSentences(() => import('./pages/OutgoingServers')),
    },
    {
      id: `${PLUGIN_ID}.incoming-servers`,
      intlLabel: label('incoming.title'),
      to: `${PLUGIN_ID}/incoming-servers`,
      permissions: [PERMISSIONS.readServers],
      Component: withSentences(() => import('./pages/IncomingServers')),
    },
    {
      id: `${PLUGIN_ID}.aliases`,
      intlLabel: label('alias.title'),
      to: `${PLUGIN_ID}/aliases`,
      permissions: [PERMISSIONS.readAliases],
      Component: withSentences(() => import('./pages/Aliases')),
    },
    {
      id: `${PLUGIN_ID}.scheduled-actions`,
      intlLabel: label('actions.title'),
      to: `${PLUGIN_ID}/scheduled-actions`,
      permissions: [PERMISSIONS.readScheduledActions],
      Component: withSentences(() => import('./pages/ScheduledActions')),
    },
    {
      id: `${PLUGIN_ID}.system-parameters`,
      intlLabel: label('parameter.title'),
      to: `${PLUGIN_ID}/system-parameters`,
      permissions: [developer.permission],
      Component: withSentences(() => import('./pages/SystemParameters')),
    },
  ]);
};
