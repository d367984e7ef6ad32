export * from './aliases';
export {
  useContentTypesQuery,
  useLazyReplayableQuery,
  useReceivedLikeQuery,
  useReceivedMailQuery,
  useReceivedQuery,
  useReplayMutation,
  useReplayOneOfManyMutation,
  useSiteQuery,
  useTakeOverMutation,
  type ContentTypeInfo,
} from './endpoints';
export { useDownloadOriginal, useReceivedContentQuery } from './originals';
export { PAGE_LIMIT, type ReceivedArguments, type ReceivedList } from './received';
export { statesToReplay } from './replayable';
export * from './servers';
export * from './site-settings';
export { issuesOf, useErrorText, useFormErrorText, type QueryError } from './error-text';
export * from './summaries';
export { useRefresh } from './use-refresh';
