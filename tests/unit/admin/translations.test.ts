import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createIntl } from 'react-intl';
import { describe, expect, test } from 'vitest';
import en from '../../../admin/src/translations/en.json';
import enShell from '../../../admin/src/translations/shell/en.json';
import deSentences from '../../../admin/src/translations/sentences/de.json';
import frSentences from '../../../admin/src/translations/sentences/fr.json';

const FOLDER = path.resolve(__dirname, '../../../admin/src/translations');

const locales = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json') && file !== 'en.json')
  .map((file) => path.basename(file, '.json'));

const english: Record<string, string> = { ...enShell, ...en };

const textsIn = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8'));

/** Those that Strapi shows before a page of ours is opened, and those of the pages. */
const textsOf = (locale: string): Record<string, string> => ({
  ...textsIn(`shell/${locale}.json`),
  ...textsIn(`${locale}.json`),
});

test('each text stands in one file', () => {
  expect(Object.keys(enShell).filter((key) => Object.hasOwn(en, key))).toEqual([]);
});

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
    expect(Object.keys(texts)).toEqual(Object.keys(english));
  });

  test('leaves none empty', () => {
    expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('asks for the same values, and can be formatted', () => {
    for (const [key, wanted] of Object.entries(english)) {
      const asked = placeholdersOf(locale, texts[key] ?? '');
      expect([key, asked]).toEqual([key, placeholdersOf('en', wanted)]);
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
  const all = [english, textsOf('de'), textsOf('fr'), deSentences, frSentences].flatMap((texts) =>
    Object.entries<string>(texts)
  );
  expect(all.filter(([, words]) => words.includes("'"))).toEqual([]);
});

/** What Microsoft, Gmail and the panel itself call a thing is quoted as it is called there. */
const withoutQuotes = (words: string): string => words.replace(/„[^“]*“/gu, '');

/**
 * Words that address the reader: du, dich, dein and their like; Ihnen and Ihr, wherever they stand; Sie within a sentence,
 * and before the verb of a plural ("Sie folgen"). Left are "sie" in lower case, and "Sie" for an e-mail, which begins a
 * sentence and has a verb in the singular ("Sie wird aufbewahrt").
 */
const ADDRESSED = new RegExp(
  [
    String.raw`\b[Dd](?:u|ich|ir|ein(?:e[mnrs]?)?)\b`,
    String.raw`\b(?:[Ee]uch|[Ee]uer|[Ee]ure[mnrs]?)\b`,
    String.raw`\bIhnen\b|\bIhr(?:e[mnrs]?)?\b`,
    String.raw`(?<!^|[.:?!{] ?)\bSie\b`,
    String.raw`\bSie (?:\p{L}+en|sind|tun)(?!\p{L})`,
  ].join('|'),
  'u'
);

test('German addresses nobody', () => {
  const mails = readFileSync(path.resolve(__dirname, '../../../server/src/texts/de.ts'), 'utf8');
  const all = Object.entries({ ...textsOf('de'), ...deSentences, mails });
  expect(all.filter(([, words]) => ADDRESSED.test(withoutQuotes(words)))).toEqual([]);
});

test.each([
  'Die Unterhaltungen, denen Sie folgen',
  'Sie folgen noch keiner Unterhaltung.',
  'Gesperrt: Sie sind hier gesperrt.',
  '{name} (Sie)',
  'Nur Ihnen gezeigt',
  'Ihre Rolle erlaubt das nicht.',
  'Kannst du das lesen?',
])('German that addresses its reader is known: %s', (words) => {
  expect(withoutQuotes(words)).toMatch(ADDRESSED);
});

test.each([
  'Die E-Mail wurde nicht angenommen. Sie wird hier aufbewahrt.',
  'Lesbar: Sie steht im Original.',
  'Bis es einen gibt, warten sie hier.',
  'Einen Connector von „E-Mail-Server Ihrer Organisation“ erstellen',
])('German that speaks of an e-mail is not: %s', (words) => {
  expect(withoutQuotes(words)).not.toMatch(ADDRESSED);
});

/** How much of a folder is imported, in each language. */
const IMPORTED: readonly [locale: string, size: number, count: number, words: string][] = [
  ['en', 0, 0, 'There is no mail in the folder yet.'],
  ['en', 1, 0, 'The one mail in the folder will not be imported.'],
  ['en', 5, 0, 'None of the 5 mails in the folder will be imported.'],
  ['en', 5, 1, '1 of the 5 mails in the folder will be imported.'],
  ['de', 0, 0, 'Im Ordner liegt noch keine E-Mail.'],
  ['de', 5, 0, 'Keine der 5 E-Mails im Ordner wird importiert.'],
  ['de', 5, 1, '1 von 5 E-Mails im Ordner wird importiert.'],
  ['de', 5, 3, '3 von 5 E-Mails im Ordner werden importiert.'],
  ['fr', 0, 0, 'Le dossier ne contient encore aucun e-mail.'],
  ['fr', 5, 0, 'Aucun des 5 e-mails du dossier ne sera importé.'],
  ['fr', 5, 1, '1 e-mail sur 5 du dossier sera importé.'],
  ['fr', 5, 3, '3 e-mails sur 5 du dossier seront importés.'],
];

test.each(IMPORTED)('%s: of %i mails in a folder %i are imported', (locale, size, count, words) => {
  const { formatMessage } = createIntl({ locale, messages: textsOf(locale) });
  expect(formatMessage({ id: 'incoming.confirm.good' }, { size, count })).toContain(words);
});
