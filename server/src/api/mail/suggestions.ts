import type { Core } from '@strapi/strapi';
import { suggestion, type Answer, type InboundOutcome, type Suggestion } from '../../../../contracts';
import { UID } from '../../constants';
import { gatewayOf } from '../../gateway';
import { adminUserOf } from '../admin-user';
import { present } from '../present';
import { respondWith, type HttpContext } from '../respond';
import { findInbound, outcomeOf } from './inbound-emails';
import { readableThread } from './threads';

/** A conversation with more of them is under attack, and shows the oldest. */
const SHOWN = 50;

type SuggestionRow = Record<'documentId' | 'subject' | 'from' | 'fromName' | 'explanation', string | null>;

/** Mails that may belong to a conversation: those who may answer there decide. */
export const createSuggestionsController = ({ strapi }: { strapi: Core.Strapi }) => {
  /** The thread that a mail was suggested for, where the user may read it. @throws GatewayError `not_found` */
  const suggestedThread = async (context: HttpContext): Promise<string> => {
    const row = await findInbound({ strapi }, context.params.documentId ?? '');
    const threadId = typeof row.threadId === 'string' ? row.threadId : '';
    return (await readableThread({ strapi }, context, threadId)).documentId;
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
      return {
        data: rows.map((row) =>
          present(suggestion, row, {
            subject: row.subject ?? '',
            from: row.from ?? '',
            fromName: row.fromName ?? '',
            explanation: row.explanation ?? '',
          })
        ),
      };
    }),

    accept: respondWith(async (context): Promise<Answer<InboundOutcome>> => {
      const thread = await suggestedThread(context);
      const { documentId } = await gatewayOf(strapi).inbound.accept(
        context.params.documentId ?? '',
        thread,
        adminUserOf(context).name
      );
      return { data: outcomeOf(await findInbound({ strapi }, documentId)) };
    }),

    refuse: respondWith(async (context): Promise<Answer<InboundOutcome>> => {
      await suggestedThread(context);
      const { documentId } = await gatewayOf(strapi).inbound.refuse(
        context.params.documentId ?? '',
        adminUserOf(context).name
      );
      return { data: outcomeOf(await findInbound({ strapi }, documentId)) };
    }),
  };
};
