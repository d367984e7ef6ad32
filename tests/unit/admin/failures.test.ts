import { describe, expect, it } from 'vitest';
import type { Sentences } from '../../../admin/src/i18n';
import { failureReason, failureSentence } from '../../../admin/src/words';

const sentences: Sentences = (key) => (key === 'failure.login_refused' ? `<${key}>` : null);

describe('what went wrong at a server', () => {
  it('is said in the user’s language where there is a text for it', () => {
    const other = { isEnglish: false };
    expect(failureSentence('login_refused', other, sentences)).toBe('<failure.login_refused>');
    expect(failureSentence('unheard_of', other, sentences)).toBeNull();
    expect(failureSentence(null, other, sentences)).toBeNull();
  });

  it('is left to the server for readers of English', () => {
    expect(failureSentence('login_refused', { isEnglish: true }, sentences)).toBeNull();
  });

  it('has a short reason in every language, or the server’s own', () => {
    expect(failureReason('login_refused', 'In its own words.', sentences)).toBe('<failure.login_refused>');
    expect(failureReason('unheard_of', 'In its own words.', sentences)).toBe('In its own words.');
  });
});
