import type { ScheduledAction } from '../../../contracts';
import type { Sentences, Text } from '../i18n';
import { failureSentence } from './failures';
import { ownSentence, wordsOfAll, type Worded } from './sentences';

/** What the last run of a scheduled action did, or what went wrong; null while it runs, and before the first one. */
export const runResult = (
  { lastResult, lastSentences }: Pick<ScheduledAction, 'lastResult' | 'lastSentences'>,
  text: Text,
  sentences: Sentences
): Worded | null => {
  if (lastResult === null) return null;
  const own = lastSentences.map((sentence) => {
    const failure = failureSentence(String(sentence.values.failure ?? ''), text, sentences);
    return ownSentence('actions.result', sentence, sentences, (name, value) =>
      name === 'problem' ? (failure ?? value) : value
    );
  });
  return wordsOfAll(own, lastResult);
};

/** What a scheduled action is called. */
export const actionName = ({ name, title }: Pick<ScheduledAction, 'name' | 'title'>, text: Text): string => {
  const key = `actions.name.${name}`;
  return text.has(key) ? text(key) : title;
};
