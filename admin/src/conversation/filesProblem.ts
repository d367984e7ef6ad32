import { FILE_COUNT_LIMIT, FILES_SIZE_LIMIT } from '../../../contracts';
import type { TextKey } from '../i18n';

/** Why files cannot go along with a message; null: they can. */
export const filesProblem = (
  files: readonly Pick<File, 'name' | 'size'>[]
): { key: TextKey; values: Record<string, string | number> } | null => {
  const empty = files.find(({ size }) => size === 0);
  if (empty) return { key: 'conversation.attach.empty', values: { name: empty.name } };
  if (files.length > FILE_COUNT_LIMIT) {
    return { key: 'conversation.attach.many', values: { limit: FILE_COUNT_LIMIT } };
  }
  if (files.reduce((sum, { size }) => sum + size, 0) > FILES_SIZE_LIMIT) {
    return { key: 'conversation.attach.large', values: { megabytes: FILES_SIZE_LIMIT / 1_000_000 } };
  }
  return null;
};
