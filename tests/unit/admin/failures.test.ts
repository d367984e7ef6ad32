import { describe, expect, it } from 'vitest';
import type { Text } from '../../../admin/src/i18n';
import { failureSentence } from '../../../admin/src/words';

const textOf = (isEnglish: boolean): Text =>
  Object.assign((key: string) => `<${key}>`, {
    has: (key: string): key is Parameters<Text>[0] => key === 'failure.login_refused',
    isEnglish,
  });

describe('what went wrong at a server', () => {
  it('is said in the user’s language where there is a text for it', () => {
    expect(failureSentence('login_refused', textOf(false))).toBe('<failure.login_refused>');
    expect(failureSentence('unheard_of', textOf(false))).toBeNull();
    expect(failureSentence(null, textOf(false))).toBeNull();
  });

  it('is left to the server for readers of English', () => {
    expect(failureSentence('login_refused', textOf(true))).toBeNull();
  });
});
