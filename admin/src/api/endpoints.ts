import type { BaseQueryError } from '@strapi/strapi/admin';
import type {
  Answer,
  EndlessAnswer,
  InboundEmail,
  InboundEmailDetail,
  InboundOutcome,
  Site,
} from '../../../contracts';
import { at, gatewayApi } from './client';
import { readReceived, type ReceivedArguments, type ReceivedList } from './received';

/** The part of the Content Manager's answer that is used here. */
export interface ContentTypeInfo {
  uid: string;
  kind: 'collectionType' | 'singleType';
  info: { displayName: string };
}

const received = (documentId: string): string => at(`inbound-emails/${encodeURIComponent(documentId)}`);

/** A request of ours that failed, on its way to `queryFn`'s answer. */
class Refused extends Error {
  constructor(readonly answer: unknown) {
    super('The server refused a page.');
  }
}

/**
 * Everything that the pages ask of the server: one typed client, whose shapes are the contracts'. The list is no part of
 * the tags and nothing polls by RTK Query: Strapi's i18n plugin runs the client's middleware a second time, which never
 * hears of pages that were left, and would go on asking for each list that was ever open.
 */
const api = gatewayApi.injectEndpoints({
  endpoints: (build) => ({
    received: build.query<ReceivedList, ReceivedArguments>({
      async queryFn(wanted, _api, _extra, baseQuery) {
        try {
          const list = await readReceived(wanted, async (params) => {
            const answer = await baseQuery({ url: at('inbound-emails'), config: { params } });
            if (answer.error) throw new Refused(answer.error);
            // The server answers by the contract.
            return answer.data as EndlessAnswer<InboundEmail>;
          });
          return { data: list };
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          // Only what `baseQuery` gave as an error is wrapped.
          return { error: error.answer as BaseQueryError };
        }
      },
    }),

    receivedMail: build.query<InboundEmailDetail, string>({
      query: received,
      transformResponse: ({ data }: Answer<InboundEmailDetail>) => data,
      providesTags: ['MailGatewayReceived'],
    }),

    replay: build.mutation<InboundOutcome, string>({
      query: (documentId) => ({ url: `${received(documentId)}/replay`, method: 'POST' }),
      transformResponse: ({ data }: Answer<InboundOutcome>) => data,
      invalidatesTags: ['MailGatewayReceived'],
    }),

    site: build.query<Site, undefined>({
      query: () => at('site'),
      transformResponse: ({ data }: Answer<Site>) => data,
      providesTags: ['MailGatewaySite'],
    }),

    takeOver: build.mutation<Site, undefined>({
      query: () => ({ url: at('site/take-over'), method: 'POST' }),
      transformResponse: ({ data }: Answer<Site>) => data,
      invalidatesTags: ['MailGatewaySite'],
    }),

    contentTypes: build.query<ContentTypeInfo[], undefined>({
      query: () => '/content-manager/content-types',
      transformResponse: ({ data }: Answer<ContentTypeInfo[]>) => data,
      keepUnusedDataFor: 3600,
    }),
  }),
});

export const {
  useContentTypesQuery,
  useReceivedMailQuery,
  useReceivedQuery,
  useReplayMutation,
  useSiteQuery,
  useTakeOverMutation,
} = api;
