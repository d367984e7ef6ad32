import type { Core } from '@strapi/strapi';
import {
  outboundEmail,
  outboundEmailDetail,
  outboundEmailsQuery,
  type Answer,
  type EndlessAnswer,
  type OutboundEmail,
  type OutboundEmailDetail,
  type OutboundEmailsQuery,
} from '../../../../contracts';
import { UID } from '../../constants';
import { GatewayError } from '../../errors';
import { parse } from '../parse';
import { present } from '../present';
import { respondWith } from '../respond';
import { readKeyPage } from './key-page';

/** A row of the outbox as the database gives it. */
type OutboxRow = Record<string, unknown> & { id: number; documentId: string };

/** Columns that the database may leave empty, in the form that the contract promises. */
const withDefaults = (row: OutboxRow): Pick<OutboundEmail, 'attempts' | 'maybeTwice'> => ({
  attempts: Number(row.attempts ?? 0),
  maybeTwice: row.maybeTwice === true,
});

const conditionsOf = ({ state, q }: OutboundEmailsQuery) => ({
  ...(state ? { state } : {}),
  ...(q
    ? {
        $or: [
          { recipient: { $containsi: q } },
          { from: { $containsi: q } },
          { messageId: { $containsi: q } },
        ],
      }
    : {}),
});

/** The outbox: what left, what waits, and what failed with the server's words. Never what a mail says. */
export const createOutboundEmailsController = ({ strapi }: { strapi: Core.Strapi }) => ({
  list: respondWith(async ({ query }): Promise<EndlessAnswer<OutboundEmail>> => {
    const wanted = parse(outboundEmailsQuery, query, 400);
    const { rows, next } = await readKeyPage<OutboxRow>({
      table: strapi.db.query(UID.outboundEmail),
      where: conditionsOf(wanted),
      order: 'desc',
      page: wanted,
    });
    return { data: rows.map((row) => present(outboundEmail, row, withDefaults(row))), meta: { next } };
  }),

  detail: respondWith(async ({ params }): Promise<Answer<OutboundEmailDetail>> => {
    const documentId = params.documentId ?? '';
    const row: OutboxRow | null = await strapi.db.query(UID.outboundEmail).findOne({ where: { documentId } });
    if (!row) throw new GatewayError('not_found', `There is no outbound email "${documentId}".`, 404);
    return { data: present(outboundEmailDetail, row, withDefaults(row)) };
  }),
});
