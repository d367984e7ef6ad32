import type { Core } from '@strapi/strapi';
import {
  inboundEmail,
  inboundEmailDetail,
  inboundEmailsQuery,
  type Answer,
  type EndlessAnswer,
  type InboundAction,
  type InboundEmail,
  type InboundEmailDetail,
  type InboundEmailsLike,
  type InboundEmailsQuery,
  type InboundOutcome,
} from '../../../../contracts';
import { UID } from '../../constants';
import { GatewayError } from '../../errors';
import { gatewayOf } from '../../gateway';
import type { ActionResult } from '../../inbound';
import { parse } from '../parse';
import { demandMail, mailRightsOf, type MailOfEntry } from '../mail-rights';
import { present } from '../present';
import { respondWith, type HttpContext } from '../respond';
import { endedAt, mailsLike } from './inbound-like';
import { keyCursor, readKeyPage } from './key-page';
import { readReadablePage, type ListOrder } from './readable-page';
import { byTime, readTimePage, timeCursor } from './time-page';

/** A journal row as the database gives it. */
type JournalRow = Record<string, unknown> &
  MailOfEntry & {
    id: number;
    documentId: string;
    state: InboundEmail['state'];
    reason: string | null;
    explanation: string | null;
    receivedAt: string | null;
    results: ActionResult[] | null;
  };

const actionsOf = ({ results }: JournalRow): InboundAction[] =>
  (results ?? []).map(({ type, contentType, entryDocumentId, threadId, aliasId }) => ({
    type,
    contentType,
    entry: entryDocumentId,
    thread: threadId,
    alias: aliasId,
  }));

/** Columns that the database may leave empty, in the form that the contract promises. */
const withDefaults = (row: JournalRow) => ({
  quiet: row.quiet === true,
  attempts: Number(row.attempts ?? 0),
  flags: Array.isArray(row.flags) ? row.flags.map(String) : [],
  rawStored: row.rawStored === true,
  size: row.size === null ? null : Number(row.size),
});

/** What became of a mail. */
export const outcomeOf = (row: JournalRow): InboundOutcome => ({
  documentId: row.documentId,
  state: row.state,
  reason: row.reason,
  explanation: row.explanation,
  actions: actionsOf(row),
});

/** The row, whoever asks. @throws GatewayError `not_found` */
export const findInbound = async (
  { strapi }: { strapi: Core.Strapi },
  documentId: string
): Promise<JournalRow> => {
  const row: JournalRow | null = await strapi.db.query(UID.inboundEmail).findOne({ where: { documentId } });
  if (row) return row;
  throw new GatewayError('not_found', `There is no inbound email "${documentId}".`, 404);
};

/** The row of a mail that the user may see. @throws GatewayError `not_found` */
export const findReadableInbound = async (
  { strapi }: { strapi: Core.Strapi },
  { params, state }: Pick<HttpContext, 'params' | 'state'>
): Promise<JournalRow> => {
  const documentId = params.documentId ?? '';
  const row: JournalRow | null = await strapi.db.query(UID.inboundEmail).findOne({ where: { documentId } });
  return demandMail({ strapi }, { state }, row, `inbound email "${documentId}"`);
};

const conditionsOf = ({ state, reason, q, incomingServerId }: InboundEmailsQuery) => ({
  ...(state ? { state } : {}),
  ...(reason ? { reason } : {}),
  ...(incomingServerId ? { incomingServerId } : {}),
  ...(q
    ? { $or: [{ subject: { $containsi: q } }, { from: { $containsi: q } }, { fromName: { $containsi: q } }] }
    : {}),
});

/** By the time of receiving where days are asked for, else by key. */
const orderOf = (strapi: Core.Strapi, wanted: InboundEmailsQuery): ListOrder<JournalRow> => {
  const { from, to } = wanted;
  const table = strapi.db.query(UID.inboundEmail);
  const conditions = conditionsOf(wanted);
  return from === undefined && to === undefined
    ? {
        read: (scope, page) =>
          readKeyPage<JournalRow>({ table, where: { ...conditions, ...scope }, order: 'desc', page }),
        cursorOf: keyCursor,
        compare: (a, b) => b.id - a.id,
      }
    : {
        read: (scope, page) =>
          readTimePage<JournalRow>({ table, where: { ...conditions, ...scope }, span: { from, to }, page }),
        cursorOf: timeCursor,
        compare: byTime,
      };
};

/**
 * The journal of received mail: newest first, paged by key, so that a long list costs no more than a short one. Whoever
 * asks sees the mails of the entries that they may read.
 */
export const createInboundEmailsController = ({ strapi }: { strapi: Core.Strapi }) => ({
  list: respondWith(async (context): Promise<EndlessAnswer<InboundEmail>> => {
    const wanted = parse(inboundEmailsQuery, context.query, 400);
    const rights = await mailRightsOf({ strapi }, context, UID.inboundEmail);
    const { rows, next } = await readReadablePage(orderOf(strapi, wanted), rights, wanted);
    return { data: rows.map((row) => present(inboundEmail, row, withDefaults(row))), meta: { next } };
  }),

  detail: respondWith(async (context): Promise<Answer<InboundEmailDetail>> => {
    const row = await findReadableInbound({ strapi }, context);
    return { data: present(inboundEmailDetail, row, { ...withDefaults(row), actions: actionsOf(row) }) };
  }),

  like: respondWith(async (context): Promise<Answer<InboundEmailsLike>> => {
    const row = await findReadableInbound({ strapi }, context);
    const alias = endedAt(row);
    if (alias === null) return { data: { alias, documentIds: [], hasMore: false } };
    const found = await mailsLike(
      { strapi },
      row,
      alias,
      await mailRightsOf({ strapi }, context, UID.inboundEmail)
    );
    return { data: { alias, ...found } };
  }),

  replay: respondWith(async (context): Promise<Answer<InboundOutcome>> => {
    const { documentId } = await findReadableInbound({ strapi }, context);
    await gatewayOf(strapi).inbound.replay(documentId);
    return { data: outcomeOf(await findInbound({ strapi }, documentId)) };
  }),
});
