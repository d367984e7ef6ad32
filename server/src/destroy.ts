import type { Core } from '@strapi/strapi';
import { existingGatewayOf } from './gateway';

/** Milliseconds that mails under way get to finish; the whole of `destroy` stays below five seconds. */
const DRAIN_MS = 3_500;

/** Bounded, and harmless when `bootstrap` never ran. */
export const destroy = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  await existingGatewayOf(strapi)?.stop(DRAIN_MS);
};
