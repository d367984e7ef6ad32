import { describe, expect, test } from 'vitest';
import { cutText } from '../../../server/src/reply';
import { angled, LANGUAGES, outlookHeader, type Language } from './samples';

/** What is left of a text. */
const own = (text: string, subject = 'Re: Printer'): string => cutText(text, subject) ?? text;

/** An introduction as programs wrap it, below its date: at each of its spaces in turn. */
const wraps = (line: string): string[] =>
  [...line.matchAll(/ /g)]
    .filter(({ index }) => index > 22 && !/\s\d$/.test(line.slice(0, index)))
    .map(({ index }) => `${line.slice(0, index)}\n${line.slice(index + 1)}`);

/** Ways in which a program puts the earlier mail below a reply. */
const CLIENTS: Record<string, (language: Language) => string[]> = {
  Gmail: ({ gmail, earlier }) => [`${gmail}\n\n${angled(earlier)}\n`],
  'Gmail, wrapped': ({ gmail, earlier }) => wraps(gmail).map((line) => `${line}\n\n${angled(earlier)}\n`),
  'Gmail, not marked': ({ gmail, earlier }) => [`${gmail}\n\n${earlier}\n`],
  others: ({ other, earlier }) => other.map((line) => `${line}\n${angled(earlier)}`),
  'a conversation': ({ gmail, other, earlier }) => [
    `${gmail}\n\n${angled(`${earlier}\n\n${other[0]}\n${angled('It burns.')}`)}\n`,
  ],
  Outlook: (language) => [`${outlookHeader(language)}\n\n${language.earlier}\n`],
  'Outlook with stars': (language) => [
    `${outlookHeader(language).replace(/^([^:]+):/gm, '*$1:*')}\n\n${language.earlier}\n`,
  ],
  'Outlook for phones': (language) => [
    `________________________________\n${outlookHeader(language)}\n\n${language.earlier}\n`,
  ],
  'old Outlook': (language) => [`${language.original}\n${outlookHeader(language)}\n\n${language.earlier}`],
  'old Outlook, marked': (language) => [`${language.original}\n${angled(language.earlier)}`],
};

describe.each(LANGUAGES)('a reply in $name', (language) => {
  test.each(Object.entries(CLIENTS))('ends where the quote of %s begins', (_client, below) => {
    for (const quote of below(language)) {
      expect(own(`${language.own}\n\n${quote}`), quote).toBe(language.own);
      expect(own(`${language.own}\n\n\n${quote}`.replaceAll('\n', '\r\n')).replaceAll('\r', '')).toBe(
        language.own
      );
    }
  });

  test('ends above a signature and above what phones add', () => {
    const quote = `${language.gmail}\n${angled(language.earlier)}`;
    for (const footer of [...language.footers, '-- \nMary Customer\nCustomer Ltd.']) {
      expect(own(`${language.own}\n\n${footer}\n`), footer).toBe(language.own);
      expect(own(`${language.own}\n\n${footer}\n\n${quote}\n`), footer).toBe(language.own);
      expect(
        own(`${language.own}\n\n${footer}\n\n${outlookHeader(language)}\n\n${language.earlier}`),
        footer
      ).toBe(language.own);
    }
  });

  test('begins below a quote that stands above it', () => {
    for (const line of [language.gmail, ...language.other]) {
      const quote = `${line}\n${angled(language.earlier)}`;
      expect(own(`${quote}\n\n${language.own}\n`), line).toBe(language.own);
      expect(own(`${quote}\n\n${language.own}\n\n-- \nMary\n`), line).toBe(language.own);
    }
  });

  test('stays whole where it answers between the lines', () => {
    const between = `${language.gmail}\n> One?\n\n${language.own}\n\n> Two?\n\n${language.own}`;
    for (const text of [between, `${language.own}\n\n${between}`, `${between}\n\n> Three?`]) {
      expect(own(text)).toBe(text);
    }
  });

  test('stays whole where it forwards', () => {
    const forwarded = `${language.forward}\n${outlookHeader(language)}\n\n${language.earlier}`;
    const alone = `${outlookHeader(language)}\n\n${language.earlier}`;
    for (const text of [
      forwarded,
      `${language.own}\n\n${forwarded}`,
      alone,
      `${language.footers[0]}\n\n${alone}`,
    ]) {
      expect(own(text), text).toBe(text);
    }
    const sent = `${language.own}\n\n${alone}`;
    for (const prefix of ['Fwd', 'WG', 'TR', 'RV', 'Пересл.', 'VL', '转发']) {
      expect(own(sent, `${prefix}: Printer`), prefix).toBe(sent);
    }
  });
});

