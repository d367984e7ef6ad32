import { useAuth, type Permission } from '@strapi/strapi/admin';
import { PLUGIN_ID } from './pluginId';

const action = (uid: string): Permission => ({ action: `plugin::${PLUGIN_ID}.${uid}`, subject: null });

/** What the admin asks for before it shows something. The server asks again. */
export const PERMISSIONS = {
  readReceived: action('inbound.read'),
  readAllMail: action('journal.read-all'),
  replay: action('inbound.replay'),
  readSent: action('outbound.read'),
  readAliases: action('aliases.read'),
  updateAliases: action('aliases.update'),
  readServers: action('servers.read'),
  updateServers: action('servers.update'),
  readParameters: action('parameters.read'),
  updateParameters: action('parameters.update'),
  readScheduledActions: action('scheduled-actions.read'),
  updateScheduledActions: action('scheduled-actions.update'),
  readSite: action('site.read'),
  takeOver: action('site.take-over'),
  readThreads: action('threads.read'),
  postThreads: action('threads.post'),
  changeFollowers: action('threads.followers'),
} as const;

/** Whether the user's roles give a permission. */
export const useMay = (permission: Permission): boolean =>
  useAuth('MailGateway', (auth) => auth.permissions).some(
    ({ action: given, subject }) => given === permission.action && subject === permission.subject
  );

/** Whether the user may read entries of a content type in the Content Manager. */
export const useMayRead = (contentType: string | null): boolean =>
  useMay({ action: 'plugin::content-manager.explorer.read', subject: contentType });
