import type { Alias } from '../../../contracts';
import type { Sentences, Text } from '../i18n';
import { problemWords } from './problems';
import { ownSentence, wordsOfAll, type Worded } from './sentences';

/** Why an alias does not fit its content type, or what to look out for; null where there is nothing to say. */
export const validityWords = (
  { validityMessage, validitySentences }: Pick<Alias, 'validityMessage' | 'validitySentences'>,
  text: Text,
  sentences: Sentences
): Worded | null => {
  if (validityMessage === null) return null;
  const own = validitySentences.map((sentence) => {
    const problem = problemWords(sentence, text, sentences);
    // A content type that is gone is no problem of the mapping, but what the API refuses an alias for.
    return problem.isTranslated ? problem.words : ownSentence('error', sentence, sentences);
  });
  return wordsOfAll(own, validityMessage);
};
