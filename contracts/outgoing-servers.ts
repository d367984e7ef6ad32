import { z } from 'zod';
import { keptTest } from './connection-tests';
import {
  addressesOrDomains,
  documentId,
  encryption,
  flag,
  hostName,
  instant,
  portNumber,
  priority,
  requiredText,
  secret,
  shortText,
} from './fields';

/** SMTP accounts: `/mail-gateway/outgoing-servers`. */

const authentication = z.enum(['none', 'password'], { error: 'The authentication is none or password.' });

const envelopeSender = z.enum(['auto', 'bounce', 'login', 'from'], {
  error: 'The envelope sender is auto, bounce, login or from.',
});

const settings = {
  name: requiredText('The name'),
  /** Which provider's preset the values came from; only shown. */
  preset: shortText('The preset').nullable(),
  host: hostName,
  port: portNumber,
  encryption,
  authentication,
  username: shortText('The user name').nullable(),
  /** Lower first. */
  priority,
  /** Addresses and domains that this server may send as; empty: all. */
  fromFilter: addressesOrDomains('The From filter').nullable(),
  active: flag('active'),
  /** What MAIL FROM says. */
  envelopeSender,
  /** What EHLO says; empty: the alias domain. */
  heloName: shortText('The HELO name').nullable(),
  maxConnections: z
    .int({ error: 'maxConnections is a whole number.' })
    .min(1, 'maxConnections is between 1 and 50.')
    .max(50, 'maxConnections is between 1 and 50.'),
};

const changes = z.strictObject(settings).partial();

/** What a new row has where the request says nothing. The port follows from the encryption. */
export const OUTGOING_SERVER_DEFAULTS = {
  preset: null,
  encryption: 'starttls',
  authentication: 'password',
  username: null,
  priority: 10,
  fromFilter: null,
  active: true,
  envelopeSender: 'auto',
  heloName: null,
  maxConnections: 5,
} as const;

/** The usual SMTP port of each encryption (RFC 8314, RFC 6409). */
export const OUTGOING_PORTS = { none: 25, starttls: 587, tls: 465 } as const;

/** `POST /mail-gateway/outgoing-servers` */
export const createOutgoingServer = changes.extend({
  name: settings.name,
  host: settings.host,
  password: secret.optional(),
});
export type CreateOutgoingServer = z.infer<typeof createOutgoingServer>;

/** `PUT /mail-gateway/outgoing-servers/:documentId`: what is left out stays. */
export const updateOutgoingServer = changes.extend({ password: secret.optional() });
export type UpdateOutgoingServer = z.infer<typeof updateOutgoingServer>;

/** `POST …/outgoing-servers/:documentId/test` */
export const testSavedOutgoingServer = z.strictObject({
  /** Sender to try instead of the one that the gateway would use. */
  from: shortText('The test sender').optional(),
  /** Recipient to try. No mail is sent to it. */
  to: shortText('The test recipient').optional(),
});

/** `POST /mail-gateway/outgoing-servers/test`: values that are not saved, upon a saved row when `documentId` is given. */
export const testOutgoingServer = updateOutgoingServer.extend({
  documentId: documentId.optional(),
  ...testSavedOutgoingServer.shape,
});
export type TestOutgoingServer = z.infer<typeof testOutgoingServer>;

/** An outgoing server in an answer. */
export const outgoingServer = z.strictObject({
  documentId,
  ...settings,
  /** Whether a readable password is stored; the password itself is in no answer. */
  hasSecret: z.boolean(),
  state: z.enum(['untested', 'ok', 'failing']),
  ...keptTest,
  /** Why it is failing: what the last test or the last mail met with. */
  lastError: z.string().nullable(),
  /** By the codes of connection tests; null where none says it. */
  lastErrorCode: z.string().nullable(),
  pausedUntil: instant,
  createdAt: instant,
  updatedAt: instant,
});
export type OutgoingServer = z.infer<typeof outgoingServer>;
