import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { sanitiseMailHtml, sanitiseMarkedHtml } from '../../../server/src/html';
import { cutHtml, cutText } from '../../../server/src/reply';
import { LANGUAGES, outlookHeader } from './samples';

const LINES = LANGUAGES.flatMap((language) => [
  ...[language.gmail, ...language.other, language.original, language.forward, ...language.footers],
  ...outlookHeader(language).split('\n'),
]);

/** What headers that tell little and notices are made of. */
const PIECES = [
  ...[
    '_'.repeat(32),
    '*'.repeat(40),
    'From: Ed',
    'Sent: Monday',
    'From: Ed Sent: Monday',
    'To',
    'Subject',
    'Reason: fire',
  ],
  ...['Ed <ed@site.example>', '02.03.2026 10:00', 'Date: 2 March 2026', '山本さんは書きました:', 'Thanks!'],
  ...[
    'This message is confidential and intended for the addressee.',
    'It was scanned for viruses.',
    'Printers mailing list',
  ],
  ...['On Mon, 2 Mar 2026 at 10:00, Ed <ed@site.example> wrote: Did you?', 'Best regards,'],
];

const line = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('Yes.', 'No, thank you', 'See below:', '-- ', '--', '', ' ', '_____'),
  },
  { weight: 3, arbitrary: fc.constantFrom('> Did you?', '>', '>> It burns.', '> On 2 Mar 2026 Ed wrote:') },
  { weight: 3, arbitrary: fc.constantFrom(...LINES) },
  { weight: 3, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) }
);
const text = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n'));

const TAGS = [
  ...['<p>', '</p>', '<div>', '</div>', '<br>', '<blockquote>', '<blockquote type="cite">', '</blockquote>'],
  ...[
    '<div class="gmail_attr">',
    '<div id="divRplyFwdMsg">',
    '<div class="gmail_signature">',
    '<div class="gmail_quote">',
    '<pre>',
    '</pre>',
  ],
  ...[
    '<div class="yahoo_quoted">',
    '<table><tr><td>',
    '</table>',
    '<img src="cid:1">',
    '<hr>',
    '<b>',
    '</b>',
  ],
];
const html = fc
  .array(fc.oneof(fc.constantFrom(...TAGS), line), { maxLength: 40 })
  .map((pieces) => pieces.join(''));

const linesOf = (words: string): string[] =>
  words
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Whether all of one list stand in the other in their order. */
const isWithin = (part: readonly string[], whole: readonly string[]): boolean => {
  let at = 0;
  for (const one of whole) if (one === part[at]) at += 1;
  return at === part.length;
};

describe('the cut of any text', () => {
  test('leaves lines of it in their order, and never nothing', () => {
    fc.assert(
      fc.property(text, (source) => {
        const own = cutText(source, '');
        if (own === null) return;
        expect(own.trim()).not.toBe('');
        expect(own.length).toBeLessThan(source.length);
        expect(isWithin(linesOf(own), linesOf(source))).toBe(true);
      }),
      { numRuns: 500 }
    );
  });

  test('is done once', () => {
    fc.assert(
      fc.property(text, (source) => {
        const own = cutText(source, '');
        if (own !== null) expect(cutText(own, '')).toBeNull();
      }),
      { numRuns: 2_000 }
    );
  });

  test('leaves lines alone that nothing says anything about', () => {
    const words = fc.array(
      fc.constantFrom('Yes.', 'No, thank you', 'It is 10:00 now', 'Ask bob@site.example:')
    );
    fc.assert(
      fc.property(words, (lines) => {
        expect(cutText(lines.join('\n'), '')).toBeNull();
      })
    );
  });

  test('does not depend on how lines end', () => {
    fc.assert(
      fc.property(text, (source) => {
        const own = cutText(source.replaceAll('\n', '\r\n'), '');
        expect(own && linesOf(own)).toEqual(((left) => left && linesOf(left))(cutText(source, '')));
      })
    );
  });
});

describe('the cut of any HTML', () => {
  test('is safe and well-formed, and never nothing; the whole is what is stored', () => {
    fc.assert(
      fc.property(html, (source) => {
        const marked = sanitiseMarkedHtml(source).html ?? '';
        const { whole, own } = cutHtml(marked, '');
        expect(whole).toBe(sanitiseMailHtml(source).html ?? '');
        if (own === null) return;
        expect(own).toMatch(/[^<>\s][^<>]*(?:<|$)|<img/);
        const opened: string[] = [];
        for (const [, slash, name = '', end] of own.matchAll(/<(\/?)([a-z0-9]+)[^>]*?(\/?)>/g)) {
          if (slash === '/') expect(opened.pop()).toBe(name);
          else if (end !== '/') opened.push(name);
        }
        expect(opened).toEqual([]);
      }),
      { numRuns: 500 }
    );
  });
});

/** Characters that expressions are asked to look at. */
const looked = (run: () => unknown): number => {
  const exec = RegExp.prototype.exec;
  let characters = 0;
  const spy = vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, words: string) {
    characters += words.length;
    return exec.call(this, words);
  });
  try {
    run();
  } finally {
    spy.mockRestore();
  }
  return characters;
};

describe('the work of a cut', () => {
  const repeated = (piece: readonly string[], times: number): string =>
    `${Array.from({ length: times }, () => piece.join('\n')).join('\n')}\n`;

  test('doubles with the text', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (piece) => {
        const [once, twice] = [60, 120].map((times) => looked(() => cutText(repeated(piece, times), ''))) as [
          number,
          number,
        ];
        expect(twice).toBeLessThanOrEqual(2.2 * once + 20_000);
      })
    );
  });

  test('ends where a text has too many lines', () => {
    expect(looked(() => cutText('a b\n'.repeat(200_000), ''))).toBeLessThan(200_000);
    expect(cutText(`Yes.\n${'> No.\n'.repeat(6_000)}`, '')).toBeNull();
  });
});
