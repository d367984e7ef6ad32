import type { Core } from '@strapi/strapi';
import type { GatewayOf } from '../needs';
import { respondWith } from '../respond';

/** `/mail-gateway/listeners` */
export const listeners =
  (gatewayOf: GatewayOf) =>
  ({ strapi }: { strapi: Core.Strapi }) => ({
    list: respondWith(async () => {
      const data = gatewayOf(strapi).listeners.status();
      const pagination = { page: 1, pageSize: data.length, pageCount: 1, total: data.length };
      return { data, meta: { pagination } };
    }),
  });
