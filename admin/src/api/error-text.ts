import { useAPIErrorHandler } from '@strapi/strapi/admin';

/** What RTK Query gives as an error. */
type QueryError = Parameters<ReturnType<typeof useAPIErrorHandler>['_unstableFormatAPIError']>[0];

/** Says in one sentence why a request failed. */
export const useErrorText = (): ((error: QueryError) => string) => {
  const { _unstableFormatAPIError: format } = useAPIErrorHandler();
  return format;
};
