import type { Sentence } from '../../../contracts';
import type { Sentences, Text } from '../i18n';
import { ownSentence, type Worded } from './sentences';
import { sourceWords, typeWords } from './sources';

/** What is wrong with a field of a form or with a mapping, or is worth knowing of it. */
export const problemWords = (
  { message, ...sentence }: { message: string } & Partial<Sentence>,
  text: Text,
  sentences: Sentences
): Worded => {
  const { code = '', values = {} } = sentence;
  const own = ownSentence('problem', { code, values }, sentences, (name, value) => {
    if (name === 'source') return sourceWords(String(value), text);
    if (name === 'type') return typeWords(String(value), text);
    if (name === 'expected') return sentences(`problem.expected.${value}`, { of: values.of ?? '' }) ?? value;
    return value;
  });
  return { words: own ?? message, isTranslated: own !== null };
};
