import type { Core } from '@strapi/strapi';
import { pageQuery, putSystemParameter, putSystemParameters } from '../../../../contracts';
import type { GatewayOf } from '../needs';
import { parse } from '../parse';
import { respondWith } from '../respond';

/** `/mail-gateway/system-parameters`: every known key on the first pages, then the site's own ones. */
export const systemParameters =
  (gatewayOf: GatewayOf) =>
  ({ strapi }: { strapi: Core.Strapi }) => ({
    list: respondWith(async ({ query }) => {
      const { page, pageSize } = parse(pageQuery, { pageSize: 100, ...query }, 400);
      const all = await gatewayOf(strapi).parameters.all();
      return {
        data: all.slice((page - 1) * pageSize, page * pageSize),
        meta: {
          pagination: { page, pageSize, pageCount: Math.ceil(all.length / pageSize), total: all.length },
        },
      };
    }),

    setAll: respondWith(async ({ request }) => {
      const { values } = parse(putSystemParameters, request.body);
      return { data: await gatewayOf(strapi).parameters.setAll(values) };
    }),

    set: respondWith(async ({ params, request }) => {
      const { value } = parse(putSystemParameter, request.body);
      return { data: await gatewayOf(strapi).parameters.set(params.key ?? '', value) };
    }),

    unset: respondWith(async ({ params }) => ({
      data: await gatewayOf(strapi).parameters.unset(params.key ?? ''),
    })),
  });
