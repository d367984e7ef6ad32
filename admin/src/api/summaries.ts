import type {
  Answer,
  CreateTestMail,
  InboundOutcome,
  InboundSummary,
  OutboundSummary,
} from '../../../contracts';
import { at, gatewayApi } from './client';

const api = gatewayApi.injectEndpoints({
  endpoints: (build) => ({
    inboundSummary: build.query<InboundSummary, undefined>({
      query: () => at('inbound-emails/summary'),
      transformResponse: ({ data }: Answer<InboundSummary>) => data,
      keepUnusedDataFor: 0,
    }),

    outboundSummary: build.query<OutboundSummary, undefined>({
      query: () => at('outbound-emails/summary'),
      transformResponse: ({ data }: Answer<OutboundSummary>) => data,
      keepUnusedDataFor: 0,
    }),

    createTestMail: build.mutation<InboundOutcome, CreateTestMail>({
      query: (data) => ({ url: at('test-mails'), method: 'POST', data }),
      transformResponse: ({ data }: Answer<InboundOutcome>) => data,
      invalidatesTags: ['MailGatewayReceived'],
    }),
  }),
});

export const { useCreateTestMailMutation, useInboundSummaryQuery, useOutboundSummaryQuery } = api;
