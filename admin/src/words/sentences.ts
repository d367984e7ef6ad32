import type { Sentence, SentenceValue } from '../../../contracts';
import type { Text } from '../i18n';

/** What is shown, and whether that is in the user's language; the server's own sentences are English. */
export interface Worded {
  words: string;
  isTranslated: boolean;
}

/** What a server's sentence is in: the attribute `lang` of its element. */
export const langOf = ({ isTranslated }: Pick<Worded, 'isTranslated'>): 'en' | undefined =>
  isTranslated ? undefined : 'en';

/**
 * A sentence of the server in the user's language.
 * @param kind what the keys of its texts begin with: `actions.result`. @param show words one of its values.
 * @returns null where the server's own sentence does: for readers of English, and for what is not translated.
 */
export const ownSentence = (
  kind: string,
  { code, values }: Pick<Sentence, 'code' | 'values'>,
  text: Text,
  show: (name: string, value: SentenceValue) => SentenceValue = (_name, value) => value
): string | null => {
  const key = `${kind}.${code}`;
  if (text.isEnglish || !text.has(key)) return null;
  const shown = Object.entries(values).map(([name, value]) => [name, show(name, value)] as const);
  return text(key, Object.fromEntries(shown));
};
