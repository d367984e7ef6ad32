import type { Core } from '@strapi/strapi';
import { scheduledAction, updateScheduledAction } from '../../../../contracts';
import type { ScheduledAction } from '../../jobs';
import type { GatewayOf } from '../needs';
import { parse } from '../parse';
import { present } from '../present';
import { respondWith } from '../respond';

const presentAction = (action: ScheduledAction) => present(scheduledAction, { ...action });

/** `/mail-gateway/scheduled-actions` */
export const scheduledActions =
  (gatewayOf: GatewayOf) =>
  ({ strapi }: { strapi: Core.Strapi }) => ({
    list: respondWith(async () => {
      const data = (await gatewayOf(strapi).scheduledActions.list()).map(presentAction);
      const pagination = { page: 1, pageSize: data.length, pageCount: 1, total: data.length };
      return { data, meta: { pagination } };
    }),

    update: respondWith(async ({ params, request }) => {
      const changes = parse(updateScheduledAction, request.body);
      return {
        data: presentAction(await gatewayOf(strapi).scheduledActions.update(params.name ?? '', changes)),
      };
    }),

    run: respondWith(async ({ params }) => ({
      data: presentAction(await gatewayOf(strapi).scheduledActions.runNow(params.name ?? '')),
    })),
  });
