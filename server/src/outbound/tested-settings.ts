import { hashKey } from '../mail';
import type { OutgoingServer } from './types';

/** What a test of a server tries. */
type Tested = Pick<
  OutgoingServer,
  'host' | 'port' | 'encryption' | 'authentication' | 'username' | 'envelopeSender' | 'heloName'
> & { fromFilter: string | null };

/** Identity of the settings that a test is about: it says nothing about others. The password is no part of it. */
export const testedSettings = (server: Tested): string =>
  hashKey(
    server.host,
    server.port,
    server.encryption,
    server.authentication,
    server.username,
    server.envelopeSender,
    server.heloName,
    server.fromFilter ?? ''
  );
