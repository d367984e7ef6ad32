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
import { present } from '../present';
import { respondWith } from '../respond';
import { endedAt, mailsLike } from './inbound-like';
import { readKeyPage } from './key-page';
import { readTimePage } from './time-page';

/** A journal row as the database gives it. */
type JournalRow = Record<string, unknown> & {
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

/** @throws GatewayError `not_found` */
export const findInbound = async (
  { strapi }: { strapi: Core.Strapi },
  documentId: string
): Promise<JournalRow> => {
  const row: JournalRow | null = await strapi.db.query(UID.inboundEmail).findOne({ where: { documentId } });
  if (row) return row;
  throw new GatewayError('not_found', `There is no inbound email "${documentId}".`, 404);
};

const conditionsOf = ({ state, reason, q, incomingServerId }: InboundEmailsQuery) => ({
  ...(state ? { state } : {}),
  ...(reason ? { reason } : {}),
  ...(incomingServerId ? { incomingServerId } : {}),
  ...(q
    ? { $or: [{ subject: { $containsi: q } }, { from: { $containsi: q } }, { fromName: { $containsi: q } }] }
    : {}),
});

/** The journal of received mail: newest first, paged by key, so that a long list costs no more than a short one. */
export const createInboundEmailsController = ({ strapi }: { strapi: Core.Strapi }) => ({
  list: respondWith(async ({ query }): Promise<EndlessAnswer<InboundEmail>> => {
    const wanted = parse(inboundEmailsQuery, query, 400);
    const { from, to } = wanted;
    const table = strapi.db.query(UID.inboundEmail);
    const where = conditionsOf(wanted);
    const { rows, next } =
      from === undefined && to === undefined
        ? await readKeyPage<JournalRow>({ table, where, order: 'desc', page: wanted })
        : await readTimePage<JournalRow>({ table, where, span: { from, to }, page: wanted });
    return { data: rows.map((row) => present(inboundEmail, row, withDefaults(row))), meta: { next } };
  }),

  detail: respondWith(async ({ params }): Promise<Answer<InboundEmailDetail>> => {
    const row = await findInbound({ strapi }, params.documentId ?? '');
    return { data: present(inboundEmailDetail, row, { ...withDefaults(row), actions: actionsOf(row) }) };
  }),

  like: respondWith(async ({ params }): Promise<Answer<InboundEmailsLike>> => {
    const row = await findInbound({ strapi }, params.documentId ?? '');
    const alias = endedAt(row);
    const found =
      alias === null ? { documentIds: [], hasMore: false } : await mailsLike({ strapi }, row, alias);
    return { data: { alias, ...found } };
  }),

  replay: respondWith(async ({ params }): Promise<Answer<InboundOutcome>> => {
    const { documentId } = await gatewayOf(strapi).inbound.replay(params.documentId ?? '');
    return { data: outcomeOf(await findInbound({ strapi }, documentId)) };
  }),
});
