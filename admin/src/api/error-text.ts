import { useAPIErrorHandler } from '@strapi/strapi/admin';
import type { ErrorAnswer } from '../../../contracts';
import { useText } from '../i18n';

/** What RTK Query gives as an error. */
export type QueryError = Parameters<ReturnType<typeof useAPIErrorHandler>['_unstableFormatAPIError']>[0];

/** The sentences that belong to single fields, by the path of the field; empty where the whole request failed. */
export const issuesOf = (error: QueryError): Record<string, string> => {
  // The server answers by the contract of ErrorAnswer; anything else has no such details.
  const { issues } = ('details' in error ? (error.details ?? {}) : {}) as ErrorAnswer['error']['details'];
  return Object.fromEntries(
    (issues ?? []).filter(({ path }) => path).map(({ path, message }) => [path, message])
  );
};

/** Says in one sentence why a request failed. */
export const useErrorText = (): ((error: QueryError) => string) => {
  const { _unstableFormatAPIError: format } = useAPIErrorHandler();
  return format;
};

/** The same for a form whose fields say themselves what is wrong with them. */
export const useFormErrorText = (): ((error: QueryError) => string) => {
  const text = useText();
  const errorText = useErrorText();
  return (error) => (Object.keys(issuesOf(error)).length > 0 ? text('error.fields') : errorText(error));
};
