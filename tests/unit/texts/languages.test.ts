import { describe, expect, it } from 'vitest';
import { LANGUAGES, languageOf, textsIn } from '../../../server/src/texts';
import { cutText } from '../../../server/src/reply';

describe('the language of what is written to people', () => {
  it.each([
    [['de'], 'de'],
    [['fr-CA'], 'fr'],
    [['DE_at', 'fr'], 'de'],
    [['it', 'fr'], 'fr'],
    [[null, 'de'], 'de'],
    [['en', 'de'], 'en'],
    [['it', 'es'], 'en'],
    [['deu', 'toString', ''], 'en'],
    [[null], 'en'],
    [[], 'en'],
  ])('after %j is %s', (wishes, language) => {
    expect(languageOf(wishes)).toBe(language);
  });
});

describe.each(LANGUAGES)('the texts in %s', (language) => {
  const { mail, page } = textsIn(language);
  const sentAt = new Date('2026-03-02T09:05:00Z');

  it.each([['Ed Editor'], ['jo@bakery.example'], [null]])(
    'introduce what %s wrote so that an answer is read without it',
    (name) => {
      const quote = `${mail.attribution(sentAt, name)}\n> Did you turn it off?`;
      expect(cutText(`Yes, I did.\n\n${quote}`, 'Printer')?.trim()).toBe('Yes, I did.');
    }
  );

  it('name who wrote, whose link it was and how many files are missing', () => {
    expect(mail.unproven('Mary <mary@customer.example>')).toContain('Mary <mary@customer.example>');
    expect(mail.byLinkOf('Mary', 'Bob')).toMatch(/Mary.*Bob/);
    expect(mail.leftOut(1)).not.toMatch(/\d/);
    expect(mail.leftOut(3)).toMatch(/^3 /);
  });

  it('speak of a conversation without a subject without quotation marks', () => {
    for (const title of [page.ask.title, page.done.text]) {
      expect(title('Printer')).toMatch(/["“„«]\s?Printer\s?["”“»]/);
      expect(title(null)).not.toMatch(/["“”„«»]|null/);
    }
  });
});

it('says the moment of a quote as people there write it', () => {
  const sentAt = new Date('2026-03-02T09:05:00Z');
  expect(LANGUAGES.map((language) => textsIn(language).mail.attribution(sentAt, 'Ed'))).toEqual([
    'On 2026-03-02 at 09:05 UTC, Ed wrote:',
    'Am 02.03.2026 um 09:05 UTC schrieb Ed:',
    'Le 02/03/2026 à 09:05 UTC, Ed a écrit\u00a0:',
  ]);
});
