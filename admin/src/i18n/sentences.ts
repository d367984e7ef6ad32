import * as React from 'react';
import { createIntl, useIntl, type IntlShape } from 'react-intl';
import type { TextValues } from './text';

type File = { default: Record<string, string> };

/** The server's own sentences are English, so that there is no file for it. */
const FILES: Readonly<Record<string, () => Promise<File>>> = {
  de: () => import('../translations/sentences/de.json'),
  fr: () => import('../translations/sentences/fr.json'),
};

/**
 * Words what the server says in the user's language: by the kind of the sentence and its code, as in
 * `problem.text_cut`. Null where the server's own sentence does: for readers of English, and for what is not translated.
 */
export type Sentences = (key: string, values?: TextValues) => string | null;

const loading = new Map<string, Promise<IntlShape>>();
const loaded = new Map<string, IntlShape>();

/** A sentence without one of its values is better said in English than with a gap. */
const refuse = (error: Error): never => {
  throw error;
};

const wordsOf = (intl: IntlShape, key: string, values?: TextValues): string | null => {
  try {
    return Object.hasOwn(intl.messages, key) ? intl.formatMessage({ id: key }, values) : null;
  } catch {
    return null;
  }
};

const load = (locale: string, find: () => Promise<File>): Promise<IntlShape> => {
  const known = loading.get(locale);
  if (known) return known;
  const found = find().then(({ default: messages }) => {
    const intl = createIntl({ locale, messages, onError: refuse });
    loaded.set(locale, intl);
    return intl;
  });
  loading.set(locale, found);
  // Tried again by who asks next.
  found.catch(() => loading.delete(locale));
  return found;
};

/** @see Sentences. Most pages need few of them, so that they are loaded by who does; until then the server's are shown. */
export const useSentences = (): Sentences => {
  const { locale } = useIntl();
  const [intl, setIntl] = React.useState(loaded.get(locale) ?? null);
  React.useEffect(() => {
    const find = FILES[locale];
    let isLeft = false;
    const show = (found: IntlShape | null): void => {
      if (!isLeft) setIntl(found);
    };
    if (find) load(locale, find).then(show, () => show(null));
    else show(null);
    return () => {
      isLeft = true;
    };
  }, [locale]);
  return React.useCallback((key, values) => intl && wordsOf(intl, key, values), [intl]);
};
