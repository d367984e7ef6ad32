import { z } from 'zod';
import { keptTest } from './connection-tests';
import {
  addressesOrDomains,
  documentId,
  encryption,
  flag,
  hostName,
  instant,
  longText,
  portNumber,
  priority,
  requiredText,
  secret,
  shortText,
} from './fields';
import { problem } from './problems';

/** Mailboxes: `/mail-gateway/incoming-servers`. */

const protocol = z.enum(['imap'], { error: 'The protocol is imap.' });

const authentication = z.enum(['password'], { error: 'The authentication is password.' });

const afterFetch = z.enum(['leave', 'seen', 'move', 'delete'], {
  error: 'afterFetch is leave, seen, move or delete.',
});

const settings = {
  name: requiredText('The name'),
  protocol,
  host: hostName,
  port: portNumber,
  encryption,
  authentication,
  username: requiredText('The user name'),
  folder: requiredText('The folder'),
  /** Lower first. */
  priority,
  active: flag('active'),
  /** UID of the content type that mail becomes which no alias takes; null: aliases alone. */
  fallbackContentType: shortText('The fallback content type').nullable(),
  keepAttachments: flag('keepAttachments'),
  /** What happens to the copy on the server once it is stored here. */
  afterFetch,
  /** Where `move` puts it. */
  afterFetchFolder: shortText('The folder to move to').nullable(),
  /** Which mail is imported at the first contact: unseen of the last 7 days, none, of the last n days, all. */
  startFrom: z
    .string({ error: 'startFrom is unseen, now, all or days:n.' })
    .regex(
      /^(?:unseen|now|all|days:[1-9]\d{0,4})$/,
      'startFrom is unseen, now, all or days:n, as in days:30.'
    ),
  /** Addresses that this mailbox receives for; empty: its login. */
  deliversTo: addressesOrDomains('deliversTo').nullable(),
  /** Whose Authentication-Results are believed (RFC 8601). */
  trustedAuthservId: shortText('The trusted authserv-id').nullable(),
  /** PEM of a certificate authority of the site's own. */
  certificateAuthority: longText('The certificate authority')
    .refine(
      (text) => text.trim() === '' || text.includes('-----BEGIN CERTIFICATE-----'),
      problem(
        'certificate_form',
        'The certificate authority is one or more certificates in PEM form, which begin with -----BEGIN CERTIFICATE-----.'
      )
    )
    .nullable(),
  /** Bytes; larger mail is journaled without its content. Null: the site's limit. */
  maxMessageSize: z
    .int({ error: 'maxMessageSize is a number of bytes.' })
    .min(1024, 'maxMessageSize is a number of bytes, at least 1024.')
    .nullable(),
};

const changes = z.strictObject(settings).partial();

/** What a new row has where the request says nothing. The port follows from the encryption. */
export const INCOMING_SERVER_DEFAULTS = {
  protocol: 'imap',
  encryption: 'tls',
  authentication: 'password',
  folder: 'INBOX',
  priority: 5,
  active: true,
  fallbackContentType: null,
  keepAttachments: true,
  afterFetch: 'leave',
  afterFetchFolder: null,
  startFrom: 'unseen',
  deliversTo: null,
  trustedAuthservId: null,
  certificateAuthority: null,
  maxMessageSize: null,
} as const;

/** The usual IMAP port of each encryption (RFC 8314). */
export const INCOMING_PORTS = { none: 143, starttls: 143, tls: 993 } as const;

/** `POST /mail-gateway/incoming-servers` */
export const createIncomingServer = changes.extend({
  name: settings.name,
  host: settings.host,
  username: settings.username,
  password: secret.optional(),
});
export type CreateIncomingServer = z.infer<typeof createIncomingServer>;

/** `PUT /mail-gateway/incoming-servers/:documentId`: what is left out stays. */
export const updateIncomingServer = changes.extend({ password: secret.optional() });
export type UpdateIncomingServer = z.infer<typeof updateIncomingServer>;

/** An incoming server in an answer. */
export const incomingServer = z.strictObject({
  documentId,
  ...settings,
  /** Whether a readable password is stored; the password itself is in no answer. */
  hasSecret: z.boolean(),
  /** Only confirmed servers are fetched. */
  state: z.enum(['draft', 'confirmed']),
  confirmedAt: instant,
  ...keptTest,
  lastFetchedAt: instant,
  lastSuccessAt: instant,
  lastMailAt: instant,
  errorSince: instant,
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  /** Failed runs since the last success. */
  failures: z.int(),
  nextAttemptAt: instant,
  createdAt: instant,
  updatedAt: instant,
});
export type IncomingServer = z.infer<typeof incomingServer>;
