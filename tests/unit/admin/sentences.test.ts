import { createIntl } from 'react-intl';
import { describe, expect, it, test } from 'vitest';
import {
  API_ERRORS,
  CONNECTION_STEPS,
  EXPECTED_KINDS,
  FIELD_PROBLEMS,
  MAPPING_NOTES,
  MAPPING_PROBLEMS,
  RUN_RESULTS,
  SUGGESTION_REASONS,
  type Codes,
  type Sentence,
} from '../../../contracts';
import type { Sentences, Text } from '../../../admin/src/i18n';
import de from '../../../admin/src/translations/de.json';
import deSentences from '../../../admin/src/translations/sentences/de.json';
import enSentences from '../../../admin/src/translations/sentences/en.json';
import en from '../../../admin/src/translations/en.json';
import fr from '../../../admin/src/translations/fr.json';
import frSentences from '../../../admin/src/translations/sentences/fr.json';
import { problemWords, runResult } from '../../../admin/src/words';

type Texts = Record<string, string>;

const SENTENCES: Record<'de' | 'fr', Texts> = { de: deSentences, fr: frSentences };

/** The kinds of sentences, by what the keys of their texts begin with. */
const KINDS: Record<string, Codes> = {
  'actions.result': RUN_RESULTS,
  problem: { ...MAPPING_PROBLEMS, ...MAPPING_NOTES, ...FIELD_PROBLEMS },
  error: API_ERRORS,
  step: CONNECTION_STEPS,
  suggestion: SUGGESTION_REASONS,
  'problem.expected': Object.fromEntries(EXPECTED_KINDS.map((kind) => [kind, ['of']])),
};

const formatIn = (locale: string, messages: Texts) => {
  const onError = (error: Error): never => {
    throw error;
  };
  const { formatMessage } = createIntl({ locale, messages, onError });
  return (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
};

const textIn = (locale: 'en' | 'de' | 'fr'): Text =>
  Object.assign(formatIn(locale, { en, de, fr }[locale]), {
    has: (key: string): key is Parameters<Text>[0] => Object.hasOwn(en, key),
    isEnglish: locale === 'en',
  });

const sentencesIn = (locale: 'en' | 'de' | 'fr'): Sentences => {
  if (locale === 'en') return () => null;
  const format = formatIn(locale, SENTENCES[locale]);
  return (key, values) => (Object.hasOwn(SENTENCES[locale], key) ? format(key, values) : null);
};

test.each(Object.entries(SENTENCES))(
  'there is a text for each sentence of the server in %s',
  (locale, texts) => {
    const format = formatIn(locale, texts);
    const failures = Object.keys(enSentences)
      .filter((key) => key.startsWith('failure.'))
      .map((key): { key: string; names: readonly string[] } => ({ key, names: [] }));
    const wanted = Object.entries(KINDS)
      .flatMap(([kind, codes]) =>
        Object.entries(codes).map(([code, names]) => ({ key: `${kind}.${code}`, names }))
      )
      .concat(failures);
    expect(Object.keys(texts).sort()).toEqual(wanted.map(({ key }) => key).sort());
    expect(Object.keys(texts)).toEqual(Object.keys(deSentences));
    for (const { key, names } of wanted) {
      // It throws where the text asks for a value that the sentence does not have.
      for (const value of [1, 5]) {
        expect(format(key, Object.fromEntries(names.map((name) => [name, value]))).trim()).not.toBe('');
      }
    }
  }
);

test('what English says shorter than the server does is said of the same', () => {
  const format = formatIn('en', enSentences);
  const names = new Map<string, readonly string[]>(
    Object.entries(KINDS).flatMap(([kind, codes]) =>
      Object.entries(codes).map(([code, known]) => [`${kind}.${code}`, known] as const)
    )
  );
  for (const key of Object.keys(enSentences)) {
    expect(Object.hasOwn(deSentences, key), key).toBe(true);
    const values = Object.fromEntries((names.get(key) ?? []).map((name) => [name, 'x']));
    expect(format(key, values).trim()).not.toBe('');
  }
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
    expect(runResult({ lastResult, lastSentences }, textIn('de'), sentencesIn('de'))).toEqual({
      words: `1 neue E-Mail aus 2 Postfächern. Support: ${deSentences['failure.timeout']}`,
      isTranslated: true,
    });
  });

  it('is the server’s sentence where an older version stored it, and for readers of English', () => {
    const english = { words: lastResult, isTranslated: false };
    expect(runResult({ lastResult, lastSentences: [] }, textIn('fr'), sentencesIn('fr'))).toEqual(english);
    expect(runResult({ lastResult, lastSentences }, textIn('en'), sentencesIn('en'))).toEqual(english);
  });
});

describe('what is wrong with a mapping', () => {
  it('is said with sources, types and expectations in words', () => {
    const values = { attribute: 'level', type: 'integer', expected: 'range', of: '1 – 5' };
    expect(
      problemWords({ code: 'default_does_not_fit', values, message: 'No.' }, textIn('de'), sentencesIn('de'))
    ).toEqual({
      words: 'Der feste Wert von „level“ (Ganze Zahl) passt nicht. Erwartet: eine Zahl 1 – 5.',
      isTranslated: true,
    });
    const source = { attribute: 'mail', source: 'from.address' };
    expect(
      problemWords({ code: 'no_address', values: source, message: 'No.' }, textIn('fr'), sentencesIn('fr'))
        .words
    ).toBe(
      '«\u00A0mail\u00A0» reste vide\u00A0: l’e-mail n’a pas d’adresse dans «\u00A0Adresse de l’expéditeur\u00A0».'
    );
  });

  it('is the server’s sentence where its code is not known', () => {
    const english = { words: 'No.', isTranslated: false };
    expect(problemWords({ message: 'No.' }, textIn('de'), sentencesIn('de'))).toEqual(english);
    expect(
      problemWords({ code: 'unheard_of', values: {}, message: 'No.' }, textIn('de'), sentencesIn('de'))
    ).toEqual(english);
  });
});
