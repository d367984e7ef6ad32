import * as React from 'react';
import { useAPIErrorHandler } from '@strapi/strapi/admin';
import type { ErrorAnswer, FieldProblem } from '../../../contracts';
import { useSentences, useText } from '../i18n';
import { ownSentence, problemWords } from '../words';

/** What RTK Query gives as an error. */
export type QueryError = Parameters<ReturnType<typeof useAPIErrorHandler>['_unstableFormatAPIError']>[0];

type Details = ErrorAnswer['error']['details'];

/** The server answers by the contract of ErrorAnswer; anything else has no such details. */
const detailsOf = (error: QueryError): Details =>
  'details' in error ? ((error.details ?? {}) as Details) : {};

/** `error.code`, which Strapi's types do not know. */
const codeOf = (error: QueryError): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

const fieldIssues = (error: QueryError): FieldProblem[] =>
  (detailsOf(error).issues ?? []).filter(({ path }) => path);

/** Gives the sentences that belong to single fields, by the path of the field; empty where the whole request failed. */
export const useIssues = (): ((error: QueryError) => Record<string, string>) => {
  const text = useText();
  const sentences = useSentences();
  return React.useCallback(
    (error) =>
      Object.fromEntries(
        fieldIssues(error).map((issue) => [issue.path, problemWords(issue, text, sentences).words])
      ),
    [sentences, text]
  );
};

/** Says in one sentence why a request failed. */
export const useErrorText = (): ((error: QueryError) => string) => {
  const { _unstableFormatAPIError: format } = useAPIErrorHandler();
  const text = useText();
  const sentences = useSentences();
  return React.useCallback(
    (error) => {
      const { issues = [], values = {} } = detailsOf(error);
      const own = issues.map((issue) => problemWords(issue, text, sentences));
      // Each says more than that the request as a whole is wrong.
      if (own.length > 0 && own.every(({ isTranslated }) => isTranslated)) {
        return own.map(({ words }) => words).join(' ');
      }
      return ownSentence('error', { code: codeOf(error), values }, sentences) ?? format(error);
    },
    [format, sentences, text]
  );
};

/** The same for a form whose fields say themselves what is wrong with them. */
export const useFormErrorText = (): ((error: QueryError) => string) => {
  const text = useText();
  const errorText = useErrorText();
  return (error) => (fieldIssues(error).length > 0 ? text('error.fields') : errorText(error));
};
