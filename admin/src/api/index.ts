export {
  useContentTypesQuery,
  useIncomingServersQuery,
  useReceivedMailQuery,
  useReceivedQuery,
  useReplayMutation,
  useSiteQuery,
  useTakeOverMutation,
  type ContentTypeInfo,
} from './endpoints';
export { PAGE_LIMIT, type ReceivedArguments, type ReceivedList } from './received';
export { useErrorText } from './error-text';
export { useRefresh } from './use-refresh';
