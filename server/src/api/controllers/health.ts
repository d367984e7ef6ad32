import type { Core } from '@strapi/strapi';
import type { Answer, Health } from '../../../../contracts';
import type { GatewayOf } from '../needs';
import { respondWith } from '../respond';

/** `/mail-gateway/health` */
export const health =
  (gatewayOf: GatewayOf) =>
  ({ strapi }: { strapi: Core.Strapi }) => ({
    get: respondWith(async (): Promise<Answer<Health>> => {
      const slowContentTypes = gatewayOf(strapi)
        .slowContentTypes()
        .map((slow) => ({
          ...slow,
          message: `Creating a ${slow.contentType} takes ${slow.milliseconds} ms on average, so mails for it are delivered one by one. Look at its lifecycle hooks and document middlewares.`,
        }));
      return { data: { slowContentTypes } };
    }),
  });