describe('own words', () => {
  const QUOTE = 'On Mon, 2 Mar 2026 at 10:00, Ed <ed@site.example> wrote:\n> Did you turn it off?';
  const HEADER =
    'From: Ed <ed@site.example>\nSent: Monday, 2 March 2026\nTo: Mary\nSubject: Printer\n\nDid you?';

  test.each([
    ['a mail without a quote', 'From: here on it works.\nSubject: to change.\nOn 2 March 2026 I wrote:\nNo.'],
    ['a journey', 'I need a car.\nFrom: Berlin\nTo: Paris\nDate: 3.3.2026\nTwo people.'],
    ['a call', 'Please call back.\nFrom: ed@site.example\nDate: today\nSubject: the key\nHe waits.'],
    ['a header that is asked about', `I got this:\n${HEADER}\n\nIs it yours?`],
    ['answers that a quote without marks may hold', `My answers are in red.\n\n${HEADER}\nYes.`],
    ['an example behind a colon', 'It says:\n> PC LOAD LETTER'],
    ['a quote alone', QUOTE],
    ['a quote below what a phone adds', `Sent from my iPhone\n\n${QUOTE}`],
    [
      'sentences about phones',
      'Sent from my phone it works; sent from the iPad it does not.\nGet the phone back.',
    ],
    ['a sentence about things that are sent', 'Yes.\nSent from a camera with many pixels'],
    ['a sentence about a phone', 'Yes.\nInviato da casa, è più facile che dal mobile'],
    ['a rule between parts', 'First part.\n--\nDo you like it?'],
    ['a postscript below the signature', 'Yes.\n-- \nMary\nPS: It smells, too.'],
    ['a text below dashes', `Yes.\n--\n${'It burns. '.repeat(40)}`],
    ['many lines below dashes', `Yes.\n--\n${'It burns.\n'.repeat(20)}`],
    ['what mail stores put before From', 'Hello\n\n>From here on it burns.'],
    ['their own date', 'Hello\n\nOn 2 March 2026 at 10:00 I wrote:\nNo.'],
    ['a date of others', 'Hello\n\nOn 2 March 2026 at 10:00 Ed came and wrote:\nNo.'],
    ['what they write elsewhere', 'Yes.\nI write above this line.\nPlease reply above this line, not below.'],
    ['a subject that they propose', 'Hello\n\nSubject: Printer\nFrom: 2 March 2026\nDate: open\nYes.'],
    ['one line that they mark', 'It says\n\n> PC LOAD LETTER'],
    [
      'a forwarded mail that is marked',
      'See this\n\n> Begin forwarded message:\n>\n> From: Ed <ed@site.example>\n> Subject: Printer\n>\n> Did you?',
    ],
    [
      'a forwarded mail with its signature',
      'Begin forwarded message:\n\nFrom: Ed\n\nDid you?\n\n-- \nEd Editor',
    ],
    [
      'a header that they show',
      'Look:\n\nMessage-ID: <1@site.example>\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nFrom: Ed <ed@site.example>\nTo: Mary\nSubject: Printer\n\nIs it real?',
    ],
    ['dashes before the words of a mark', 'It said something else.\n-- Original message'],
    ['a place in a text that they show', 'On page 3 Ed wrote:\n> It burns.\n> Twice.'],
    ['nothing', ''],
  ])('are all there is: %s', (_case, text) => {
    expect(own(text)).toBe(text);
  });

  test('end above a date and a sender, as Gmail once wrote them', () => {
    expect(own('Yes.\n\n2026/3/2 Ed <ed@site.example>\n\n> Did you?')).toBe('Yes.');
  });

  test.each([
    ['So 11:00 passt mir', '2026-03-02 10:00 GMT+01:00 Ed <ed@site.example>:'],
    ['At 10:00 in Berlin\nFine', 'Ed <ed@site.example> wrote:'],
    ['On Monday at 10:00\nMary', '"Ed Editor" <ed@site.example> wrote on 2 Mar 2026:'],
    ['それでは 11:00 にお待ちしております。\n\n以上', '2026年3月2日(月) 10:00 Ed <ed@site.example>:'],
  ])('%j are no part of the introduction below them', (words, line) => {
    for (const reply of [words, `Hello\n\n${words}`]) {
      expect(own(`${reply}\n\n${line}\n> Did you?`)).toBe(reply);
    }
  });

  test.each([
    ['Heute 11:00 passt mir', '2026-03-02 10:00 GMT+01:00 Ed <ed@site.example>:'],
    ['それでは 11:00 に。', '2026年3月2日(月) 10:00 Ed <ed@site.example>:'],
  ])('%j are no part of it right above it', (words, line) => {
    expect(own(`Hello\n${words}\n${line}\n> Did you?`)).toBe(`Hello\n${words}`);
  });

  test('stand above and below a quote', () => {
    expect(own(`Hello Ed,\n\n${QUOTE}\n\nYes, twice.\n\nMary`)).toBe('Hello Ed,\n\nYes, twice.\n\nMary');
  });

  test.each(['Gesendet mit der mobilen Mail App', 'أُرسلت من الـ iPhone', "Wysłane z iPhone'a"])(
    'end above %s',
    (footer) => {
      expect(own(`Yes.\n\n${footer}\n`)).toBe('Yes.');
    }
  );

  test.each(['On Tue, Ed wrote:', 'On Mon, Mar 2, Ed wrote:'])(
    'end above %s where a quote follows',
    (line) => {
      expect(own(`Yes.\n\n${line}\n> Did you?`)).toBe('Yes.');
    }
  );

  test('end above a reply that quotes a forwarded mail', () => {
    expect(own(`Yes.\n\n${HEADER}\n\n---------- Forwarded message ---------\nFrom: Mary`)).toBe('Yes.');
  });

  test('hold quotes of their own, above the one that is cut', () => {
    const reply = 'The log says:\n> PC LOAD LETTER\n\nWhat now?';
    expect(own(`${reply}\n\n${QUOTE}`)).toBe(reply);
    expect(own(`> One?\nYes.\n> Two?\nNo.\n\n${HEADER}`)).toBe('> One?\nYes.\n> Two?\nNo.');
  });

  test('begin like a header', () => {
    expect(own(`From: the kitchen\nIt burns.\n\n${HEADER}`)).toBe('From: the kitchen\nIt burns.');
  });

  test.each([
    '##- Please type your reply above this line -##',
    '-------- Wiadomość w nieznanym języku --------\n' + HEADER,
    '---- On Mon, 2 Mar 2026 10:00:00 +0000 ed@site.example wrote ----',
    'Ed <ed@site.example> wrote:',
    'ed@site.example wrote:',
    'On Monday, March 2, 2026, 10:00:05 AM GMT+1, Ed Editor wrote:',
    'Am 02.03.26 um 10:00 schrieb Ed Editor:',
    'Le lun. 2 mars 2026, 10:00, Service Client  a écrit :',
    '2026. 03. 02. 10:00 keltezéssel, Szerkesztő Ede a következőt írta:',
    'Wiadomość napisana przez Ed Editor ed@site.example w dniu 02.03.2026, o godz. 10:00:',
    'في ٠٢/٠٣/٢٠٢٦ الساعة ١٠:٠٠ ص، كتب/كتبت Ed Editor <ed@site.example>:',
    '-------- Original message --------From: Ed Editor Date: 02.03.26 10:00 (GMT+01:00) To: Mary Customer <mary@customer.example> Subject: Re: Printer burns, what now',
    'Reply above this line.',
    '________________________________\nFrom: Support Desk\nSent: Monday, March 2, 2026\nTo: Mary',
    'Subject: Printer\nFrom: ed@site.example\nTo: mary@customer.example\nDate: Mon, 2 Mar 2026 10:00:00 +0000',
    '** De : Service service@site.example **\n** Envoye : lundi 2 mars 2026 10:00 **\n** A : Marie **\n** Objet : Imprimante **',
    'من: Ed <ed@site.example>\nتم الإرسال: Monday, March 2, 2026\nإلى: Mary\nالموضوع: Printer',
  ])('end above %s', (mark) => {
    expect(own(`Yes.\n\n${mark}\n\nDid you?`)).toBe('Yes.');
  });
});
