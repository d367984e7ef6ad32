import type { Core } from '@strapi/strapi';
import type { OutboundExplanation } from '../../contracts';
import { createAddresses } from './addresses';
import { createAuthentication } from './authentication';
import type { Configuration } from './config';
import { PLUGIN_ID } from './constants';
import { createDelimiterTests } from './delimiter-tests';
import { htmlToText } from './html';
import { createWayIn } from './inbound';
import { createEngine, createLeases, createScheduledActions } from './jobs';
import { createMimeWorker } from './mime-worker';
import { mayUsePlainPassword, vetHost } from './network';
import { createOutbound } from './outbound';
import { createParameters, type Parameters } from './parameters';
import { scheduledActionDefinitions } from './scheduled';
import { createSecrets } from './secrets';
import { createSite } from './site';
import { hooksOf } from './steps';
import { createChunkStore, createDatabase, sweepChunks } from './storage';
import { createAttachments, createThreads, type Threads } from './threads';
import { createTokens } from './tokens';

/** All parts of the plugin, wired. The only place that knows how they depend on each other. */
const createGateway = ({ strapi }: { strapi: Core.Strapi }) => {
  const { worker, takeOverAfter, allowedEnv, network, inbound, listener, outbound } =
    strapi.config.get<Configuration>(`plugin::${PLUGIN_ID}`);
  const takeOverMs = takeOverAfter * 1000;
  const database = createDatabase({ strapi });
  const chunks = createChunkStore({ database });
  const leases = createLeases({ database, takeOverMs });
  const hooks = hooksOf(strapi);
  const site = createSite({ strapi });
  const secrets = createSecrets({ strapi, database, allowedEnv });
  const tokens = createTokens({ secrets });

  // Names depend on the domains that parameters hold, parameters on the names that they claim.
  const addresses = createAddresses({
    strapi,
    database,
    domains: (options): ReturnType<Parameters['aliasDomains']> => parameters.aliasDomains(options),
  });
  const parameters: Parameters = createParameters({ strapi, database, addresses });

  const mime = createMimeWorker();
  const attachments = createAttachments({ database, chunks });
  const wayOut = createOutbound({
    strapi,
    database,
    chunks,
    tokens,
    parameters,
    secrets,
    hooks,
    attachments,
    network: {
      vetHost: (target) => vetHost(target, network),
      mayUsePlainPassword: (address) => mayUsePlainPassword(address, network),
    },
    site: { mayWork: () => site.mayRun() },
    refusesFollower: (followerId, recipient): Promise<OutboundExplanation | null> =>
      threads.keys.refusesFollower(followerId, recipient),
    htmlToText,
    render: mime.render,
    uncertain: outbound.uncertain,
    takeOverMs,
  });
  const threads: Threads = createThreads({
    strapi,
    database,
    attachments,
    parameters,
    tokens,
    outbound: wayOut,
    hooks,
  });
  const wayIn = createWayIn({
    strapi,
    database,
    chunks,
    leases,
    hooks,
    secrets,
    tokens,
    parameters,
    addresses,
    site,
    threads,
    network,
    mime,
    authenticate: createAuthentication().authenticate,
    maxMessageSize: inbound.maxMessageSize,
    listener,
    takeOverMs,
  });

  const scheduledActions = createScheduledActions({
    database,
    leases,
    definitions: scheduledActionDefinitions({
      fetchAll: (signal) => wayIn.incoming.fetchAll(signal),
      sendDue: (signal) => wayOut.sweep(signal),
      async tidyUp(signal) {
        await sweepChunks({ strapi, database });
        await secrets.sweep();
        await wayIn.media.sweepMediaCopies(signal);
        await threads.life.sweep(signal);
      },
    }),
    onError: (name, error) => strapi.log.error(`[${PLUGIN_ID}] Scheduled action ${name} failed.`, { error }),
  });
  const engine = createEngine({
    strapi,
    enabled: worker,
    start() {
      wayOut.start();
      wayIn.listeners.start();
    },
    async tick(signal) {
      if (!(await site.mayRun())) return;
      await Promise.all([
        scheduledActions.tick(signal),
        leases.hold('waiting mails', () => wayIn.sweep(signal)),
      ]);
    },
  });

  return {
    database,
    chunks,
    mime,
    leases,
    hooks,
    site,
    secrets,
    tokens,
    parameters,
    addresses,
    threads,
    inbound: wayIn.inbound,
    incoming: wayIn.incoming,
    listeners: wayIn.listeners,
    recipients: wayIn.recipients,
    rehearsal: wayIn.rehearsal,
    delimiterTests: createDelimiterTests({ strapi, database, parameters, tokens, outbound: wayOut }),
    slowContentTypes: wayIn.slowContentTypes,
    outbound: wayOut,
    scheduledActions: {
      ...scheduledActions,
      /** Due at once; where this process works, it does not wait for the next tick. */
      async runNow(name: string) {
        const action = await scheduledActions.runNow(name);
        engine.nudge();
        return action;
      },
    },
    engine,
    /** Ends all work, whether or not any began; what is under way gets `limit` milliseconds. */
    async stop(limit: number) {
      await Promise.all([engine.stop(), wayIn.stop(limit), wayOut.drain(limit), threads.life.idle()]);
      await mime.stop();
    },
  };
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
