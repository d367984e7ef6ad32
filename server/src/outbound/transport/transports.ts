import { GatewayError, messageOf } from '../../errors';
import type { OutboundDependencies } from '../dependencies';
import type { OutgoingServer } from '../types';
import { openConnection, type SmtpEnvelope, type SmtpTarget, type TransportTimeouts } from './connection';
import { TransportError } from './errors';
import type { MarkedMessage } from './marked-message';
import { CLOSED_DELIVERY, createPool, type Delivery, type Pool } from './pool';

/** Settings of a server that decide how it is connected to. */
export type ServerConnection = Pick<
  OutgoingServer,
  'host' | 'port' | 'encryption' | 'authentication' | 'username' | 'heloName'
>;

type Needs = Pick<OutboundDependencies, 'network' | 'ca'>;

/** Name that EHLO says: what the server's row names, else our domain; nothing that could be another command. */
const heloNameOf = (wanted: string | null, domain: string | null): string | undefined =>
  [wanted, domain].find((name): name is string => name !== null && /^[A-Za-z0-9.:[\]-]{1,255}$/.test(name));

/**
 * Judges the host by the address it leads to, and puts together how to connect to exactly that address.
 * @param readPassword not called where the server needs no login.
 * @throws TransportError for a host that must not be connected to and for a password that cannot be had.
 */
export const resolveTarget = async (
  server: ServerConnection,
  domain: string | null,
  readPassword: () => Promise<string | null>,
  { network, ca }: Needs
): Promise<SmtpTarget> => {
  const { host, port, encryption, authentication, username, heloName } = server;
  const verdict = await network.vetHost({ host, port });
  if (!verdict.allowed) throw new TransportError('connect', { message: verdict.message, code: verdict.code });

  const login = async (): Promise<SmtpTarget['login']> => {
    if (authentication === 'none') return null;
    if (encryption === 'none' && !network.mayUsePlainPassword(verdict.address)) {
      throw new GatewayError(
        'plain_password',
        'A password is not sent without encryption: choose STARTTLS or TLS for this server.'
      );
    }
    const pass = await readPassword();
    if (pass === null || !username) {
      throw new GatewayError('login_missing', 'User name or password of the server are missing: enter them.');
    }
    return { user: username, pass };
  };

  try {
    return {
      address: verdict.address,
      port,
      encryption,
      servername: verdict.servername,
      heloName: heloNameOf(heloName, domain),
      login: await login(),
      ca,
    };
  } catch (error) {
    const code = error instanceof GatewayError ? error.code : 'login_missing';
    throw new TransportError('login', { message: messageOf(error), code });
  }
};

/** One pool of connections for each outgoing server. */
export interface Transports {
  /** Never rejects. After `close` it connects to nobody. */
  deliver(
    server: OutgoingServer,
    domain: string | null,
    envelope: SmtpEnvelope,
    newMessage: () => MarkedMessage
  ): Promise<Delivery>;
  /** The server's settings changed: open connections are used no more. */
  forget(documentId: string): void;
  /** Cuts all connections, also those at work, for good. */
  close(): void;
}

/** @see Transports */
export const createTransports = ({
  secrets,
  timeouts,
  ...needs
}: Needs & Pick<OutboundDependencies, 'secrets'> & { timeouts: TransportTimeouts }): Transports => {
  const pools = new Map<string, { pool: Pool; settings: string }>();
  let closed = false;

  const poolOf = (server: OutgoingServer, domain: string | null): Pool => {
    const { documentId, host, port, encryption, authentication, username, heloName, maxConnections } = server;
    const settings = JSON.stringify([
      ...[host, port, encryption, authentication, username, heloName, maxConnections, domain],
    ]);
    const known = pools.get(documentId);
    if (known?.settings === settings) return known.pool;
    known?.pool.close();
    const readPassword = () => secrets.read(`outgoing-server:${documentId}`);
    const pool = createPool({
      maxConnections: Math.max(1, maxConnections),
      open: async () => openConnection(await resolveTarget(server, domain, readPassword, needs), timeouts),
    });
    pools.set(documentId, { pool, settings });
    return pool;
  };

  return {
    deliver: async (server, domain, envelope, newMessage) =>
      closed ? CLOSED_DELIVERY : poolOf(server, domain).deliver(envelope, newMessage),

    forget(documentId) {
      pools.get(documentId)?.pool.close();
      pools.delete(documentId);
    },

    close() {
      closed = true;
      for (const { pool } of pools.values()) pool.destroy();
      pools.clear();
    },
  };
};
