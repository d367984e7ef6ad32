import type {
  AcceptSuggestion,
  Answer,
  EndlessAnswer,
  InboundContent,
  InboundOutcome,
  MessageCut,
  PostedMessage,
  PostThreadMessage,
  Suggestion,
  Thread,
  ThreadMessage,
  ThreadQuery,
} from '../../../contracts';
import { at, gatewayApi } from './client';

const thread = (documentId: string): string => at(`threads/${encodeURIComponent(documentId)}`);

/** A mail is accepted as one of the two, or refused. */
export type SuggestionDecision = AcceptSuggestion['as'] | 'refuse';

/** Which part of a conversation is shown. */
export interface ConversationArguments {
  threadId: string;
  /** Messages on a page. */
  pageSize: number;
  /** How many pages are open, from the latest message back; from 1. */
  pages: number;
}

/** The open pages, oldest message first. */
export interface Conversation {
  messages: ThreadMessage[];
  hasOlder: boolean;
}

/** As the server reads a message with files: a field for each property, and one for each file. */
const formOf = (message: PostThreadMessage, files: readonly File[]): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(message)) form.append(name, String(value));
  for (const file of files) form.append('files', file);
  return form;
};

/** None is part of the tags, as the list of received mail (`endpoints.ts`): whoever shows them asks again. */
const api = gatewayApi.injectEndpoints({
  endpoints: (build) => ({
    threadOfEntry: build.query<Thread | null, ThreadQuery>({
      query: (params) => ({ url: at('threads'), config: { params } }),
      transformResponse: ({ data }: Answer<Thread | null>) => data,
    }),

    thread: build.query<Thread, string>({
      query: thread,
      transformResponse: ({ data }: Answer<Thread>) => data,
    }),

    /** A page starts where the one before ends, so that a new message leaves neither gaps nor doubles. */
    conversation: build.query<Conversation, ConversationArguments>({
      async queryFn({ threadId, pageSize, pages }, _api, _extra, baseQuery) {
        const messages: ThreadMessage[] = [];
        let cursor: string | null = null;
        for (let page = 0; page < pages; page += 1) {
          const params = { order: 'desc', limit: pageSize, ...(cursor === null ? {} : { cursor }) };
          const answer = await baseQuery({ url: `${thread(threadId)}/messages`, config: { params } });
          if (answer.error) return { error: answer.error };
          // The server answers by the contract.
          const { data, meta } = answer.data as EndlessAnswer<ThreadMessage>;
          messages.push(...data);
          cursor = meta.next;
          if (cursor === null) break;
        }
        return { data: { messages: messages.reverse(), hasOlder: cursor !== null } };
      },
    }),

    /** Says whether a message is shown whole, or without what its author quoted. */
    cutMessage: build.mutation<MessageCut, { threadId: string; messageId: string; whole: boolean }>({
      query: ({ threadId, messageId, whole }) => ({
        url: `${thread(threadId)}/messages/${encodeURIComponent(messageId)}/cut`,
        method: 'PUT',
        data: { whole },
      }),
      transformResponse: ({ data }: Answer<MessageCut>) => data,
    }),

    suggestions: build.query<Suggestion[], string>({
      query: (threadId) => `${thread(threadId)}/suggestions`,
      transformResponse: ({ data }: Answer<Suggestion[]>) => data,
      providesTags: (_data, _error, threadId) => [{ type: 'MailGatewaySuggestions', id: threadId }],
    }),

    /** What a mail that waits for a decision says. */
    suggestionContent: build.query<InboundContent, string>({
      query: (documentId) => at(`suggestions/${encodeURIComponent(documentId)}/content`),
      transformResponse: ({ data }: Answer<InboundContent>) => data,
    }),

    decideSuggestion: build.mutation<
      InboundOutcome,
      { documentId: string; threadId: string; decision: SuggestionDecision; requestId: string }
    >({
      query: ({ documentId, decision, requestId }) => ({
        url: at(
          `suggestions/${encodeURIComponent(documentId)}/${decision === 'refuse' ? decision : 'accept'}`
        ),
        method: 'POST',
        data: decision === 'refuse' ? {} : { as: decision, requestId },
      }),
      transformResponse: ({ data }: Answer<InboundOutcome>) => data,
      // Also after a refusal: somebody else may have decided.
      invalidatesTags: (_data, _error, { threadId }) => [{ type: 'MailGatewaySuggestions', id: threadId }],
    }),

    postMessage: build.mutation<
      PostedMessage,
      { threadId: string; message: PostThreadMessage; files: readonly File[] }
    >({
      query: ({ threadId, message, files }) => ({
        url: `${thread(threadId)}/messages`,
        method: 'POST',
        data: files.length === 0 ? message : formOf(message, files),
      }),
      transformResponse: ({ data }: Answer<PostedMessage>) => data,
    }),
  }),
});

export const {
  useConversationQuery,
  useCutMessageMutation,
  useDecideSuggestionMutation,
  usePostMessageMutation,
  useSuggestionContentQuery,
  useSuggestionsQuery,
  useThreadOfEntryQuery,
  useThreadQuery,
} = api;
