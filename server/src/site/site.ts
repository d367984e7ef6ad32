import type { Core } from '@strapi/strapi';
import type { Site as SiteStatus } from '../../../contracts';
import { PLUGIN_ID } from '../constants';
import { messageOf } from '../errors';
import { fingerprintOf, isSameSite, type Fingerprint, type Surroundings } from './fingerprint';

/** Emitted once per process that finds itself on a copy of another site's database. */
export const SITE_COPY_EVENT = 'mail-gateway.site.copy';

/**
 * The clone guard. A copy of a production database on a developer's machine knows the mailboxes' passwords and holds
 * queued mail: it must neither fetch nor send until somebody says that it is meant to.
 */
export interface Site {
  /** Whether mailboxes may be fetched and queues may leave. */
  mayRun(): Promise<boolean>;
  status(): Promise<SiteStatus>;
  /**
   * Makes this the site that mailboxes and queues belong to, if none is yet. Called when a mailbox is confirmed and when
   * an outgoing server is saved: from then on a copy of the database could fetch or send.
   */
  claim(): Promise<void>;
  /** Makes this the site that the mailboxes belong to, whoever had them before. */
  takeOver(): Promise<SiteStatus>;
}

interface Owner extends Fingerprint {
  /** ISO 8601. */
  since: string;
}

const KEY = 'site';

const isOwner = (value: unknown): value is Owner =>
  typeof value === 'object' && value !== null && 'place' in value && 'name' in value && 'since' in value;

/** What Strapi's configuration and the environment say of this process. */
export const surroundingsOf = (strapi: Core.Strapi): Surroundings => ({
  siteName: process.env.MAIL_GATEWAY_SITE ?? '',
  client: strapi.db.dialect.client,
  connection: strapi.config.get<Surroundings['connection']>('database.connection.connection', {}),
  serverUrl: strapi.config.get<string>('server.url', ''),
});

/** @see Site */
export const createSite = ({
  strapi,
  surroundings = surroundingsOf(strapi),
}: {
  strapi: Core.Strapi;
  surroundings?: Surroundings;
}): Site => {
  const here = fingerprintOf(surroundings);
  const store = strapi.store({ type: 'plugin', name: PLUGIN_ID });
  let isAnnounced = false;

  const write = async (owner: Owner): Promise<Owner> => {
    await store.set({ key: KEY, value: owner });
    return owner;
  };

  const owner = async (): Promise<Owner | null> => {
    const stored = await store.get({ key: KEY });
    if (!isOwner(stored)) return null;
    // The operator has named a site that was known by its place: from now on it may move.
    const isNamed = stored.name === null && here.name !== null && stored.place === here.place;
    return isNamed ? write({ ...here, since: stored.since }) : stored;
  };

  const announce = (stored: Owner): void => {
    if (isAnnounced) return;
    isAnnounced = true;
    strapi.log.warn(
      `[${PLUGIN_ID}] This looks like a copy: the mailboxes belong to ${stored.description}, and this is ` +
        `${here.description}. Nothing is fetched or sent until somebody takes over in the admin.`
    );
    strapi.eventHub
      .emit(SITE_COPY_EVENT, { here: here.description, owner: stored.description })
      .catch((error: unknown) => strapi.log.error(`[${PLUGIN_ID}] A listener failed: ${messageOf(error)}`));
  };

  const status = async (): Promise<SiteStatus> => {
    const stored = await owner();
    if (!stored) {
      return {
        state: 'unclaimed',
        message: 'No mailbox has been confirmed and no outgoing server saved yet.',
        here: here.description,
        owner: null,
        ownedSince: null,
      };
    }
    const isOurs = isSameSite(stored, here);
    if (!isOurs) announce(stored);
    return {
      state: isOurs ? 'own' : 'copy',
      message: isOurs
        ? 'The mailboxes belong to this site.'
        : 'This looks like a copy: take over, or keep quiet. Nothing is fetched or sent meanwhile.',
      here: here.description,
      owner: stored.description,
      ownedSince: stored.since,
    };
  };

  return {
    status,

    mayRun: async () => (await status()).state !== 'copy',

    async claim() {
      if (!(await owner())) await write({ ...here, since: new Date().toISOString() });
    },

    async takeOver() {
      await write({ ...here, since: new Date().toISOString() });
      return status();
    },
  };
};
