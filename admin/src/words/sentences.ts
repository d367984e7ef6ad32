import type { Sentence, SentenceValue } from '../../../contracts';
import type { Sentences } from '../i18n';

/** What is shown, and whether that is in the user's language; the server's own sentences are English. */
export interface Worded {
  words: string;
  isTranslated: boolean;
}

/** The attribute `lang` of what is shown. */
export const langOf = ({ isTranslated }: Pick<Worded, 'isTranslated'>): 'en' | undefined =>
  isTranslated ? undefined : 'en';

/**
 * Several sentences of the server as one text; its own where there are none, or one of them has no text.
 * @param own those of the panel. @param message the server's.
 */
export const wordsOfAll = (own: readonly (string | null)[], message: string): Worded => {
  const isTranslated = own.length > 0 && own.every((words) => words !== null);
  return { words: isTranslated ? own.join(' ') : message, isTranslated };
};

/**
 * A sentence of the server in the user's language; null where the server's own does.
 * @param kind what the keys of its texts begin with: `actions.result`. @param show words one of its values.
 */
export const ownSentence = (
  kind: string,
  { code, values }: Pick<Sentence, 'code' | 'values'>,
  sentences: Sentences,
  show: (name: string, value: SentenceValue) => SentenceValue = (_name, value) => value
): string | null => {
  const shown = Object.entries(values).map(([name, value]) => [name, show(name, value)] as const);
  return sentences(`${kind}.${code}`, Object.fromEntries(shown));
};
