import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';

/** What a role may be allowed to do. Strapi takes lower-case letters, dots and hyphens only. */
const ACTIONS = {
  'servers.read': { displayName: 'See outgoing and incoming servers', subCategory: 'servers' },
  'servers.update': { displayName: 'Change, test and fetch servers', subCategory: 'servers' },
  'aliases.read': { displayName: 'See aliases', subCategory: 'aliases' },
  'aliases.update': { displayName: 'Change aliases', subCategory: 'aliases' },
  'parameters.read': { displayName: 'See system parameters', subCategory: 'system parameters' },
  'parameters.update': { displayName: 'Change system parameters', subCategory: 'system parameters' },
  'scheduled-actions.read': { displayName: 'See scheduled actions', subCategory: 'scheduled actions' },
  'scheduled-actions.update': {
    displayName: 'Change and run scheduled actions',
    subCategory: 'scheduled actions',
  },
  'site.read': { displayName: 'See whether this site is a copy', subCategory: 'site' },
  'site.take-over': { displayName: 'Take over the mailboxes of another site', subCategory: 'site' },
  'inbound.read': { displayName: 'See received mail', subCategory: 'mail' },
  'journal.read-all': {
    displayName: 'See mail that belongs to no entry, and counts over all mail',
    subCategory: 'mail',
  },
  'inbound.replay': { displayName: 'Replay received mail', subCategory: 'mail' },
  'outbound.read': { displayName: 'See what became of sent mail', subCategory: 'mail' },
  'threads.read': { displayName: 'Read conversations', subCategory: 'mail' },
  'threads.post': { displayName: 'Answer in conversations', subCategory: 'mail' },
  'threads.followers': { displayName: 'Change who follows conversations', subCategory: 'mail' },
} as const;

export type Action = keyof typeof ACTIONS;

/** The id under which Strapi knows an action. */
export const actionId = (action: Action): string => `plugin::${PLUGIN_ID}.${action}`;

/** The part of Strapi's permission service that is used here. */
interface PermissionService {
  actionProvider: { registerMany(actions: Record<string, unknown>[]): Promise<void> };
}

/**
 * Makes the actions known to *Settings → Roles*. To be awaited before Strapi's own bootstrap, which deletes the
 * permissions of actions that are not known by then.
 */
export const registerPermissions = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  // Strapi types its services as `Service`, without their members.
  const { actionProvider } = strapi.service('admin::permission') as unknown as PermissionService;
  await actionProvider.registerMany(
    Object.entries(ACTIONS).map(([uid, { displayName, subCategory }]) => ({
      section: 'plugins',
      pluginName: PLUGIN_ID,
      uid,
      displayName,
      subCategory,
    }))
  );
};
