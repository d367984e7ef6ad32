import type { DelimiterTest } from '../../../contracts';
import type { Sentences, Text } from '../i18n';
import { failureSentence } from './failures';
import { ownSentence, wordsOfAll, type Worded } from './sentences';

/** Why a mail that leaves is where it is; null where there is nothing to say. */
export const outboundExplanation = (
  { explanation, sentences: said }: Pick<DelimiterTest, 'explanation' | 'sentences'>,
  text: Text,
  sentences: Sentences
): Worded | null => {
  if (explanation === null) return null;
  const own = said.map((sentence) => {
    const failure = failureSentence(String(sentence.values.failure ?? ''), text, sentences);
    return ownSentence('outbound', sentence, sentences, (name, value) =>
      name === 'said' ? (failure ?? value) : value
    );
  });
  return wordsOfAll(own, explanation);
};
