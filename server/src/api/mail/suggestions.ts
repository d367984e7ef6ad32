import type { Core } from '@strapi/strapi';
import {
  acceptSuggestion,
  suggestion,
  type Answer,
  type InboundContent,
  type InboundOutcome,
  type Suggestion,
  type SuggestionReason,
} from '../../../../contracts';
import { UID } from '../../constants';
import { GatewayError } from '../../errors';
import { gatewayOf } from '../../gateway';
import { addressKey, hashKey } from '../../mail';
import { addressOwners } from '../../rights';
import { adminUserOf } from '../admin-user';
import { parse } from '../parse';
import { present } from '../present';
import { respondWith, type HttpContext } from '../respond';
import { contentOf } from './inbound-content';
import { findInbound, outcomeOf } from './inbound-emails';
import { readableThread } from './threads';

/** A conversation with more of them is under attack, and shows the oldest. */
const SHOWN = 50;

type SuggestionRow = Record<'documentId' | 'subject' | 'from' | 'fromName' | 'explanation', string | null> & {
  /** The decision, as the router wrote it. */
  route: {
    outcome?: { details?: { answersNote?: boolean; by?: string; answersTo?: string | null } } | null;
  } | null;
};

const answersNote = ({ route }: SuggestionRow): boolean => route?.outcome?.details?.answersNote === true;

const answersTo = ({ route, from }: SuggestionRow): string | null => {
  const address = route?.outcome?.details?.answersTo ?? null;
  return address === null || addressKey(address) === addressKey(from ?? '') ? null : address;
};

const aboutOf = ({ route, from }: SuggestionRow): Pick<SuggestionReason, 'code' | 'values'> => {
  const by = route?.outcome?.details?.by;
  const values = { sender: from ?? '' };
  if (by === 'admin') return { code: 'colleague_unproven', values };
  return { code: by === 'follower' ? 'follower_without_reference' : 'sender_unknown_here', values };
};

/** Mails that may belong to a conversation: those who may answer there decide. */
export const createSuggestionsController = ({ strapi }: { strapi: Core.Strapi }) => {
  /** A mail and the thread that it was suggested for, where the user may read it. @throws GatewayError `not_found` */
  const suggested = async (context: HttpContext) => {
    const row = await findInbound({ strapi }, context.params.documentId ?? '');
    const wanted = typeof row.threadId === 'string' ? row.threadId : '';
    const { documentId: threadId } = await readableThread({ strapi }, context, wanted);
    return { row, threadId };
  };

  return {
    list: respondWith(async (context): Promise<Answer<Suggestion[]>> => {
      const thread = await readableThread({ strapi }, context, context.params.documentId ?? '');
      const rows: SuggestionRow[] = await strapi.db.query(UID.inboundEmail).findMany({
        // Type and entry, because by these there is an index.
        where: {
          contentType: thread.contentType,
          entryDocumentId: thread.entryDocumentId,
          threadId: thread.documentId,
          state: 'unroutable',
          reason: 'suggestion',
        },
        orderBy: { id: 'asc' },
        limit: SHOWN,
      });
      const colleagues = await addressOwners(
        { strapi },
        rows.flatMap(({ from }) => from ?? [])
      );
      const noteBecause = (row: SuggestionRow): Suggestion['noteBecause'] =>
        answersNote(row) ? 'answers_note' : colleagues.has(row.from ?? '') ? 'colleague' : null;
      return {
        data: rows.map((row) =>
          present(suggestion, row, {
            noteBecause: noteBecause(row),
            about: aboutOf(row),
            subject: row.subject ?? '',
            from: row.from ?? '',
            answersTo: answersTo(row),
            fromName: row.fromName ?? '',
            explanation: row.explanation ?? '',
          })
        ),
      };
    }),

    /**
     * `GET /mail-gateway/suggestions/:documentId/content`: what a mail that waits says. Who may read the entry decides about
     * it; its header fields are for who may read received mail.
     */
    content: respondWith(async (context): Promise<Answer<InboundContent>> => {
      const { row } = await suggested(context);
      if (row.reason !== 'suggestion')
        throw new GatewayError('not_found', 'This mail waits for nobody.', 404);
      const content = await contentOf({ strapi }, row);
      return { data: content.shown ? { ...content, headers: [], headersCut: false } : content };
    }),

    accept: respondWith(async (context): Promise<Answer<InboundOutcome>> => {
      const { as, requestId } = parse(acceptSuggestion, context.request.body);
      const { threadId } = await suggested(context);
      const { name: by, documentId: userId, id } = adminUserOf(context);
      const request =
        requestId === undefined ? {} : { request: hashKey(userId ?? id, requestId.toLowerCase()) };
      const acceptance = { threadId, by, asNote: as === 'note', ...request };
      const { documentId } = await gatewayOf(strapi).inbound.accept(
        context.params.documentId ?? '',
        acceptance
      );
      return { data: outcomeOf(await findInbound({ strapi }, documentId)) };
    }),

    refuse: respondWith(async (context): Promise<Answer<InboundOutcome>> => {
      await suggested(context);
      const { documentId } = await gatewayOf(strapi).inbound.refuse(
        context.params.documentId ?? '',
        adminUserOf(context).name
      );
      return { data: outcomeOf(await findInbound({ strapi }, documentId)) };
    }),
  };
};
