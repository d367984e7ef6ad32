import type {
  Alias,
  AliasContentType,
  AliasPreview,
  AliasPreviewRequest,
  AliasSuggestion,
  Answer,
  CreateAlias,
  Destination,
  ListAnswer,
  MappingProposal,
  UpdateAlias,
} from '../../../contracts';
import { at, gatewayApi, withQuery } from './client';

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

    /** What mail can become. Changes with a restart alone. */
    aliasContentTypes: build.query<AliasContentType[], undefined>({
      query: () => at('aliases/content-types'),
      transformResponse: ({ data }: Answer<AliasContentType[]>) => data,
      keepUnusedDataFor: 3600,
    }),

    mappingProposal: build.query<MappingProposal, string>({
      query: (contentType) => ({ url: at('aliases/proposal'), config: { params: { contentType } } }),
      transformResponse: ({ data }: Answer<MappingProposal>) => data,
    }),

    /** Nothing is written; the answer depends on mails and entries too, so that it is not kept. */
    aliasPreview: build.query<AliasPreview, { rules: AliasPreviewRequest; mail: string | null }>({
      query: ({ rules, mail }) => ({
        url: at(mail === null ? 'aliases/preview' : `aliases/preview/${encodeURIComponent(mail)}`),
        method: 'POST',
        data: rules,
      }),
      transformResponse: ({ data }: Answer<AliasPreview>) => data,
      keepUnusedDataFor: 0,
    }),

    aliasSuggestion: build.query<AliasSuggestion, string>({
      query: (mail) => at(`aliases/suggestion/${encodeURIComponent(mail)}`),
      transformResponse: ({ data }: Answer<AliasSuggestion>) => data,
      keepUnusedDataFor: 0,
    }),

    destination: build.query<Destination, string>({
      query: (address) => withQuery('aliases/destination', { address }),
      transformResponse: ({ data }: Answer<Destination>) => data,
      providesTags: ['MailGatewayAliases'],
      keepUnusedDataFor: 0,
    }),
  }),
});

export const {
  useAliasContentTypesQuery,
  useAliasesQuery,
  useAliasPreviewQuery,
  useAliasQuery,
  useAliasSuggestionQuery,
  useCreateAliasMutation,
  useDestinationQuery,
  useLazyMappingProposalQuery,
  useMappingProposalQuery,
  useRemoveAliasMutation,
  useUpdateAliasMutation,
} = api;
