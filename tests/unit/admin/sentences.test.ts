import { createIntl } from 'react-intl';
import { describe, expect, it, test } from 'vitest';
import { RUN_RESULTS, type Codes, type Sentence } from '../../../contracts';
import type { Text } from '../../../admin/src/i18n';
import de from '../../../admin/src/translations/de.json';
import en from '../../../admin/src/translations/en.json';
import fr from '../../../admin/src/translations/fr.json';
import { runResult } from '../../../admin/src/words';

const TEXTS: Record<string, Record<string, string>> = { de, en, fr };

/** The kinds of sentences, by what the keys of their texts begin with. */
const KINDS: Record<string, Codes> = { 'actions.result': RUN_RESULTS };

const textIn = (locale: 'en' | 'de' | 'fr'): Text => {
  const onError = (error: Error): never => {
    throw error;
  };
  const { formatMessage } = createIntl({ locale, messages: TEXTS[locale], onError });
  return Object.assign((id: string, values = {}) => formatMessage({ id }, values), {
    has: (key: string): key is Parameters<Text>[0] => Object.hasOwn(en, key),
    isEnglish: locale === 'en',
  });
};

describe.each(Object.keys(TEXTS))('the sentences of the server in %s', (locale) => {
  test.each(Object.entries(KINDS))('%s: a text for each code, of no other values', (kind, codes) => {
    for (const [code, names] of Object.entries(codes)) {
      const { [`${kind}.${code}`]: text } = TEXTS[locale] ?? {};
      const onError = (error: Error): never => {
        throw new Error(`${kind}.${code}`, { cause: error });
      };
      const intl = createIntl({ locale, messages: { text: text ?? '' }, onError });
      const words = intl.formatMessage({ id: 'text' }, Object.fromEntries(names.map((name) => [name, 2])));
      expect([code, words]).not.toEqual([code, '']);
    }
  });
});

describe('the result of a scheduled action', () => {
  const lastSentences: Sentence[] = [
    { code: 'fetched', values: { mails: 1, mailboxes: 2 }, message: '1 new mail from 2 mailboxes.' },
    {
      code: 'mailbox_failed',
      values: { mailbox: 'Support', failure: 'timeout', problem: 'It took too long.' },
      message: 'Support: It took too long.',
    },
  ];
  const lastResult = '1 new mail from 2 mailboxes. Support: It took too long.';

  it('is said in the user’s language, with what went wrong at a mailbox', () => {
    expect(runResult({ lastResult, lastSentences }, textIn('de'))).toEqual({
      words: `1 neue E-Mail aus 2 Postfächern. Support: ${de['failure.timeout']}`,
      isTranslated: true,
    });
  });

  it('is the server’s sentence where an older version stored it, and for readers of English', () => {
    const english = { words: lastResult, isTranslated: false };
    expect(runResult({ lastResult, lastSentences: [] }, textIn('fr'))).toEqual(english);
    expect(runResult({ lastResult, lastSentences }, textIn('en'))).toEqual(english);
  });
});
