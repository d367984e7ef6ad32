import * as React from 'react';
import { useIntl, type IntlShape } from 'react-intl';
import { sentences } from './files';
import type { TextValues } from './text';

/**
 * Words what the server says in the user's language: by the kind of the sentence and its code, as in
 * `problem.text_cut`. Null where the server's own sentence does: for readers of English, and for what is not translated.
 */
export type Sentences = (key: string, values?: TextValues) => string | null;

const wordsOf = (intl: IntlShape, key: string, values?: TextValues): string | null => {
  try {
    return Object.hasOwn(intl.messages, key) ? intl.formatMessage({ id: key }, values) : null;
  } catch {
    return null;
  }
};

/** @see Sentences. The server's own are shown while they are loaded (`withTexts`), and where they cannot be. */
export const useSentences = (): Sentences => {
  const { locale } = useIntl();
  const intl = React.useSyncExternalStore(sentences.subscribe, () => sentences.at(locale));
  React.useEffect(() => {
    sentences.load(locale)?.catch(() => null);
  }, [locale]);
  return React.useCallback((key, values) => intl && wordsOf(intl, key, values), [intl]);
};
