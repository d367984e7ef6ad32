import type { Core } from '@strapi/strapi';
import { existingGatewayOf } from './gateway';

/** Milliseconds that mails under way get to finish; the whole of `destroy` stays below five seconds. */
const DRAIN_MS = 4_000;

/** Bounded, and harmless when `bootstrap` never ran. */
export const destroy = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  const gateway = existingGatewayOf(strapi);
  if (!gateway) return;
  await Promise.all([gateway.engine.stop(), gateway.outbound.drain(DRAIN_MS)]);
};
