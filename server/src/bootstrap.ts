import type { Core } from '@strapi/strapi';
import { registerPermissions, revalidateAliases } from './api';
import { PLUGIN_ID } from './constants';
import { gatewayOf } from './gateway';
import { keepTables } from './storage';

/** Strapi runs this in every CLI command too: it prepares, and leaves network and queue alone. */
export const bootstrap = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  await keepTables({ strapi });
  await registerPermissions({ strapi });
  const { engine, parameters, tokens } = gatewayOf(strapi);
  for (const problem of await parameters.claimNames()) strapi.log.warn(`[${PLUGIN_ID}] ${problem}`);
  await revalidateAliases({ strapi });
  await tokens.prepare();
  engine.prepare();
};
