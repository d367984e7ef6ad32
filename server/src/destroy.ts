import type { Core } from '@strapi/strapi';
import { existingGatewayOf } from './gateway';

/** Bounded, and harmless when `bootstrap` never ran. */
export const destroy = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  await existingGatewayOf(strapi)?.engine.stop();
};
