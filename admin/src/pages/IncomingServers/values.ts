import {
  INCOMING_PORTS,
  INCOMING_SERVER_DEFAULTS,
  type CreateIncomingServer,
  type Encryption,
  type IncomingServer,
} from '../../../../contracts';

/** Of `fallbackContentType`: mail that no alias takes waits. Strapi's selects know no empty choice. */
export const NO_FALLBACK = 'none';

/** What the form holds: an empty field is null, as Strapi's inputs leave it. */
export interface ServerValues {
  name: string | null;
  host: string | null;
  /** As it was typed: a field for numbers would write 1,025. Null: the usual one for the encryption. */
  port: string | null;
  encryption: Encryption;
  username: string | null;
  /** What was typed; null keeps the stored one. */
  password: string | null;
  folder: string | null;
  priority: number | null;
  active: boolean;
  /** UID, or `NO_FALLBACK`. */
  fallbackContentType: string;
  keepAttachments: boolean;
  afterFetch: IncomingServer['afterFetch'];
  afterFetchFolder: string | null;
  startWith: 'unseen' | 'now' | 'days' | 'all';
  /** Of `startWith: days`. */
  startDays: number | null;
  deliversTo: string | null;
  trustedAuthservId: string | null;
  certificateAuthority: string | null;
  maxMegabytes: number | null;
}

const MEGABYTE = 1_000_000;

const DAYS = 'days:';

type Start = Pick<ServerValues, 'startWith' | 'startDays'>;

const startOf = (startFrom: string): Start => {
  if (startFrom.startsWith(DAYS)) {
    return { startWith: 'days', startDays: Number(startFrom.slice(DAYS.length)) };
  }
  const startWith = (['unseen', 'now', 'all'] as const).find((known) => known === startFrom);
  return { startWith: startWith ?? 'unseen', startDays: 30 };
};

const startFromOf = ({ startWith, startDays }: Start): string =>
  startWith === 'days' ? `${DAYS}${startDays ?? ''}` : startWith;

/** A saved server as the form shows it. */
export const savedValues = (server: IncomingServer): ServerValues => ({
  name: server.name,
  host: server.host,
  port: String(server.port),
  encryption: server.encryption,
  username: server.username,
  password: null,
  folder: server.folder,
  priority: server.priority,
  active: server.active,
  fallbackContentType: server.fallbackContentType ?? NO_FALLBACK,
  keepAttachments: server.keepAttachments,
  afterFetch: server.afterFetch,
  afterFetchFolder: server.afterFetchFolder,
  ...startOf(server.startFrom),
  deliversTo: server.deliversTo,
  trustedAuthservId: server.trustedAuthservId,
  certificateAuthority: server.certificateAuthority,
  maxMegabytes: server.maxMessageSize === null ? null : server.maxMessageSize / MEGABYTE,
});

/** A new server, upon what is known of its provider. */
export const newValues = (known: Partial<CreateIncomingServer>): ServerValues => {
  const { maxMessageSize: _none, startFrom, ...defaults } = INCOMING_SERVER_DEFAULTS;
  const values = { ...defaults, ...known };
  return {
    ...values,
    ...startOf(startFrom),
    name: null,
    host: known.host ?? null,
    username: null,
    password: null,
    port: known.port === undefined ? null : String(known.port),
    fallbackContentType: NO_FALLBACK,
    maxMegabytes: null,
  };
};

/**
 * The form as a request: what may be empty is said to be empty, numbers that were cleared fall back to the server's
 * defaults, and a password that was not typed is kept. Missing texts go as empty ones, so that the server names them.
 */
export const requestOf = (values: ServerValues): CreateIncomingServer => {
  const { name, host, port, username, password, folder, priority } = values;
  const { afterFetch, afterFetchFolder, fallbackContentType, maxMegabytes } = values;
  const { active, certificateAuthority, deliversTo, encryption, keepAttachments, trustedAuthservId } = values;
  return {
    ...{
      active,
      afterFetch,
      certificateAuthority,
      deliversTo,
      encryption,
      keepAttachments,
      trustedAuthservId,
    },
    name: name ?? '',
    host: host ?? '',
    port: port === null ? INCOMING_PORTS[encryption] : Number(port),
    username: username ?? '',
    folder: folder ?? INCOMING_SERVER_DEFAULTS.folder,
    priority: priority ?? INCOMING_SERVER_DEFAULTS.priority,
    afterFetchFolder: afterFetch === 'move' ? afterFetchFolder : null,
    fallbackContentType: fallbackContentType === NO_FALLBACK ? null : fallbackContentType,
    startFrom: startFromOf(values),
    maxMessageSize: maxMegabytes === null ? null : Math.round(maxMegabytes * MEGABYTE),
    ...(password === null ? {} : { password }),
  };
};

/** The server's names of fields where the form's differ, so that what it refuses is said at the right ones. */
const FIELD_OF: Readonly<Record<string, keyof ServerValues>> = {
  startFrom: 'startDays',
  maxMessageSize: 'maxMegabytes',
};

/** Problems by the form's own names of fields. */
export const problemsOf = (issues: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(issues).map(([path, message]) => [FIELD_OF[path] ?? path, message]));
