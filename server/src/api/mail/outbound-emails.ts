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
import { parse } from '../parse';
import { demandMail, mailRightsOf, type MailOfEntry } from '../mail-rights';
import { present } from '../present';
import { respondWith } from '../respond';
import { keyCursor, readKeyPage } from './key-page';
import { readReadablePage } from './readable-page';

/** A row of the outbox as the database gives it. */
type OutboxRow = Record<string, unknown> & MailOfEntry & { id: number; documentId: string };

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

/**
 * The outbox: what left, what waits, and what failed with the server's words. Never what a mail says. Whoever asks sees the
 * mails of the entries that they may read.
 */
export const createOutboundEmailsController = ({ strapi }: { strapi: Core.Strapi }) => ({
  list: respondWith(async (context): Promise<EndlessAnswer<OutboundEmail>> => {
    const wanted = parse(outboundEmailsQuery, context.query, 400);
    const table = strapi.db.query(UID.outboundEmail);
    const conditions = conditionsOf(wanted);
    const { rows, next } = await readReadablePage<OutboxRow>(
      {
        read: (scope, page) =>
          readKeyPage<OutboxRow>({ table, where: { ...conditions, ...scope }, order: 'desc', page }),
        cursorOf: keyCursor,
        compare: (a, b) => b.id - a.id,
      },
      await mailRightsOf({ strapi }, context, UID.outboundEmail),
      wanted
    );
    return { data: rows.map((row) => present(outboundEmail, row, withDefaults(row))), meta: { next } };
  }),

  detail: respondWith(async (context): Promise<Answer<OutboundEmailDetail>> => {
    const documentId = context.params.documentId ?? '';
    const found: OutboxRow | null = await strapi.db
      .query(UID.outboundEmail)
      .findOne({ where: { documentId } });
    const row = await demandMail({ strapi }, context, found, `outbound email "${documentId}"`);
    return { data: present(outboundEmailDetail, row, withDefaults(row)) };
  }),
});
