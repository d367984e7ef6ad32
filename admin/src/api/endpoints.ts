import type { BaseQueryError } from '@strapi/strapi/admin';
import type {
  Answer,
  EndlessAnswer,
  InboundEmail,
  InboundEmailDetail,
  InboundEmailsLike,
  InboundOutcome,
  Site,
} from '../../../contracts';
import { at, gatewayApi, withQuery } from './client';
import { readReceived, type FetchPage, type ReceivedArguments, type ReceivedList } from './received';
import { readReplayable, type ReplayableMails } from './replayable';

/** The part of the Content Manager's answer that is used here. */
export interface ContentTypeInfo {
  uid: string;
  kind: 'collectionType' | 'singleType';
  info: { displayName: string };
}

const received = (documentId: string): string => at(`inbound-emails/${encodeURIComponent(documentId)}`);

/** A request of ours that failed, on its way to `queryFn`'s answer. */
class Refused extends Error {
  constructor(readonly answer: BaseQueryError) {
    super('The server refused a page.');
  }
}

/** What `queryFn` of an endpoint asks by. */
type Asked = { data: unknown; error?: undefined } | { data?: undefined; error: BaseQueryError };

/** Reads pages of the journal, as the answer of an endpoint. */
const pagesBy = async <Data>(
  // RTK Query types what a base query gives as unknown; Strapi's gives one of these two.
  baseQuery: (url: string) => unknown,
  read: (fetchPage: FetchPage) => Promise<Data>
): Promise<{ data: Data } | { error: BaseQueryError }> => {
  try {
    const data = await read(async (query) => {
      const answer = (await baseQuery(withQuery('inbound-emails', query))) as Asked;
      if (answer.error) throw new Refused(answer.error);
      // The server answers by the contract.
      return answer.data as EndlessAnswer<InboundEmail>;
    });
    return { data };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { error: error.answer };
  }
};

/**
 * Everything that the pages ask of the server: one typed client, whose shapes are the contracts'. The list is no part of
 * the tags and nothing polls by RTK Query: Strapi's i18n plugin runs the client's middleware a second time, which never
 * hears of pages that were left, and would go on asking for each list that was ever open.
 */
const api = gatewayApi.injectEndpoints({
  endpoints: (build) => ({
    received: build.query<ReceivedList, ReceivedArguments>({
      queryFn: (wanted, _api, _extra, baseQuery) =>
        pagesBy(baseQuery, (fetchPage) => readReceived(wanted, fetchPage)),
    }),

    /** The mails of a filtered list that can be replayed. */
    replayable: build.query<ReplayableMails, ReceivedArguments>({
      queryFn: (wanted, _api, _extra, baseQuery) =>
        pagesBy(baseQuery, (fetchPage) => readReplayable(wanted, fetchPage)),
    }),

    /** Mails that ended for the same reason at the same alias. */
    receivedLike: build.query<InboundEmailsLike, string>({
      query: (documentId) => `${received(documentId)}/like`,
      transformResponse: ({ data }: Answer<InboundEmailsLike>) => data,
      providesTags: ['MailGatewayReceived'],
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

    /** As `replay`, one after the other: what is open is asked for again when all are through. */
    replayOneOfMany: build.mutation<InboundOutcome, string>({
      query: (documentId) => ({ url: `${received(documentId)}/replay`, method: 'POST' }),
      transformResponse: ({ data }: Answer<InboundOutcome>) => data,
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
  useLazyReplayableQuery,
  useReceivedLikeQuery,
  useReceivedMailQuery,
  useReceivedQuery,
  useReplayMutation,
  useReplayOneOfManyMutation,
  useSiteQuery,
  useTakeOverMutation,
} = api;
