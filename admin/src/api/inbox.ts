import type {
  Answer,
  EndlessAnswer,
  InboxCount,
  InboxQuery,
  InboxThread,
  ReadState,
} from '../../../contracts';
import { at, gatewayApi, withQuery } from './client';

/** What of the Inbox is shown. */
export interface InboxArguments {
  filter: InboxQuery['filter'];
  /** How many pages are open, from 1. */
  pages: number;
}

/** The open pages: unread conversations first. */
export interface InboxList {
  threads: InboxThread[];
  hasMore: boolean;
}

const markedAs = (threadId: string, state: 'read' | 'unread'): string =>
  at(`inbox/${encodeURIComponent(threadId)}/${state}`);

/** A conversation that becomes unread while pages are read may stand on two of them. */
const each = (threads: readonly InboxThread[]): InboxThread[] => [
  ...new Map(threads.map((thread) => [thread.documentId, thread])).values(),
];

/** Only the number is part of the tags, as it is always in view; the list is asked for by its page (`endpoints.ts`). */
const api = gatewayApi.injectEndpoints({
  endpoints: (build) => ({
    inbox: build.query<InboxList, InboxArguments>({
      async queryFn({ filter, pages }, _api, _extra, baseQuery) {
        const threads: InboxThread[] = [];
        let after: string | null = null;
        for (let page = 0; page < pages; page += 1) {
          const answer = await baseQuery(
            withQuery('inbox', { filter, ...(after === null ? {} : { after }) })
          );
          if (answer.error) return { error: answer.error };
          // The server answers by the contract.
          const { data, meta } = answer.data as EndlessAnswer<InboxThread>;
          threads.push(...data);
          after = meta.next;
          if (after === null) break;
        }
        return { data: { threads: each(threads), hasMore: after !== null } };
      },
    }),

    inboxCount: build.query<InboxCount, undefined>({
      query: () => at('inbox/count'),
      transformResponse: ({ data }: Answer<InboxCount>) => data,
      providesTags: ['MailGatewayInbox'],
    }),

    /** @param message documentId of the latest message that was seen. */
    markRead: build.mutation<ReadState, { threadId: string; message: string }>({
      query: ({ threadId, message }) => ({
        url: markedAs(threadId, 'read'),
        method: 'PUT',
        data: { message },
      }),
      transformResponse: ({ data }: Answer<ReadState>) => data,
      invalidatesTags: ['MailGatewayInbox'],
    }),

    markUnread: build.mutation<ReadState, string>({
      query: (threadId) => ({ url: markedAs(threadId, 'unread'), method: 'PUT' }),
      transformResponse: ({ data }: Answer<ReadState>) => data,
      invalidatesTags: ['MailGatewayInbox'],
    }),
  }),
});

export const { useInboxCountQuery, useInboxQuery, useMarkReadMutation, useMarkUnreadMutation } = api;
