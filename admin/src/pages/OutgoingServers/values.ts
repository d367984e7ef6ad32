import {
  OUTGOING_PORTS,
  OUTGOING_SERVER_DEFAULTS,
  type CreateOutgoingServer,
  type Encryption,
  type OutgoingServer,
  type UpdateOutgoingServer,
} from '../../../../contracts';

/** What the form holds: an empty field is null, as Strapi's inputs leave it. */
export interface ServerValues {
  name: string | null;
  preset: string | null;
  host: string | null;
  /** As it was typed: a field for numbers would write 1,025. Null: the usual one for the encryption. */
  port: string | null;
  encryption: Encryption;
  authentication: 'none' | 'password';
  username: string | null;
  /** What was typed; null keeps the stored one. */
  password: string | null;
  priority: number | null;
  fromFilter: string | null;
  active: boolean;
  envelopeSender: 'auto' | 'bounce' | 'login' | 'from';
  heloName: string | null;
  maxConnections: number | null;
}

/** A new server, upon what is known of its provider. */
export const newValues = (known: Partial<CreateOutgoingServer>): ServerValues => {
  const values = { ...OUTGOING_SERVER_DEFAULTS, name: null, host: null, ...known };
  return { ...values, password: null, port: values.port === undefined ? null : String(values.port) };
};

/** A saved server as the form shows it. */
export const savedValues = (server: OutgoingServer): ServerValues => ({
  name: server.name,
  preset: server.preset,
  host: server.host,
  port: String(server.port),
  encryption: server.encryption,
  authentication: server.authentication,
  username: server.username,
  password: null,
  priority: server.priority,
  fromFilter: server.fromFilter,
  active: server.active,
  envelopeSender: server.envelopeSender,
  heloName: server.heloName,
  maxConnections: server.maxConnections,
});

/**
 * The form as a request: what may be empty is said to be empty, numbers that were cleared fall back to the server's
 * defaults, and a password that was not typed is kept. Missing texts go as empty ones, so that the server names them.
 */
export const requestOf = (values: ServerValues): UpdateOutgoingServer & { name: string; host: string } => {
  const { name, host, port, priority, maxConnections, password, username, ...rest } = values;
  return {
    ...rest,
    name: name ?? '',
    host: host ?? '',
    port: port === null ? OUTGOING_PORTS[values.encryption] : Number(port),
    priority: priority ?? OUTGOING_SERVER_DEFAULTS.priority,
    maxConnections: maxConnections ?? OUTGOING_SERVER_DEFAULTS.maxConnections,
    // Where nobody logs in, what was typed before is of no use.
    username: values.authentication === 'password' ? username : null,
    ...(password !== null && values.authentication === 'password' ? { password } : {}),
  };
};
