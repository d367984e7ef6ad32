import type { Alias, Answer, CreateAlias, ListAnswer, UpdateAlias } from '../../../contracts';
import { at, gatewayApi } from './client';

const one = (documentId: string): string => at(`aliases/${encodeURIComponent(documentId)}`);

const PAGE = 100;

const api = gatewayApi.injectEndpoints({
  endpoints: (build) => ({
    aliases: build.query<ListAnswer<Alias>, number>({
      query: (page) => ({ url: at('aliases'), config: { params: { page, pageSize: PAGE } } }),
      providesTags: ['MailGatewayAliases'],
    }),

    alias: build.query<Alias, string>({
      query: one,
      transformResponse: ({ data }: Answer<Alias>) => data,
      providesTags: ['MailGatewayAliases'],
    }),

    createAlias: build.mutation<Alias, CreateAlias>({
      query: (data) => ({ url: at('aliases'), method: 'POST', data }),
      transformResponse: ({ data }: Answer<Alias>) => data,
      invalidatesTags: ['MailGatewayAliases'],
    }),

    updateAlias: build.mutation<Alias, { documentId: string; changes: UpdateAlias }>({
      query: ({ documentId, changes }) => ({ url: one(documentId), method: 'PUT', data: changes }),
      transformResponse: ({ data }: Answer<Alias>) => data,
      invalidatesTags: ['MailGatewayAliases'],
    }),

    removeAlias: build.mutation<unknown, string>({
      query: (documentId) => ({ url: one(documentId), method: 'DELETE' }),
      invalidatesTags: ['MailGatewayAliases'],
    }),
  }),
});

export const {
  useAliasQuery,
  useAliasesQuery,
  useCreateAliasMutation,
  useRemoveAliasMutation,
  useUpdateAliasMutation,
} = api;
