import { de } from './de';
import { en } from './en';
import { fr } from './fr';
import type { Texts } from './types';

const TEXTS = { en, de, fr } satisfies Record<string, Texts>;

/** A language in which the site writes to people. */
export type Language = keyof typeof TEXTS;

/** The first stands in for all others. */
export const LANGUAGES: readonly [Language, ...Language[]] = ['en', 'de', 'fr'];

export const textsIn = (language: Language): Texts => TEXTS[language];

/**
 * The language to write in.
 * @param wishes locales as in `de` or `fr-CA`, the most important first; null where nothing was chosen.
 * @returns that of the first that there are texts for.
 */
export const languageOf = (wishes: readonly (string | null)[]): Language => {
  for (const wish of wishes) {
    const [language = ''] = (wish ?? '').toLowerCase().split(/[-_]/);
    const found = LANGUAGES.find((known) => known === language);
    if (found) return found;
  }
  return LANGUAGES[0];
};
