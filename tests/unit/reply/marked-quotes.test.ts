import { describe, expect, test } from 'vitest';
import { htmlToText, sanitiseMailHtml, sanitiseMarkedHtml } from '../../../server/src/html';
import { cutHtml } from '../../../server/src/reply';

/** The author's own words, without blank lines; null where all of it stays. */
const own = (source: string): string | null => {
  const { whole, own: left } = cutHtml(sanitiseMarkedHtml(source).html ?? '', 'Re: Printer');
  expect(whole).toBe(sanitiseMailHtml(source).html ?? '');
  return left === null ? null : htmlToText(left).replace(/\n+/g, '\n').trim();
};

const CITED = '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">Did you?</blockquote>';

describe.each(['gmail_quote', 'gmail_quote gmail_quote_container', 'gmail_quote nylas-quote'])(
  'what stands in the container %s',
  (name) => {
    const container = (content: string): string => `<div class="${name}">${content}</div>`;

    test.each([
      ['a quote without an introduction', CITED],
      ['a quote in two parts', `<br>${CITED}<br>${CITED}`],
      ['a plain quote', '<blockquote><div>Did you?</div><blockquote>It burns.</blockquote></blockquote>'],
      ['a quote with a short introduction', `On Mon Ed wrote:<br>${CITED}`],
      ['one that is marked', `<div class="gmail_attr">Am Mo schrieb Ed:<br></div>${CITED}<div><br></div>`],
      ['words without a quote', '<p>Ed asked</p><p>Did you?</p>'],
    ])('goes: %s', (_case, content) => {
      for (const words of ['Yes, twice.', 'I switched it off twice on Monday', 'Yes, twice.<br>Mary']) {
        const reply = words.replace('<br>', '\n');
        expect(own(`<div dir="ltr">${words}</div>${container(content)}`)).toBe(reply);
        expect(own(`<div dir="ltr">${words}<br>${container(content)}</div><div><br></div>`)).toBe(reply);
      }
    });

    test('goes from between own words where a program quoted it', () => {
      expect(own(`<div>Yes, twice.</div>${container(CITED)}<div>And it smells.</div>`)).toBe(
        'Yes, twice.\nAnd it smells.'
      );
    });

    test.each([
      ['answers below a quote', `${CITED}<div>Twice.</div>`],
      ['answers between quotes', `${CITED}<div>Twice.</div>${CITED}`],
      [
        'answers between quotes below an introduction',
        `On Mon Ed wrote:${CITED}<p>Twice.</p>${CITED}<p>No.</p>`,
      ],
      ['words above a quote', `<div>My answer to the first one</div>${CITED}`],
      ['words above a quote that end with a colon', `<div>Here is what I wrote:</div>${CITED}`],
      ['words above a quote, set as the introduction', `<div class="gmail_attr">My list:</div>${CITED}`],
      [
        'a forwarded mail',
        '<div>---------- Forwarded message ---------<br>From: Ed</div><div>Did you?</div>',
      ],
      [
        'one in another language',
        '<div class="gmail_attr">---------- Xyz ---------<br>Zyx: Ed</div><div>Did you?</div>',
      ],
    ])('stays: %s', (_case, content) => {
      expect(own(`<div dir="ltr">Yes, twice.</div>${container(content)}`)).toBeNull();
    });

    test.each(['Hi Ed,', 'See my answers below.', 'I wrote this to them:', 'I received this today.'])(
      'stays below %s',
      (words) => {
        expect(own(`<div>${words}</div>${container(CITED)}`)).toBeNull();
        expect(own(`<div>${words}</div>${container('<p>Did you?</p>')}`)).toBeNull();
      }
    );

    test('stays where it is all there is', () => {
      expect(own(container(CITED))).toBeNull();
      expect(own(container('<p>Did you?</p>'))).toBeNull();
    });

    test('stays where an editor put own lines into several, or into one above others', () => {
      expect(own(`<p>Yes.</p>${container('It burns.')}${container('It smells.')}`)).toBeNull();
      expect(own(`<p>Yes.</p>${container('It burns.')}<p>It smells.</p>`)).toBeNull();
    });
  }
);

test('what Gmail once wrote around an introduction is no container', () => {
  expect(own(`<p>Yes.</p><span class="gmail_quote">It burns.</span>`)).toBeNull();
  expect(
    own(`<p>Yes.</p><div>Twice. <span class="gmail_quote">It burns.</span> And smells.</div>`)
  ).toBeNull();
});

describe('answers within what Proton Mail quotes', () => {
  const container = (content: string): string => `<p>Yes.</p><div class="protonmail_quote">${content}</div>`;
  const cited = '<blockquote class="protonmail_quote" type="cite">Did you?</blockquote>';

  test('stay', () => {
    const introduction = 'On Monday, 2 March 2026 at 10:00, Ed &lt;ed@site.example&gt; wrote:<br>';
    expect(own(container(`${introduction}${cited}<div>Twice.</div>${cited}<div>No.</div>`))).toBeNull();
    expect(own(container(`${introduction}${cited}<div>Twice.</div>`))).toBe('Yes.\nTwice.');
    expect(own(container(`${introduction}${cited}`))).toBe('Yes.');
  });
});

