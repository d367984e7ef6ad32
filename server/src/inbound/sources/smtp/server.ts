import { SMTPServer } from 'smtp-server';
import { createHandlers, type HandlerOptions } from './handlers';
import type { Credentials } from './self-signed';
import type { ListenerLimits } from './types';

/** A server that listens. */
export interface OpenServer {
  /** Frees the port at once; open connections have a moment to end their mail. */
  close(): Promise<void>;
}

/** Commands of the library that this server does not have: nobody logs in here, nobody speaks for another client. */
const DISABLED = ['AUTH', 'XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL'];

/**
 * Opens a server.
 * @param credentials null: STARTTLS is not offered.
 * @throws what listening ended with, as with the code EADDRINUSE.
 */
export const openServer = async ({
  host,
  port,
  credentials,
  limits,
  ...handling
}: Omit<HandlerOptions, 'maxMessageSize'> & {
  host: string;
  port: number;
  credentials: Credentials | null;
  limits: ListenerLimits;
}): Promise<OpenServer> => {
  const { maxMessageSize, maxClients, maxRecipients, idleMs, lifetimeMs, closeMs } = limits;
  const lifetimes = new Map<string, NodeJS.Timeout>();

  const server: SMTPServer = new SMTPServer({
    ...createHandlers({ ...handling, maxMessageSize }),
    ...credentials,
    lmtp: handling.protocol === 'lmtp',
    // Without a key of its own the library would show one that everybody knows.
    disabledCommands: credentials ? DISABLED : [...DISABLED, 'STARTTLS'],
    minVersion: 'TLSv1.2',
    size: maxMessageSize,
    rejectOversized: true,
    maxClients,
    maxRecipients,
    socketTimeout: idleMs,
    closeTimeout: closeMs,
    hideENHANCEDSTATUSCODES: false,
    // A name of the client that nobody asks for is not worth a wait for the DNS.
    disableReverseLookup: true,
    // Devices send as `user.@example.com`, and their mail is worth as much as any.
    lenientAddressParsing: true,
    logger: false,

    onConnect({ id }, done) {
      const end = (): void => {
        const connection = [...server.connections].find((open) => open.id === id);
        connection?.send(421, 'This connection has lasted too long');
      };
      lifetimes.set(id, setTimeout(end, lifetimeMs).unref());
      done();
    },

    onClose({ id }) {
      clearTimeout(lifetimes.get(id));
      lifetimes.delete(id);
    },
  });
  // A client that hangs up in the middle of its mail is told to nobody: it comes back.
  server.on('error', () => undefined);

  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
};
