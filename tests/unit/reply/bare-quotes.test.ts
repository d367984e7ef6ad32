import { describe, expect, test } from 'vitest';
import { cutText } from '../../../server/src/reply';

const own = (text: string): string => cutText(text, 'Re: Printer') ?? text;

describe('a quote that nothing introduces', () => {
  const QUOTE = '> Did you turn it off?\n> Does it still burn?\n>\n> Ed';

  test.each(['Yes, twice.', 'yes, twice', 'Yes.\n\nAnd it smells.\n\nMary', 'Hello Ed,\n\nyes, twice.'])(
    'goes from above %j',
    (words) => {
      expect(own(`${QUOTE}\n\n${words}`)).toBe(words);
      expect(own(`${QUOTE}\n${words}\n\n-- \nMary Customer`)).toBe(words);
    }
  );

  test.each([
    ['one line', '> Did you turn it off?\n\nYes, twice.'],
    ['two lines', '> Did you turn it off?\n> Twice?\n\nYes, twice.'],
    ['one of several', `${QUOTE}\n\nYes, twice.\n\n> And the lamp?\n\nIs red.`],
    ['followed by another', `${QUOTE}\n\nYes, twice.\n\n> And the lamp?`],
    ['what its author speaks of', `${QUOTE}\n\nThis is what the manual says.`],
    ['what they speak of in German', `${QUOTE}\n\nDas steht oben im Handbuch.`],
    ['part of a sentence', `${QUOTE}\n\nis what the display shows.`],
    ['pointed at', `${QUOTE}\n^ What is that?`],
    ['alone', QUOTE],
    [
      'a forwarded mail',
      '> ---------- Forwarded message ---------\n> From: Ed\n>\n> Did you?\n\nPlease see to it.',
    ],
  ])('stays where it is %s', (_case, text) => {
    expect(own(text)).toBe(text);
  });
});

test('a quote stays where nothing but a signature stands below it', () => {
  expect(own(`${'> Did you?\n'.repeat(4)}\n-- \nMary Customer`)).toContain('> Did you?');
  expect(own('On Mon, 2 Mar 2026 at 10:00, Ed wrote:\n> Did you?\n\n-- \nMary Customer')).toContain(
    '> Did you?'
  );
});

describe('one quoted line below it all', () => {
  test.each(['Yes, twice.', 'Thanks!', 'Noted, I turn it off.', 'Ja, zweimal.', 'Oui, merci.', '了解です。'])(
    'goes where all above it is %s',
    (words) => {
      expect(own(`${words}\n\n> Did you turn it off?\n  `)).toBe(words);
    }
  );

  test.each([
    ['an example', 'The display shows this.\n\n> PC LOAD LETTER'],
    ['an example that they thank for', 'I cannot read it.\nThanks for a hint.\n\n> PC LOAD LETTER'],
    ['behind a colon', 'Yes, it says:\n\n> PC LOAD LETTER'],
    ['a saying', 'Thanks for all.\n\n> "Be yourself."'],
    ['right below', 'Yes, twice.\n> PC LOAD LETTER'],
    ['part of a sentence', 'No, it still says\n\n> PC LOAD LETTER'],
  ])('stays where it is %s', (_case, text) => {
    expect(own(text)).toBe(text);
  });
});
