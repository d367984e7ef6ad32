export * from './aliases';
export {
  useContentTypesQuery,
  useReceivedMailQuery,
  useReceivedQuery,
  useReplayMutation,
  useSiteQuery,
  useTakeOverMutation,
  type ContentTypeInfo,
} from './endpoints';
export { useDownloadOriginal, useReceivedContentQuery } from './originals';
export { PAGE_LIMIT, type ReceivedArguments, type ReceivedList } from './received';
export * from './servers';
export * from './site-settings';
export { issuesOf, useErrorText, useFormErrorText, type QueryError } from './error-text';
export * from './summaries';
export { useRefresh } from './use-refresh';
