import { rootCertificates } from 'node:tls';
import { ImapFlow } from 'imapflow';
import { pinnedLookup, type VettedHost } from '../../../network';
import type { ImapLimits } from './limits';
import type { IncomingServer } from './types';

const MB = 1024 * 1024;

/** Below this Node 20 gives up on a distant address of a host that has several (its own limit is 250 ms). */
const ADDRESS_ATTEMPT_MS = 3_000;

/**
 * A client for one run: imapflow cannot be connected twice. Encryption is what the row says, never a fallback to plain
 * text; the connection goes to the vetted addresses, the certificate must carry the host's name.
 */
export const createClient = (
  server: Pick<IncomingServer, 'encryption' | 'certificateAuthority' | 'username'>,
  password: string,
  vetted: VettedHost,
  limits: ImapLimits,
  maxMessageSize: number
): ImapFlow => {
  // Own authorities add to the well-known ones: a provider may change to a public one overnight.
  const ca = server.certificateAuthority ? [...rootCertificates, server.certificateAuthority] : undefined;
  const tls = {
    lookup: pinnedLookup(vetted),
    autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS,
    ...(ca ? { ca } : {}),
  };
  // Room for a server that ignores partial fetches and sends a whole mail at once.
  const maxLiteralSize = maxMessageSize + MB;
  const client = new ImapFlow({
    host: vetted.servername ?? vetted.address,
    port: vetted.port,
    secure: server.encryption === 'tls',
    ...(server.encryption === 'tls' ? {} : { doSTARTTLS: server.encryption === 'starttls' }),
    tls,
    auth: { user: server.username, pass: password },
    clientInfo: { name: 'Mail Gateway for Strapi' },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: limits.connect,
    greetingTimeout: limits.greeting,
    // Each phase has its own limit; this one only ends a socket that none of them watches.
    socketTimeout: 2 * Math.max(limits.login, limits.list, limits.downloadStall),
    maxLiteralSize,
    maxResponseSize: maxLiteralSize + MB,
    maxLineLength: 32 * MB,
  });
  // Without a listener an error after `connect` ends the process. The command in flight rejects with it anyway.
  client.on('error', () => undefined);
  return client;
};
