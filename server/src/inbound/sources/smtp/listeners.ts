import type { Core } from '@strapi/strapi';
import { normaliseAddress } from '../../../mail';
import type { Site } from '../../../site';
import type { Background } from '../../background';
import type { Inbound } from '../../inbound';
import type { Recipients } from '../../recipients';
import { credentialsOf } from './credentials';
import { createListener, DEFAULT_HOST } from './listener';
import { openServer } from './server';
import type { Dialogue, ListenerLimits, ListenerSettings, ListenerStatus, Protocol } from './types';

const MINUTE_MS = 60_000;

/** RFC 5321 4.5.3.1.8: a server takes at least a hundred. */
const MAX_RECIPIENTS = 100;
/** RFC 5321 4.5.3.2.7: a server waits at least five minutes for the next command. */
const IDLE_MS = 5 * MINUTE_MS;
/** Well below the hour after which bytes without a journal row are swept: none may be of a mail still on its way. */
const LIFETIME_MS = 30 * MINUTE_MS;
/** Strapi's develop mode waits for it at each save. */
const CLOSE_MS = 1000;

/** How both listeners are configured. */
export interface ListenersSettings {
  smtp: ListenerSettings | null;
  lmtp: ListenerSettings | null;
  maxClients: number;
}

export interface ListenersOptions {
  strapi: Pick<Core.Strapi, 'log'>;
  site: Pick<Site, 'mayRun'>;
  inbound: Pick<Inbound, 'store'>;
  background: Background;
  recipients: Recipients;
  listener: ListenersSettings;
  /** Bytes of the largest mail that is taken in. */
  maxMessageSize: number;
  limits?: Partial<ListenerLimits>;
  /** Between two attempts to listen. */
  retryMs?: number;
}

/** The doors for mail that comes in by SMTP and LMTP. Neither relays: they take mail for this site's addresses alone. */
export interface Listeners {
  start(): void;
  /** Of this process. */
  status(): ListenerStatus[];
  /** Frees the ports. Works if `start` never ran. */
  stop(): Promise<void>;
}

/** @see Listeners */
export const createListeners = ({
  strapi: { log },
  site,
  inbound,
  background,
  recipients,
  listener,
  maxMessageSize,
  limits: given,
  retryMs = MINUTE_MS,
}: ListenersOptions): Listeners => {
  const limits: ListenerLimits = {
    maxMessageSize,
    maxClients: listener.maxClients,
    maxRecipients: MAX_RECIPIENTS,
    idleMs: IDLE_MS,
    lifetimeMs: LIFETIME_MS,
    closeMs: CLOSE_MS,
    ...given,
  };

  const dialogue: Dialogue = {
    mayWork: () => site.mayRun(),
    async isOurs(recipient) {
      const address = normaliseAddress(recipient);
      return address !== null && recipients.anyOurs([address]);
    },
    store: (raw, envelope, source) => inbound.store(raw, envelope, source),
    stored: (connection, documentId) => background.add(connection, documentId),
  };

  const make = (protocol: Protocol) =>
    createListener({
      protocol,
      settings: listener[protocol],
      async open(settings) {
        const { port, host = DEFAULT_HOST } = settings;
        const credentials = await credentialsOf(settings);
        return openServer({
          protocol,
          name: `${host}:${port}`,
          host,
          port,
          credentials,
          dialogue,
          limits,
          log,
        });
      },
      retryMs,
      log,
    });
  const both = [make('smtp'), make('lmtp')];

  return {
    start: () => both.forEach((one) => one.start()),
    status: () => both.map((one) => one.status()),
    async stop() {
      await Promise.all(both.map((one) => one.stop()));
    },
  };
};
