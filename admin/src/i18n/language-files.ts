import { createIntl, type IntlShape } from 'react-intl';

/** A file of texts by their keys, as it is imported. */
export type LanguageFile = { default: Record<string, string> };

/** Files of texts, one for each language, each loaded once, when it is needed. */
export interface LanguageFiles {
  /** Null for a language that there is no file of. What fails is tried again by who asks next. */
  load(language: string): Promise<IntlShape> | null;
  /** What is loaded of a language; null: not yet, or there is no file. */
  at(language: string): IntlShape | null;
  /** What was loaded last. */
  latest(): IntlShape | null;
  /** Hears of each file that is loaded. @returns what ends it. */
  subscribe(listener: () => void): () => void;
}

/** @see LanguageFiles. @param onError what to do where a text cannot be formatted; default: as react-intl does. */
export const createLanguageFiles = (
  files: Readonly<Record<string, () => Promise<LanguageFile>>>,
  onError?: (error: Error) => void
): LanguageFiles => {
  const loading = new Map<string, Promise<IntlShape>>();
  const loaded = new Map<string, IntlShape>();
  const listeners = new Set<() => void>();

  return {
    at: (language) => loaded.get(language) ?? null,
    latest: () => [...loaded.values()].at(-1) ?? null,

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    load(language) {
      const known = loading.get(language);
      const find = files[language];
      if (known || !find) return known ?? null;
      const found = find().then(({ default: messages }) => {
        const intl = createIntl({ locale: language, messages, ...(onError ? { onError } : {}) });
        loaded.set(language, intl);
        for (const listener of listeners) listener();
        return intl;
      });
      loading.set(language, found);
      found.catch(() => loading.delete(language));
      return found;
    },
  };
};
