import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createIntl } from 'react-intl';
import { describe, expect, test } from 'vitest';
import en from '../../../admin/src/translations/en.json';
import deSentences from '../../../admin/src/translations/sentences/de.json';
import frSentences from '../../../admin/src/translations/sentences/fr.json';

const FOLDER = path.resolve(__dirname, '../../../admin/src/translations');

const locales = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json') && file !== 'en.json')
  .map((file) => path.basename(file, '.json'));

const textsOf = (locale: string): Record<string, string> =>
  JSON.parse(readFileSync(path.join(FOLDER, `${locale}.json`), 'utf8'));

const MISSING = /variable "(\w+)" was not provided/;

/**
 * Formats a text for one and for many, giving it a value whenever it asks for one.
 * @returns the names that it asked for. @throws where it is malformed
 */
const placeholdersOf = (locale: string, text: string): string[] => {
  const onError = (error: Error): never => {
    throw error;
  };
  const intl = createIntl({ locale, messages: { text }, onError });
  const asked = new Set<string>();
  const asksFor = (value: number): string | undefined => {
    try {
      const values = Object.fromEntries([...asked].map((name) => [name, value]));
      intl.formatMessage({ id: 'text' }, values);
      return undefined;
    } catch (error) {
      const name = MISSING.exec(String(error))?.[1];
      if (name === undefined || asked.has(name)) throw error;
      return name;
    }
  };
  for (const value of [1, 5]) {
    for (let name = asksFor(value); name !== undefined; name = asksFor(value)) asked.add(name);
  }
  return [...asked].sort();
};

describe.each(locales)('the translation %s', (locale) => {
  const texts = textsOf(locale);

  test('has every text, in the order of the English ones', () => {
    expect(Object.keys(texts)).toEqual(Object.keys(en));
  });

  test('leaves none empty', () => {
    expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('asks for the same values, and can be formatted', () => {
    for (const [key, english] of Object.entries(en)) {
      const asked = placeholdersOf(locale, texts[key] ?? '');
      expect([key, asked]).toEqual([key, placeholdersOf('en', english)]);
    }
  });
});

/** French wants a space at these marks, at which no line may break; elsewhere a mark follows its word (`14:30`). */
const BREAKABLE = /[^\S\u00a0\u202f][:;?!»]|«(?![\u00a0\u202f])|\S[?!»]/u;

test('French breaks no line before its marks and inside its quotes', () => {
  const broken = Object.entries({ ...textsOf('fr'), ...frSentences }).filter(([, words]) =>
    BREAKABLE.test(words)
  );
  expect(broken).toEqual([]);
});

test('every apostrophe is the typographic one: the straight one hides placeholders', () => {
  const all = [en, textsOf('de'), textsOf('fr'), deSentences, frSentences].flatMap((texts) =>
    Object.entries<string>(texts)
  );
  expect(all.filter(([, words]) => words.includes("'"))).toEqual([]);
});
