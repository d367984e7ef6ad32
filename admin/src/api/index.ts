export * from './aliases';
export * from './conversations';
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
export * from './followers';
export * from './inbox';
export { useDownloadOriginal, useReceivedContentQuery } from './originals';
export { PAGE_LIMIT, type ReceivedArguments, type ReceivedList } from './received';
export { statesToReplay } from './replayable';
export * from './servers';
export * from './site-settings';
export * from './summaries';
export { useErrorText, useFormErrorText, useIssues, type QueryError } from './error-text';
export { useAttachmentBytes, useDownload } from './use-download';
export { useRefresh } from './use-refresh';
