import type { Core } from '@strapi/strapi';
import { gatewayOf } from './gateway';
import { keepTables } from './storage';

/** Strapi runs this in every CLI command too: it prepares, and leaves network and queue alone. */
export const bootstrap = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  await keepTables({ strapi });
  gatewayOf(strapi).engine.prepare();
};
