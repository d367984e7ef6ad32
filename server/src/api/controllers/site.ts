import type { Core } from '@strapi/strapi';
import type { GatewayOf } from '../needs';
import { respondWith } from '../respond';

/** `/mail-gateway/site` */
export const site =
  (gatewayOf: GatewayOf) =>
  ({ strapi }: { strapi: Core.Strapi }) => ({
    get: respondWith(async () => ({ data: await gatewayOf(strapi).site.status() })),
    takeOver: respondWith(async () => ({ data: await gatewayOf(strapi).site.takeOver() })),
  });
