import type {
  Answer,
  DelimiterTest,
  Health,
  ListAnswer,
  Listener,
  PutSystemParameters,
  ScheduledAction,
  StartDelimiterTest,
  SystemParameter,
  UpdateScheduledAction,
} from '../../../contracts';
import { at, gatewayApi } from './client';

const action = (name: string): string => at(`scheduled-actions/${encodeURIComponent(name)}`);

const PAGE_SIZE = 100;

const api = gatewayApi.injectEndpoints({
  endpoints: (build) => ({
    /** All of them: the pages are slices of one list. */
    systemParameters: build.query<SystemParameter[], undefined>({
      async queryFn(_argument, _api, _extra, baseQuery) {
        const all: SystemParameter[] = [];
        for (let page = 1; ; page += 1) {
          const params = { page, pageSize: PAGE_SIZE };
          const answer = await baseQuery({ url: at('system-parameters'), config: { params } });
          if (answer.error) return { error: answer.error };
          // The server answers by the contract.
          const { data, meta } = answer.data as ListAnswer<SystemParameter>;
          all.push(...data);
          if (page >= meta.pagination.pageCount) return { data: all };
        }
      },
      providesTags: ['MailGatewayParameters'],
    }),

    /** All of them or none; null sets a key back to its default. */
    setSystemParameters: build.mutation<SystemParameter[], PutSystemParameters['values']>({
      query: (values) => ({ url: at('system-parameters'), method: 'PUT', data: { values } }),
      transformResponse: ({ data }: Answer<SystemParameter[]>) => data,
      invalidatesTags: ['MailGatewayParameters'],
      async onQueryStarted(_values, { dispatch, queryFulfilled }) {
        // What is saved next is compared with what is stored now, not with what was until the list is loaded anew.
        const saved = await queryFulfilled.catch(() => null);
        if (!saved) return;
        dispatch(
          api.util.updateQueryData('systemParameters', undefined, (all) =>
            all.map((parameter) => saved.data.find(({ key }) => key === parameter.key) ?? parameter)
          )
        );
      },
    }),

    startDelimiterTest: build.mutation<DelimiterTest, StartDelimiterTest>({
      query: (data) => ({ url: at('system-parameters/delimiter-tests'), method: 'POST', data }),
      transformResponse: ({ data }: Answer<DelimiterTest>) => data,
      invalidatesTags: ['MailGatewayDelimiterTests'],
    }),

    /** The last one of each sign. What the addresses are decides whether it still counts. */
    delimiterTests: build.query<DelimiterTest[], undefined>({
      query: () => at('system-parameters/delimiter-tests'),
      transformResponse: ({ data }: Answer<DelimiterTest[]>) => data,
      providesTags: ['MailGatewayDelimiterTests', 'MailGatewayParameters'],
    }),

    scheduledActions: build.query<ScheduledAction[], undefined>({
      query: () => at('scheduled-actions'),
      transformResponse: ({ data }: ListAnswer<ScheduledAction>) => data,
      providesTags: ['MailGatewayActions'],
    }),

    updateScheduledAction: build.mutation<ScheduledAction, { name: string; changes: UpdateScheduledAction }>({
      query: ({ name, changes }) => ({ url: action(name), method: 'PUT', data: changes }),
      transformResponse: ({ data }: Answer<ScheduledAction>) => data,
      invalidatesTags: ['MailGatewayActions'],
    }),

    runScheduledAction: build.mutation<ScheduledAction, string>({
      query: (name) => ({ url: `${action(name)}/run`, method: 'POST' }),
      transformResponse: ({ data }: Answer<ScheduledAction>) => data,
      invalidatesTags: ['MailGatewayActions'],
    }),

    listeners: build.query<Listener[], undefined>({
      query: () => at('listeners'),
      transformResponse: ({ data }: ListAnswer<Listener>) => data,
    }),

    health: build.query<Health, undefined>({
      query: () => at('health'),
      transformResponse: ({ data }: Answer<Health>) => data,
    }),
  }),
});

export const {
  useDelimiterTestsQuery,
  useHealthQuery,
  useListenersQuery,
  useRunScheduledActionMutation,
  useScheduledActionsQuery,
  useSetSystemParametersMutation,
  useStartDelimiterTestMutation,
  useSystemParametersQuery,
  useUpdateScheduledActionMutation,
} = api;
