import type {
  Answer,
  ConnectionTest,
  CreateOutgoingServer,
  IncomingServer,
  ListAnswer,
  OutgoingServer,
  TestOutgoingServer,
  UpdateOutgoingServer,
} from '../../../contracts';
import { at, gatewayApi } from './client';

const outgoing = (documentId: string): string => at(`outgoing-servers/${encodeURIComponent(documentId)}`);

/** More servers than anybody has, on one page. */
const ALL = { config: { params: { pageSize: 100 } } };

const api = gatewayApi.injectEndpoints({
  endpoints: (build) => ({
    incomingServers: build.query<IncomingServer[], undefined>({
      query: () => ({ url: at('incoming-servers'), ...ALL }),
      transformResponse: ({ data }: ListAnswer<IncomingServer>) => data,
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
  useCreateOutgoingServerMutation,
  useIncomingServersQuery,
  useOutgoingServerQuery,
  useOutgoingServersQuery,
  useRemoveOutgoingServerMutation,
  useTestOutgoingServerMutation,
  useTestSavedOutgoingServerMutation,
  useUpdateOutgoingServerMutation,
} = api;
