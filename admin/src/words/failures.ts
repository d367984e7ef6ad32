import type { Text } from '../i18n';

/**
 * What went wrong at a server, in the user's language, and what to do. Null where the server's own sentence, which names
 * host, port and more, does: for readers of English, and for what is not translated.
 */
export const failureSentence = (code: string | null, text: Text): string | null => {
  const key = `failure.${code ?? ''}`;
  return !text.isEnglish && text.has(key) ? text(key) : null;
};

/**
 * What went wrong at a server in one sentence or two, in the user's language where it is known; otherwise the server's
 * own sentence.
 */
export const failureReason = (code: string | null, message: string | null, text: Text): string | null => {
  const key = `failure.${code ?? ''}`;
  return text.has(key) ? text(key) : message;
};
