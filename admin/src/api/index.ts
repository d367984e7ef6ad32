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
export {
  useCreateOutgoingServerMutation,
  useOutgoingServerQuery,
  useOutgoingServersQuery,
  useRemoveOutgoingServerMutation,
  useTestOutgoingServerMutation,
  useTestSavedOutgoingServerMutation,
  useUpdateOutgoingServerMutation,
} from './servers';
export { issuesOf, useErrorText, useFormErrorText, type QueryError } from './error-text';
export { useRefresh } from './use-refresh';
