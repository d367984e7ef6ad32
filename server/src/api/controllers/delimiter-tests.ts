import type { Core } from '@strapi/strapi';
import { startDelimiterTest } from '../../../../contracts';
import type { GatewayOf } from '../needs';
import { parse } from '../parse';
import { respondWith } from '../respond';

/** `/mail-gateway/system-parameters/delimiter-tests`: whether the alias domain delivers addresses with a key. */
export const delimiterTests =
  (gatewayOf: GatewayOf) =>
  ({ strapi }: { strapi: Core.Strapi }) => ({
    list: respondWith(async () => ({ data: await gatewayOf(strapi).delimiterTests.last() })),

    start: respondWith(async ({ request }) => {
      const { delimiter } = parse(startDelimiterTest, request.body);
      return { data: await gatewayOf(strapi).delimiterTests.start(delimiter) };
    }),

    get: respondWith(async ({ params }) => ({
      data: await gatewayOf(strapi).delimiterTests.find(params.documentId ?? ''),
    })),
  });