describe('what the element of a webmailer holds', () => {
  const quote = '<div class="yahoo_quoted"><div>Ed</div><div>Did you?</div></div>';

  test('goes from above and between own words', () => {
    expect(own(`<p>I switched it off twice on Monday</p>${quote}`)).toBe('I switched it off twice on Monday');
    expect(own(`<p>Yes, twice.</p>${quote}<p>And it smells.</p>`)).toBe('Yes, twice.\nAnd it smells.');
  });

  test('stays where they announce answers or take turns with it', () => {
    expect(own(`<p>See below.</p>${quote}<p>And it smells.</p>`)).toBeNull();
    expect(own(`<p>Yes, twice.</p>${quote}<p>My answers are in red.</p>`)).toBeNull();
    expect(own(`<p>Yes.</p>${quote}<p>No.</p>${quote}<p>No.</p>`)).toBeNull();
  });
});

describe('a header below a rule that Outlook drew', () => {
  const WORD = 'border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm';

  test.each([
    ['on the web', '<div id="appendonsend"></div><hr><div>From: Ed</div>'],
    ['on the web in another language', '<div id="appendonsend"></div><p>De : Ed<br>Envoyé : lundi</p>'],
    ['by its style', '<hr tabindex="-1" style="display:inline-block;width:98%"><div><b>Von:</b> Ed</div>'],
    ['in Word', `<div><div style="${WORD}"><p><b>From:</b> Ed<br><b>Sent:</b> Monday</p></div></div>`],
    [
      'in Word, rewritten',
      '<div style="border-width:1pt medium medium;border-style:solid none none"><b>Da:</b> Ed</div>',
    ],
    ['in Word, with figures', '<div style="border-top: 1pt solid rgb(225, 225, 225)"><b>Od:</b> Ed</div>'],
    ['on a phone', '<div class="ms-outlook-mobile-reference-message skipProofing"><b>From:</b> Ed</div>'],
  ])('goes: %s', (_case, header) => {
    expect(own(`<p>Yes, twice.</p>${header}<p>Did you?</p><p>Ed</p>`)).toBe('Yes, twice.');
    expect(own(`<p>See my answers below.</p>${header}<p>Did you?</p><p>Yes.</p>`)).toBeNull();
    expect(own(`<p>Hello Ed,</p>${header}<p>Did you?</p><p>Yes.</p>`)).toBeNull();
    expect(own(`${header}<p>Did you?</p>`)).toBeNull();
  });

  test.each([
    ['a rule of its author', '<hr><p>From: Berlin<br>To: Paris</p>'],
    [
      'a border of its author',
      '<div style="border-top:1px solid #ccc"><p>From: Berlin<br>To: Paris</p></div>',
    ],
    ['no header below it', '<div id="appendonsend"></div><hr><p>It smells.</p>'],
    ['no sender below it', `<div style="${WORD}"><p>Total: 20</p></div>`],
  ])('is none where there is %s', (_case, html) => {
    expect(own(`<p>Yes, twice.</p>${html}<p>And it burns.</p>`)).toBeNull();
  });
});

describe('names that programs give', () => {
  const content = 'On 2 Mar wrote:<blockquote>Did you?</blockquote>';

  test.each([
    `<div class="frappe_mail_quote">${content}</div>`,
    `<div class="x_frappe_mail_quote">${content}</div>`,
    `<div class="x_gmail_quote">${content}</div>`,
    `<div class="x_x_gmail_quote x_gmail_quote_container">${content}</div>`,
    '<div class="frappe_mail_quote">Did you?</div>',
    '<div id="x_divRplyFwdMsg"><b>Xyz:</b> Ed</div><p>Did you?</p>',
    '<div class="x_yahoo_quoted">Did you?</div>',
  ])('are known: %s', (quote) => {
    expect(own(`<p>I switched it off twice on Monday</p>${quote}`)).toBe('I switched it off twice on Monday');
  });

  test('say nothing of a signature or a forwarded mail in what Outlook quotes', () => {
    expect(own('<p>Yes.</p><div class="x_gmail_signature">Ed</div>')).toBeNull();
    const forwarded =
      '<div id="divRplyFwdMsg"><b>Xyz:</b> Ed</div><div class="x_moz-forward-container">Did you?</div>';
    expect(own(`<p>Yes.</p>${forwarded}`)).toBe('Yes.');
  });

  test('are elements, too', () => {
    const pixel = '<img width="0" height="0" src="https://site.example/open">';
    const signature = '<signature>Sent from Xyz Mail, the mail program that opens all.</signature>';
    expect(own(`<p>Yes.</p>${signature}${pixel}`)).toBe('Yes.');
    expect(own(`Yes.<br><signature>Mary Customer<br>Customer Ltd.</signature>${pixel}`)).toBe('Yes.');
    expect(own('<p>Yes.</p><signature>It burns and I need help.</signature>')).toBeNull();
  });
});

describe('a quote that holds its introduction', () => {
  const quote =
    '<blockquote><p>On 2 Mar 2026, Ed &lt;ed@site.example&gt; wrote:</p><p>Did you?</p></blockquote>';

  test('goes from between own words', () => {
    expect(own(`<p>Yes, twice.</p>${quote}<p>Best regards,<br>Mary</p>`)).toBe(
      'Yes, twice.\nBest regards,\nMary'
    );
  });

  test('stays where these point at it or take turns with others', () => {
    expect(own(`<p>See his mail:</p>${quote}<p>Best regards,<br>Mary</p>`)).toBeNull();
    expect(own(`<p>I answer below.</p>${quote}<p>Yes, twice.</p>`)).toBeNull();
    expect(own(`<p>Yes.</p>${quote}<p>No.</p>${quote}<p>No.</p>`)).toBeNull();
  });
});
