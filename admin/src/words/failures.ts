import type { Sentences, Text } from '../i18n';

/**
 * What went wrong at a server in one sentence or two, in the user's language where it is known; otherwise the server's
 * own sentence.
 */
export const failureReason = (
  code: string | null,
  message: string | null,
  sentences: Sentences
): string | null => sentences(`failure.${code ?? ''}`) ?? message;

/**
 * What went wrong at a server, in the user's language, and what to do. Null where the server's own sentence, which names
 * host, port and more, does: for readers of English, and for what is not translated.
 */
export const failureSentence = (
  code: string | null,
  { isEnglish }: Pick<Text, 'isEnglish'>,
  sentences: Sentences
): string | null => (isEnglish ? null : failureReason(code, null, sentences));
