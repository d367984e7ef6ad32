import { describe, expect, it } from 'vitest';
import * as html from '../../../server/src/html';
import { applyMapping, isSource, placeImages } from '../../../server/src/inbound/mapping';
import { looksActive } from '../../../server/src/inbound/media/active-content';
import { cleanFileName, extensionOf } from '../../../server/src/inbound/media/file-name';
import { extensionFor, judgeFile } from '../../../server/src/inbound/media/judge-file';
import { cutHtml, cutText } from '../../../server/src/reply';
import { mailWith, shapeWith } from '../mapping/fixtures';

/** Strings whose repetition makes a careless pattern try every start against every end. */
const UNITS = [
  ...[
    '![',
    '![](cid:',
    '](cid:',
    '\\![',
    '!',
    '.',
    ' ',
    '\u00A0',
    '\t',
    '\n',
    ' \n',
    '\r',
    '-',
    '=',
    '> ',
    '`',
  ],
  ...[
    '*',
    '_',
    '#',
    '&',
    '&amp',
    '(',
    ')',
    '[',
    ']',
    '<',
    '</',
    '</p>',
    '<p>',
    '<a ',
    '<!--',
    '<?',
    '&#1',
    '"',
  ],
  ...[
    'src="cid:',
    'http://',
    'http://a.',
    'http://a)',
    'a@',
    'a.',
    '@a',
    '\u0000',
    '\u200B',
    '\uD800',
    '/',
    '1. ',
  ],
  ...[
    '<b>',
    '<br>',
    '<li>',
    '<ul>',
    '<td>',
    '<a href="http://a">',
    '<img src="cid:a" alt="',
    '<pre>\n',
    '<p ',
  ],
  ...['<a style="color:', '&nbsp;', '=""', ' a=""', 'rgb('],
  ...[
    'On ',
    'On 2 Mar 2026 at 10:00, E <e@x.example> wrote:\n',
    'From: E\nSent: 2026\n',
    '-- \n',
    'wrote:\n',
  ],
];

const SHAPE = shapeWith({
  string: { type: 'string' },
  richtext: { type: 'richtext' },
  html: { type: 'richtext', customField: 'plugin::ckeditor5.CKEditor' },
  blocks: { type: 'blocks' },
  text: { type: 'text' },
  uid: { type: 'uid' },
});
const MAPPING = {
  ...{ string: 'text', richtext: 'html', html: 'html', blocks: 'html', text: 'text', uid: 'subject' },
};

const map = (words: string): unknown => {
  const mail = mailWith({ text: words, subject: words });
  const body = html.sanitiseMailHtml(words).html;
  return applyMapping({
    shape: SHAPE,
    mapping: MAPPING,
    defaults: {},
    mail,
    html: body,
    answerAddress: null,
  });
};

const place = (words: string): unknown =>
  placeImages({ richtext: words, text: words }, new Map([['a', '/a.png']]), SHAPE.attributes);

const judge = (words: string): unknown =>
  judgeFile(
    { fileName: words, declaredType: words, detectedType: null, start: Buffer.from(words) },
    { allowedTypes: ['image/*', '*/pdf'], deniedTypes: ['*/x'] }
  );

/** HTML converters see what the sanitiser leaves of a mail, as a body, inside a link and inside a code block. */
const ofMail =
  (convert: (clean: string) => unknown) =>
  (words: string): unknown =>
    ['', '<a href="http://a.example/">', '<pre>'].map((start) =>
      convert(html.sanitiseMailHtml(`${start}${words}`).html ?? '')
    );

const FUNCTIONS: Record<string, (words: string) => unknown> = {
  sanitiseMailHtml: html.sanitiseMailHtml,
  mailHtmlToText: html.mailHtmlToText,
  htmlToMarkdown: ofMail((clean) => html.htmlToMarkdown(clean, { imageUrl: (id) => `cid:${id}` })),
  htmlToBlocks: ofMail(html.htmlToBlocks),
  htmlToText: ofMail(html.htmlToText),
  textToBlocks: html.textToBlocks,
  textToHtml: html.textToHtml,
  textToMarkdown: html.textToMarkdown,
  escapeHtml: html.escapeHtml,
  escapeUrl: html.escapeUrl,
  safeLink: html.safeLink,
  isTooComplex: html.isTooComplex,
  placeImages: place,
  applyMapping: map,
  cutText: (words) => ['', 'Yes.\n', 'On 2 Mar 2026 '].map((start) => cutText(start + words, '')),
  cutHtml: (words) => cutHtml(html.sanitiseMarkedHtml(`<p>Yes.</p>${words}`).html ?? '', ''),
  isSource: (words) => isSource(`header.${words}`),
  cleanFileName: (words) => [cleanFileName(words, '.bin'), cleanFileName(`a${words}a.pdf`, '.bin')],
  extensionOf: (words) => [extensionOf(words), extensionOf(`a.${words}`)],
  extensionFor,
  judgeFile: judge,
  looksActive: (words) => looksActive(Buffer.from(`from:${words}`)),
};

/** Milliseconds of this process; the best of some, because garbage of others is collected at any time. */
const time = (run: (words: string) => unknown, words: string, repeats = 1): number => {
  let best = Infinity;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const start = process.cpuUsage();
    run(words);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
};

const LENGTH = 5_000;
/** Below this no growth is told from noise, and no mail is held up. */
const NOTICEABLE = 40;
/** Four times the length takes four times as long where the work is linear, and sixteen times where it is quadratic. */
const GROWTH = 9;

/** What grows does so each time; a machine that is busy elsewhere for a moment is not measured. */
const TRIES = 4;

const expectLinear = (run: (words: string) => unknown, unit: string, length: number): void => {
  const of = (size: number): string => `x${unit.repeat(size / unit.length)}x`;
  let growth = Infinity;
  let whole = Infinity;
  for (let attempt = 0; attempt < TRIES && growth >= GROWTH; attempt += 1) {
    whole = time(run, of(4 * length), 1 + attempt);
    if (whole < NOTICEABLE) return;
    growth = whole / time(run, of(length), 3);
  }
  expect(growth, `${JSON.stringify(unit)}: ${Math.round(whole)} ms`).toBeLessThan(GROWTH);
};

describe('hostile text costs no more than its length', () => {
  it.each(Object.entries(FUNCTIONS))('%s', { timeout: 60_000 }, (_name, run) => {
    for (const unit of UNITS) expectLinear(run, unit, LENGTH);
  });

  it.each(['![', '![](cid:', '](cid:', '![\\', '![](cid:a)', 'src="cid:'])(
    'two million characters of %j where pictures are placed',
    { timeout: 60_000 },
    (unit) => [LENGTH, 500_000].forEach((length) => expectLinear(place, unit, length))
  );
});
