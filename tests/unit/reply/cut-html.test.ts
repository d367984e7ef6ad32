import { describe, expect, test } from 'vitest';
import { escapeHtml, htmlToText, sanitiseMailHtml, sanitiseMarkedHtml } from '../../../server/src/html';
import { cutHtml } from '../../../server/src/reply';
import { LANGUAGES, outlookHeader, type Language } from './samples';

const cut = (source: string, subject = 'Re: Printer') => {
  const marked = sanitiseMarkedHtml(source).html ?? '';
  const found = cutHtml(marked, subject);
  expect(found.whole).toBe(sanitiseMailHtml(source).html ?? '');
  if (found.own !== null) expect(sanitiseMailHtml(found.own).html).toBe(found.own.trim());
  return found;
};

/** The words that are left, blank lines aside. */
const own = (source: string, subject?: string): string => {
  const { whole, own: left } = cut(source, subject);
  return wordsOf(left ?? whole);
};
const wordsOf = (html: string): string => htmlToText(html).replace(/\n+/g, '\n').trim();

const paragraphs = (text: string, tag = 'p'): string =>
  text
    .split(/\n+/)
    .map((line) => `<${tag}>${escapeHtml(line)}</${tag}>`)
    .join('');

const headerRows = (language: Language): string =>
  outlookHeader(language)
    .split('\n')
    .map((line) =>
      line.replace(
        /^([^:]+:)(.*)$/,
        (_all, label: string, value: string) => `<b>${label}</b>${escapeHtml(value)}`
      )
    )
    .join('<br>');

/** HTML mails as programs make them: a reply above what it answers. */
const CLIENTS: Record<string, (language: Language) => string> = {
  Gmail: ({ own: reply, gmail, earlier }) =>
    `<div dir="ltr">${paragraphs(reply, 'div')}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${escapeHtml(gmail)}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">${paragraphs(earlier, 'div')}</blockquote></div>`,
  'Gmail with a signature': ({ own: reply, gmail, earlier }) =>
    `<div dir="ltr">${paragraphs(reply, 'div')}<div><br clear="all"></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div>Mary Customer</div><div>Customer Ltd.</div></div></div><br><div class="gmail_quote"><div class="gmail_attr">${escapeHtml(gmail)}</div><blockquote class="gmail_quote">${paragraphs(earlier)}</blockquote></div>`,
  Thunderbird: ({ own: reply, other, earlier }) =>
    `<html><body>${paragraphs(reply)}<div class="moz-cite-prefix">${escapeHtml(other[0] ?? '')}<br></div><blockquote type="cite" cite="mid:1@site.example">${paragraphs(earlier)}</blockquote></body></html>`,
  'Thunderbird, below': ({ own: reply, other, earlier }) =>
    `<div class="moz-cite-prefix">${escapeHtml(other[0] ?? '')}<br></div><blockquote type="cite">${paragraphs(earlier)}</blockquote>${paragraphs(reply)}<pre class="moz-signature" cols="72">-- \nMary Customer\nCustomer Ltd.</pre>`,
  'Apple Mail': ({ own: reply, other, earlier }) =>
    `<div>${paragraphs(reply, 'div')}</div><br><div><blockquote type="cite"><div>${escapeHtml(other[0] ?? '')}</div><br class="Apple-interchange-newline"><div>${paragraphs(earlier)}</div></blockquote></div><br>`,
  iPhone: ({ own: reply, gmail, earlier, footers }) =>
    `<div>${paragraphs(reply, 'div')}</div><br><div dir="ltr">${escapeHtml(footers[0] ?? '')}</div><div dir="ltr"><br><blockquote type="cite">${escapeHtml(gmail)}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">${paragraphs(earlier)}</div></blockquote>`,
  Outlook: (language) =>
    `<div class="WordSection1">${paragraphs(language.own)}<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${headerRows(language)}</p></div></div>${paragraphs(language.earlier)}</div>`,
  'Outlook on the web': (language) =>
    `<div class="elementToProof">${paragraphs(language.own, 'div')}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">${headerRows(language)}</font><div>&nbsp;</div></div><div>${paragraphs(language.earlier)}</div>`,
  'Outlook in a language of its own': ({ own: reply, earlier }) =>
    `<div>${paragraphs(reply, 'div')}</div><hr><div id="divRplyFwdMsg"><b>Xyz:</b> Ed<br><b>Zyx:</b> Monday</div><div>${paragraphs(earlier)}</div>`,
  Yahoo: ({ own: reply, gmail, earlier }) =>
    `<div class="yahoo-style-wrap"><div>${paragraphs(reply, 'div')}</div></div><div id="yahoo_quoted_1" class="yahoo_quoted"><div><div>${escapeHtml(gmail)}</div><div>${paragraphs(earlier)}</div></div></div>`,
  'Yahoo, quoting itself': ({ own: reply, earlier }) =>
    `<div>${paragraphs(reply, 'div')}</div><div class="ydp9b1f0a55yahoo_quoted"><div>Ed</div><div>${paragraphs(earlier)}</div></div>`,
  'Proton Mail': ({ own: reply, other, earlier }) =>
    `<div>${paragraphs(reply, 'div')}</div><div class="protonmail_quote">${escapeHtml(other[0] ?? '')}<br><blockquote class="protonmail_quote" type="cite">${paragraphs(earlier)}</blockquote></div>`,
  GMX: (language) =>
    `<div>${paragraphs(language.own, 'div')}<div name="quote" style="margin:10px 5px 5px 10px"><div>${headerRows(language)}</div><div name="quoted-content">${paragraphs(language.earlier)}</div></div></div>`,
  'a webmailer': ({ own: reply, other, earlier }) =>
    `${paragraphs(reply)}<p>${escapeHtml(other[0] ?? '')}</p><blockquote>${paragraphs(earlier)}</blockquote>`,
  'Mail.ru': ({ own: reply, gmail, earlier }) =>
    `${paragraphs(reply, 'div')}<div>&nbsp;</div><blockquote style="margin:10px">${escapeHtml(gmail)}<br>&nbsp;<div>${paragraphs(earlier)}</div></blockquote>`,
  'plain text': ({ own: reply, gmail, earlier }) =>
    `<pre>${escapeHtml(`${reply}\n\n${gmail}\n${earlier.replace(/^/gm, '> ')}`)}</pre>`,
};

