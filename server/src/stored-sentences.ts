import { z } from 'zod';
import { sentence, type Sentence } from '../../contracts';

const stored = z.array(sentence);

/** Sentences as one text. */
export const messageOfAll = (sentences: readonly Sentence[]): string =>
  sentences.map(({ message }) => message).join(' ');

const fromJson = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
};

/**
 * The sentences of a stored result.
 * @param text as they were stored. @param result as one text. Where the two differ, a process of an older version wrote
 * the result alone, and nothing is known of its sentences.
 */
export const readSentences = (text: unknown, result: unknown): Sentence[] => {
  const { data = [] } = stored.safeParse(fromJson(text));
  return messageOfAll(data) === result ? data : [];
};
