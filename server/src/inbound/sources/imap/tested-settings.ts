import { hashKey } from '../../../mail';
import type { IncomingServer } from './types';

/** What *Test & confirm* tries. */
type Tested = Pick<
  IncomingServer,
  | 'host'
  | 'port'
  | 'encryption'
  | 'username'
  | 'folder'
  | 'afterFetch'
  | 'afterFetchFolder'
  | 'certificateAuthority'
>;

/** Identity of the settings that a test is about: it says nothing about others. The password is no part of it. */
export const testedSettings = (server: Tested): string =>
  hashKey(
    server.host,
    server.port,
    server.encryption,
    server.username,
    server.folder,
    server.afterFetch,
    server.afterFetch === 'move' ? server.afterFetchFolder : null,
    server.certificateAuthority
  );