describe.each(LANGUAGES)('an HTML reply in $name', (language) => {
  const expected = wordsOf(paragraphs(language.own));

  test.each(Object.entries(CLIENTS))('of %s is the reply alone', (_client, mail) => {
    expect(own(mail(language))).toBe(expected);
  });

  test('stays whole where it answers between the lines, or forwards', () => {
    const intro = `<div class="gmail_attr">${escapeHtml(language.gmail)}</div>`;
    const between = `<div class="gmail_quote">${intro}<blockquote class="gmail_quote">One?</blockquote>${paragraphs(language.own)}<blockquote class="gmail_quote">Two?</blockquote>${paragraphs(language.own)}</div>`;
    const forwarded = `${paragraphs(language.own)}<div class="gmail_quote"><div class="gmail_attr">${language.forward}<br>${headerRows(language)}</div>${paragraphs(language.earlier)}</div>`;
    expect(cut(between).own).toBeNull();
    expect(cut(forwarded).own).toBeNull();
    expect(cut(CLIENTS.Outlook?.(language) ?? '', 'WG: Printer').own).toBeNull();
  });
});

describe('own words in HTML', () => {
  const quote = '<div>On 2 Mar 2026 Ed wrote:</div><blockquote>Did you?</blockquote>';

  test.each([
    ['a blockquote of their own', '<p>It says:</p><blockquote>PC LOAD LETTER</blockquote>'],
    ['nothing but a quote', quote],
    [
      'a forwarded mail that is marked',
      '<p>See this</p><blockquote type="cite"><div>Begin forwarded message:</div><div><b>From: </b>Ed</div><p>Did you?</p></blockquote>',
    ],
    ['words that Thunderbird took for the introduction', '<div class="moz-cite-prefix">Yes.<br>No.</div>'],
    [
      'answers between quotes',
      '<blockquote type="cite">Did you?</blockquote><p>Yes.</p><blockquote type="cite">And?</blockquote>',
    ],
  ])('are all there is: %s', (_case, html) => {
    expect(cut(html).own).toBeNull();
  });

  test('above an introduction within the same element stay', () => {
    const html =
      '<div class="moz-cite-prefix">Yes.<br>On 3/2/26 10:00, Ed wrote:<br></div><blockquote type="cite">Did you?</blockquote>';
    expect(own(html)).toBe('Yes.');
  });

  test.each(['<br>', '<div><br></div>', '<div>&nbsp;</div>', '</p><p>', '<hr>'])(
    'parted from an introduction by %s are no part of it',
    (blank) => {
      const html = `<p>Hello<br>At 10:00 in Berlin${blank}${blank}Ed &lt;ed@site.example&gt; wrote:</p><blockquote type="cite">Did you?</blockquote>`;
      expect(own(html)).toBe('Hello\nAt 10:00 in Berlin');
    }
  );

  test('are pictures, too', () => {
    const html = `<p><img src="cid:1" alt=""></p>${quote}`;
    expect(cut(html).own).toMatch(/^<p><img [^>]*><\/p>$/);
    expect(own(`<p>Look:</p>${quote}<img src="cid:1" alt="This.">`)).toBe('Look:\nThis.');
  });

  test('below a link to an address that shows nothing stay', () => {
    const link = '<a href="mailto:ed@site.example"></a>';
    expect(own(`${link}<p>Yes.</p>${quote}`)).toBe('Yes.');
    expect(cut(`<p>${link}</p>${quote}`).own).toBeNull();
  });

  test('keep their table', () => {
    const table = '<table><tbody><tr><td>a</td><td></td><td>b</td></tr></tbody></table>';
    expect(cut(`${table}${quote}`).own).toBe(table);
  });

  test('are what is below a quote, with what surrounds it', () => {
    expect(cut(`<div><p>${quote}</p><div><b>Yes.</b></div></div>`).own).toBe(
      '<div><div><b>Yes.</b></div></div>'
    );
  });

  test('cannot be hidden by marks that the mail brought itself', () => {
    expect(cut('<p>Yes.</p><p data-quote-mark="quote">Pay me.</p>').own).toBeNull();
  });
});
