import type { Core } from '@strapi/strapi';
import type { Configuration } from './config';
import { PLUGIN_ID } from './constants';
import { createChunkStore, createDatabase } from './storage';
import { createEngine, createLeases, createScheduledActions } from './jobs';

/** All parts of the plugin, wired. The only place that knows how they depend on each other. */
const createGateway = ({ strapi }: { strapi: Core.Strapi }) => {
  const configuration = strapi.config.get<Configuration>(`plugin::${PLUGIN_ID}`);
  const database = createDatabase({ strapi });
  const chunks = createChunkStore({ database });
  const leases = createLeases({ database });
  const scheduledActions = createScheduledActions({
    database,
    leases,
    definitions: [],
    onError: (name, error) => strapi.log.error(`[${PLUGIN_ID}] Scheduled action ${name} failed.`, { error }),
  });
  const engine = createEngine({
    strapi,
    enabled: configuration.worker,
    start: () => scheduledActions.prepare(),
    tick: (signal) => scheduledActions.tick(signal),
  });

  return { database, chunks, leases, scheduledActions, engine };
};

export type Gateway = ReturnType<typeof createGateway>;

const gateways = new WeakMap<Core.Strapi, Gateway>();

/** The gateway of a Strapi instance, made on first use; from `bootstrap` on, when there is a database. */
export const gatewayOf = (strapi: Core.Strapi): Gateway => {
  const known = gateways.get(strapi);
  if (known) return known;
  const made = createGateway({ strapi });
  gateways.set(strapi, made);
  return made;
};

/** The gateway if one was made; `destroy` may run where `bootstrap` never did. */
export const existingGatewayOf = (strapi: Core.Strapi): Gateway | undefined => gateways.get(strapi);
