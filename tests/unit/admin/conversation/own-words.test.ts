import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownWords } from '../../../../admin/src/conversation/quotes';
import { sanitiseMailHtml } from '../../../../server/src/html';

/** What is shown of a plain text; all of it where nothing is folded. */
const ofText = (text: string, subject = 'Re: Printer'): string =>
  ownWords({ subject, html: null, text })?.text ?? text;

/** The same of HTML as a mail program writes it, once it is sanitised. */
const ofHtml = (source: string): string => {
  const html = sanitiseMailHtml(source).html ?? '';
  return ownWords({ subject: 'Re: Printer', html, text: null })?.html ?? html;
};

const EARLIER = '> Did you turn it off?\n>\n> Ed';

describe('the own words of a plain text', () => {
  test.each([
    ['English', 'On Mon, 2 Mar 2026 at 10:00, Ed Editor <ed@site.example> wrote:'],
    ['English, wrapped', 'On Mon, 2 Mar 2026 at 10:00,\nEd Editor <ed@site.example>\nwrote:'],
    ['German', 'Am 02.03.2026 um 10:00 schrieb Ed Editor:'],
    ['German, wrapped', 'Am Mo., 2. März 2026 um 10:00 Uhr schrieb Ed Editor <\ned@site.example>:'],
    ['French', 'Le lun. 2 mars 2026 à 10:00, Ed Editor <ed@site.example> a écrit :'],
    ['French with a narrow space', 'Le 02/03/2026 à 10:00, Ed Editor a écrit\u202F:'],
    ['none', ''],
  ])('end where the quote is introduced: %s', (_language, introduction) => {
    expect(ofText(`Yes, twice.\n\nMary\n\n${introduction}\n\n${EARLIER}\n`)).toBe('Yes, twice.\n\nMary');
  });

  test.each([
    '-----Original Message-----',
    '-------- Ursprüngliche Nachricht --------',
    "-----Message d'origine-----",
    '-------- Message original --------',
  ])('end above %s', (marker) => {
    expect(ofText(`Yes.\r\n\r\n${marker}\r\nFrom: Ed\r\n\r\nDid you?\r\n`)).toBe('Yes.');
  });

  test.each([
    'From: Ed Editor <ed@site.example>\nSent: Monday, 2 March 2026 10:00\nTo: Mary; Bob;\n Zoe\nSubject: Printer',
    '*From:* Ed Editor\n*Date:* Monday\n*To:* Mary\n*Subject:* Printer',
    'Von: Ed Editor\nGesendet: Montag, 2. März 2026 10:00\nAn: Mary\nCc: Bob\nBetreff: Printer',
    'De : Ed Editor\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Mary\nObjet : Printer',
  ])('end above the header that Outlook writes: %s', (header) => {
    expect(ofText(`Yes.\n\n${header}\n\nDid you?`)).toBe('Yes.');
    expect(ofText(`Yes.\n\n________________________________\n${header}\n\nDid you?`)).toBe('Yes.');
  });

  test.each([
    ['answers between quotes', '> Did you turn it off?\nYes.\n> And on?\nYes, too.'],
    ['answers between quotes, with one left at the end', '> Did you?\nYes.\n> And on?'],
    ['an answer below the quote', `${EARLIER}\n\nYes, twice.`],
    ['answers within an earlier mail', 'See below.\n-----Original Message-----\n> Did you?\nYes.\n> And?'],
    ['nothing but a quote', EARLIER],
    ['a mail without a quote', 'From: here on it works.\nSubject: to change.\nOn 2 March 2026 I wrote:'],
    ['an introduction without a quote', 'On Mon, 2 Mar 2026 Ed wrote:\nDid you?'],
    ['nothing', ''],
  ])('are all there is: %s', (_case, text) => {
    expect(ofText(text)).toBe(text);
  });

  test('keep a sentence that only looks like an introduction', () => {
    const text = 'On 2 March 2026 it broke.\nBob then wrote:';
    expect(ofText(`${text}\n${EARLIER}`)).toBe(text);
  });

  test('are all there is of a forwarded mail, whose earlier mail matters', () => {
    const text = 'Please look.\n-----Original Message-----\nFrom: Zoe\n\nIt burns.';
    for (const subject of ['Fwd: Fire', 'FW: Fire', 'WG: Fire', 'TR : Fire']) {
      expect(ofText(text, subject)).toBe(text);
    }
  });
});

