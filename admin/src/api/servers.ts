import type {
  Answer,
  Confirmation,
  ConnectionTest,
  CreateIncomingServer,
  CreateOutgoingServer,
  FetchProgress,
  FetchResult,
  IncomingServer,
  ListAnswer,
  OutgoingServer,
  TestOutgoingServer,
  UpdateIncomingServer,
  UpdateOutgoingServer,
} from '../../../contracts';
import { at, gatewayApi } from './client';

const incoming = (documentId: string): string => at(`incoming-servers/${encodeURIComponent(documentId)}`);

const outgoing = (documentId: string): string => at(`outgoing-servers/${encodeURIComponent(documentId)}`);

/** More servers than anybody has, on one page. */
const ALL = { config: { params: { pageSize: 100 } } };

const api = gatewayApi.injectEndpoints({
  endpoints: (build) => ({
    incomingServers: build.query<IncomingServer[], undefined>({
      query: () => ({ url: at('incoming-servers'), ...ALL }),
      transformResponse: ({ data }: ListAnswer<IncomingServer>) => data,
      providesTags: ['MailGatewayIncoming'],
    }),

    incomingServer: build.query<IncomingServer, string>({
      query: incoming,
      transformResponse: ({ data }: Answer<IncomingServer>) => data,
      providesTags: ['MailGatewayIncoming'],
    }),

    createIncomingServer: build.mutation<IncomingServer, CreateIncomingServer>({
      query: (data) => ({ url: at('incoming-servers'), method: 'POST', data }),
      transformResponse: ({ data }: Answer<IncomingServer>) => data,
      invalidatesTags: ['MailGatewayIncoming'],
    }),

    updateIncomingServer: build.mutation<
      IncomingServer,
      { documentId: string; changes: UpdateIncomingServer }
    >({
      query: ({ documentId, changes }) => ({ url: incoming(documentId), method: 'PUT', data: changes }),
      transformResponse: ({ data }: Answer<IncomingServer>) => data,
      invalidatesTags: ['MailGatewayIncoming'],
    }),

    removeIncomingServer: build.mutation<unknown, string>({
      query: (documentId) => ({ url: incoming(documentId), method: 'DELETE' }),
      invalidatesTags: ['MailGatewayIncoming'],
    }),

    /** The first mailbox that is confirmed makes the site the one that fetches. */
    confirmIncomingServer: build.mutation<Confirmation, string>({
      query: (documentId) => ({ url: `${incoming(documentId)}/confirm`, method: 'POST' }),
      transformResponse: ({ data }: Answer<Confirmation>) => data,
      invalidatesTags: ['MailGatewayIncoming', 'MailGatewaySite'],
    }),

    /** Answers when the run has ended. */
    fetchIncomingServer: build.mutation<FetchResult, string>({
      query: (documentId) => ({ url: `${incoming(documentId)}/fetch`, method: 'POST' }),
      transformResponse: ({ data }: Answer<FetchResult>) => data,
      invalidatesTags: ['MailGatewayIncoming', 'MailGatewayReceived'],
    }),

    fetchProgress: build.query<FetchProgress | null, string>({
      query: (documentId) => `${incoming(documentId)}/fetch`,
      transformResponse: ({ data }: Answer<FetchProgress | null>) => data,
      keepUnusedDataFor: 0,
    }),

    outgoingServers: build.query<OutgoingServer[], undefined>({
      query: () => ({ url: at('outgoing-servers'), ...ALL }),
      transformResponse: ({ data }: ListAnswer<OutgoingServer>) => data,
      providesTags: ['MailGatewayOutgoing'],
    }),

    outgoingServer: build.query<OutgoingServer, string>({
      query: outgoing,
      transformResponse: ({ data }: Answer<OutgoingServer>) => data,
      providesTags: ['MailGatewayOutgoing'],
    }),

    createOutgoingServer: build.mutation<OutgoingServer, CreateOutgoingServer>({
      query: (data) => ({ url: at('outgoing-servers'), method: 'POST', data }),
      transformResponse: ({ data }: Answer<OutgoingServer>) => data,
      invalidatesTags: ['MailGatewayOutgoing'],
    }),

    updateOutgoingServer: build.mutation<
      OutgoingServer,
      { documentId: string; changes: UpdateOutgoingServer }
    >({
      query: ({ documentId, changes }) => ({ url: outgoing(documentId), method: 'PUT', data: changes }),
      transformResponse: ({ data }: Answer<OutgoingServer>) => data,
      invalidatesTags: ['MailGatewayOutgoing'],
    }),

    removeOutgoingServer: build.mutation<unknown, string>({
      query: (documentId) => ({ url: outgoing(documentId), method: 'DELETE' }),
      invalidatesTags: ['MailGatewayOutgoing'],
    }),

    /** Saved values: the outcome is remembered with the server. */
    testSavedOutgoingServer: build.mutation<ConnectionTest, string>({
      query: (documentId) => ({ url: `${outgoing(documentId)}/test`, method: 'POST', data: {} }),
      transformResponse: ({ data }: Answer<ConnectionTest>) => data,
      invalidatesTags: ['MailGatewayOutgoing'],
    }),

    testOutgoingServer: build.mutation<ConnectionTest, TestOutgoingServer>({
      query: (data) => ({ url: at('outgoing-servers/test'), method: 'POST', data }),
      transformResponse: ({ data }: Answer<ConnectionTest>) => data,
    }),
  }),
});

export const {
  useConfirmIncomingServerMutation,
  useCreateIncomingServerMutation,
  useCreateOutgoingServerMutation,
  useFetchIncomingServerMutation,
  useIncomingServerQuery,
  useIncomingServersQuery,
  useLazyFetchProgressQuery,
  useOutgoingServerQuery,
  useOutgoingServersQuery,
  useRemoveIncomingServerMutation,
  useRemoveOutgoingServerMutation,
  useTestOutgoingServerMutation,
  useTestSavedOutgoingServerMutation,
  useUpdateIncomingServerMutation,
  useUpdateOutgoingServerMutation,
} = api;
