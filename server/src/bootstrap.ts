import type { Core } from '@strapi/strapi';
import { registerPermissions, revalidateAliases } from './api';
import { PLUGIN_ID } from './constants';
import { GatewayError } from './errors';
import { gatewayOf } from './gateway';
import { keepTables } from './storage';
import type { Tokens } from './tokens';

/** A site without an encryption key still receives; what it cannot do, it says when somebody tries to. */
const prepareTokens = async ({ strapi, tokens }: { strapi: Core.Strapi; tokens: Tokens }): Promise<void> => {
  try {
    await tokens.prepare();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    strapi.log.warn(`[${PLUGIN_ID}] ${error.message}`);
  }
};

/** Strapi runs this in every CLI command too: it prepares, and leaves network and queue alone. */
export const bootstrap = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  await keepTables({ strapi });
  await registerPermissions({ strapi });
  const { engine, parameters, scheduledActions, threads, tokens } = gatewayOf(strapi);
  for (const problem of await parameters.claimNames()) strapi.log.warn(`[${PLUGIN_ID}] ${problem}`);
  await revalidateAliases({ strapi });
  threads.life.watch();
  await scheduledActions.prepare();
  await prepareTokens({ strapi, tokens });
  engine.prepare();
};
