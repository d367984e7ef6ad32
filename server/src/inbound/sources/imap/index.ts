import type { Core } from '@strapi/strapi';
import type { Database } from '../../../storage';
import { createCursorStore } from './cursor-store';
import { createHealthRecorder } from './health';
import { createServerStore } from './server-store';
import { createImapSourceFrom, type ImapSource, type ImapSourceParts } from './source';

export { accountKey, sourceKey } from './keys';
export { testedSettings } from './tested-settings';
export { DEFAULT_LIMITS, type ImapLimits } from './limits';
export { CursorLost, type CursorPosition, type CursorStore } from './cursor-store';
export { createHealthRecorder, type HealthRecorder, type ServerEvent } from './health';
export { serverOf, type Health, type ServerStore, type Start } from './server-store';
export { createImapSourceFrom, type FetchOptions, type ImapSource, type ImapSourceParts } from './source';
export type { ConfirmReport, FetchReport, IncomingServer, ServerFailure, Step } from './types';

/** The IMAP source of a Strapi site, with its rows in Strapi's database. */
export const createImapSource = ({
  strapi,
  database,
  ...parts
}: Omit<ImapSourceParts, 'servers' | 'cursors' | 'health' | 'log' | 'now'> & {
  strapi: Core.Strapi;
  database: Database;
}): ImapSource => {
  const servers = createServerStore({ strapi });
  return createImapSourceFrom({
    ...parts,
    servers,
    now: database.time,
    cursors: createCursorStore({ strapi, database }),
    health: createHealthRecorder({
      servers,
      emit: (event, payload) => void strapi.eventHub.emit(event, payload),
    }),
    log: { error: (message, details) => strapi.log.error(`[mail-gateway] ${message}`, details) },
  });
};
