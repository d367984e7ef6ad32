import * as React from 'react';
import { createIntl, useIntl, type IntlShape } from 'react-intl';
import type { TextValues } from './text';

type File = { default: Record<string, string> };

/** The server's own sentences are English: the file for it has only what is said shorter than the server does. */
const FILES: Readonly<Record<string, () => Promise<File>>> = {
  en: () => import('../translations/sentences/en.json'),
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

const load = (locale: string): Promise<IntlShape> | null => {
  const known = loading.get(locale);
  const find = FILES[locale];
  if (known || !find) return known ?? null;
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

/**
 * Opens a page together with the sentences in the language that Strapi set for the document, so that none is shown in
 * English for a moment. @param open imports the page
 */
export const withSentences =
  <Opened>(open: () => Promise<Opened>) =>
  async (): Promise<Opened> => {
    const sentences = load(document.documentElement.lang);
    const opened = await open();
    // The page works without them.
    await sentences?.catch(() => null);
    return opened;
  };

/** @see Sentences. Who did not open with them (`withSentences`) loads them here, and shows the server's until then. */
export const useSentences = (): Sentences => {
  const { locale } = useIntl();
  const [intl, setIntl] = React.useState(loaded.get(locale) ?? null);
  React.useEffect(() => {
    let isLeft = false;
    const show = (found: IntlShape | null): void => {
      if (!isLeft) setIntl(found);
    };
    const found = load(locale);
    if (found) found.then(show, () => show(null));
    else show(null);
    return () => {
      isLeft = true;
    };
  }, [locale]);
  return React.useCallback((key, values) => intl && wordsOf(intl, key, values), [intl]);
};
