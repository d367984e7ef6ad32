import { createIntl } from 'react-intl';
import { describe, expect, it, test } from 'vitest';
import {
  API_ERRORS,
  CONNECTION_STEPS,
  EXPECTED_KINDS,
  FIELD_PROBLEMS,
  MAPPING_NOTES,
  MAPPING_PROBLEMS,
  OUTBOUND_EXPLANATIONS,
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
import { outboundExplanation, problemWords, runResult, validityWords } from '../../../admin/src/words';

type Texts = Record<string, string>;

const SENTENCES: Record<'de' | 'fr', Texts> = { de: deSentences, fr: frSentences };

/** The kinds of sentences, by what the keys of their texts begin with. */
const KINDS: Record<string, Codes> = {
  'actions.result': RUN_RESULTS,
  problem: { ...MAPPING_PROBLEMS, ...MAPPING_NOTES, ...FIELD_PROBLEMS },
  error: API_ERRORS,
  step: CONNECTION_STEPS,
  suggestion: SUGGESTION_REASONS,
  outbound: OUTBOUND_EXPLANATIONS,
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

describe('why a mail that leaves is where it is', () => {
  const explanation = 'Waiting. The outgoing server could not be used: connect ECONNREFUSED 127.0.0.1:25';
  const said: Sentence[] = [
    { code: 'waits', values: {}, message: 'Waiting.' },
    {
      code: 'server_unusable',
      values: { failure: 'connection_refused', said: 'connect ECONNREFUSED 127.0.0.1:25' },
      message: 'The outgoing server could not be used: connect ECONNREFUSED 127.0.0.1:25',
    },
  ];

  it('is said in the user’s language, with what went wrong at the server where that is known', () => {
    expect(outboundExplanation({ explanation, sentences: said }, textIn('de'), sentencesIn('de'))).toEqual({
      words: `Wartet. Der Postausgangsserver war nicht erreichbar oder nicht verwendbar: ${deSentences['failure.connection_refused']}`,
      isTranslated: true,
    });
  });

  it('leaves what the server said as it is', () => {
    const words = 'The recipient address was refused: 550 5.1.1 no such user';
    const refused = { code: 'recipient_refused', values: { said: '550 5.1.1 no such user' }, message: words };
    expect(
      outboundExplanation({ explanation: words, sentences: [refused] }, textIn('fr'), sentencesIn('fr'))
    ).toEqual({
      words: 'L’adresse du destinataire a été refusée\u00A0: 550 5.1.1 no such user',
      isTranslated: true,
    });
  });

  it('is the server’s sentence where an older version stored it, and nothing where there is none', () => {
    const english = { words: explanation, isTranslated: false };
    expect(outboundExplanation({ explanation, sentences: [] }, textIn('de'), sentencesIn('de'))).toEqual(
      english
    );
    expect(outboundExplanation({ explanation, sentences: said }, textIn('en'), sentencesIn('en'))).toEqual(
      english
    );
    expect(
      outboundExplanation({ explanation: null, sentences: [] }, textIn('de'), sentencesIn('de'))
    ).toBeNull();
  });
});

describe('why an alias does not fit', () => {
  const validityMessage = '"api::gone.gone" is no content type that mail can become. There are: none yet.';
  const gone = {
    code: 'content_type_unknown',
    values: { contentType: 'api::gone.gone' },
    message: validityMessage,
  };

  it('is said of its mapping and of a content type that is gone', () => {
    expect(
      validityWords({ validityMessage, validitySentences: [gone] }, textIn('de'), sentencesIn('de'))
    ).toEqual({
      words: '„api::gone.gone“ ist kein Inhaltstyp, zu dem E-Mails werden können. Einen anderen wählen.',
      isTranslated: true,
    });
    const missing = { code: 'required_missing', values: { attribute: 'title' }, message: 'No.' };
    expect(
      validityWords(
        { validityMessage: 'No. No.', validitySentences: [missing, missing] },
        textIn('de'),
        sentencesIn('de')
      )?.words
    ).toBe(
      '„title“ ist ein Pflichtfeld, aber nichts füllt es. „title“ ist ein Pflichtfeld, aber nichts füllt es.'
    );
  });

  it('is the server’s sentence where an older version stored it', () => {
    expect(
      validityWords({ validityMessage, validitySentences: [] }, textIn('fr'), sentencesIn('fr'))
    ).toEqual({ words: validityMessage, isTranslated: false });
  });
});