describe('the own words of HTML', () => {
  test.each([
    [
      'Gmail',
      '<div dir="ltr">Yes, <b>twice</b>.</div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, Mar 2, 2026 at 10:00 AM Ed &lt;<a href="mailto:ed@site.example">ed@site.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote"><div>Did you?</div></blockquote></div>',
    ],
    [
      'Thunderbird',
      '<p>Yes, <b>twice</b>.</p><div class="moz-cite-prefix">Am 02.03.26 um 10:00 schrieb Ed Editor:<br></div><blockquote type="cite">Did you?<blockquote>It burns.</blockquote></blockquote>',
    ],
    [
      'Apple Mail',
      '<div>Yes, <b>twice</b>.<br><div><br><blockquote type="cite"><div>Le 2 mars 2026 à 10:00, Ed &lt;ed@site.example&gt; a écrit&nbsp;:</div><br><div>Did you?</div></blockquote></div></div>',
    ],
    [
      'Outlook',
      '<p>Yes, <b>twice</b>.</p><div><div style="border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Ed<br><b>Sent:</b> Monday, 2 March 2026<br><b>To:</b> Mary<br><b>Subject:</b> Printer</p></div></div><p>Did you?</p>',
    ],
    [
      'Outlook on the web',
      '<div>Yes, <b>twice</b>.</div><hr><div id="divRplyFwdMsg"><b>Von:</b> Ed<br><b>Gesendet:</b> Montag<br><b>An:</b> Mary<br><b>Betreff:</b> Printer<div>&nbsp;</div></div><div>Did you?</div>',
    ],
    ['plain text in pre', '<pre>Yes, <b>twice</b>.\n\n&gt; Did you?\n&gt; And on?</pre>'],
  ])('end where the quote of %s begins', (_program, html) => {
    const shown = ofHtml(html);
    expect(shown.replace(/<[^>]*>/g, '').trim()).toBe('Yes, twice.');
    expect(shown).not.toContain('<blockquote');
  });

  test.each([
    ['a blockquote of their own', '<p>It says:</p><blockquote>PC LOAD LETTER</blockquote>'],
    ['answers between quotes', '<blockquote>Did you?</blockquote><p>Yes.</p><blockquote>And?</blockquote>'],
    [
      'a picture below the quote',
      '<p>Look:</p><div>On 2 Mar 2026 Ed wrote:</div><blockquote>Did you?</blockquote><img src="cid:1">',
    ],
    [
      'a signature below the quote',
      '<p>Yes.</p><div>On 2 Mar 2026 Ed wrote:</div><blockquote>Did you?</blockquote><p>Mary</p>',
    ],
    ['nothing but a quote', '<div>On 2 Mar 2026 Ed wrote:</div><blockquote>Did you?</blockquote>'],
  ])('are all there is: %s', (_case, html) => {
    expect(ofHtml(html)).toBe(sanitiseMailHtml(html).html);
  });

  test('a picture is as good as words', () => {
    const html =
      '<p><img src="cid:1" alt=""></p><div>On 2 Mar 2026 Ed wrote:</div><blockquote>Did you?</blockquote>';
    expect(ofHtml(html)).toMatch(/^<p><img [^>]*>$/);
  });
});

describe('own words', () => {
  const piece = fc.constantFrom(
    ...['Yes.', '\n', '> Did you?', 'On 2 Mar 2026 Ed wrote:', '-----Original Message-----', ' ', 'From: Ed'],
    ...[
      '<p>',
      '</p>',
      '<blockquote>',
      '</blockquote>',
      '<br>',
      '<img src="cid:1">',
      '&lt;',
      '<pre>',
      '</pre>',
    ]
  );

  test('are the beginning of the source, and never nothing', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const source = pieces.join('');
        const html = sanitiseMailHtml(source).html ?? '';
        const [text, clean] = [ofText(source), ofHtml(source)];
        expect(source.startsWith(text)).toBe(true);
        expect(html.startsWith(clean)).toBe(true);
        expect(text.trim() === '').toBe(source.trim() === '');
        expect(clean === '').toBe(html === '');
        expect(clean.lastIndexOf('<')).toBeLessThanOrEqual(clean.lastIndexOf('>'));
      })
    );
  });

  test.each([
    ['lines with quotes', (size: number) => ofText('Yes.\n' + '> no\n'.repeat(size))],
    ['headers that lead nowhere', (size: number) => ofText('From: Ed\nSent: now\n'.repeat(size))],
    ['one long line', (size: number) => ofText(`On 2026 ${'wrote wrote '.repeat(size)}\n> no`)],
    ['stray angles', (size: number) => ownWords({ subject: null, html: '<a '.repeat(size), text: null })],
    [
      'quotes in quotes',
      (size: number) => ownWords({ subject: null, html: '<blockquote>x'.repeat(size), text: null }),
    ],
  ])('take no longer than the source: %s', (_case, run) => {
    const begin = performance.now();
    run(200_000);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});
