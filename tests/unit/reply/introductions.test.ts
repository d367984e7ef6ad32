import { describe, expect, test } from 'vitest';
import { htmlToText, sanitiseMarkedHtml } from '../../../server/src/html';
import { cutHtml, cutText } from '../../../server/src/reply';

const own = (text: string, subject = 'Re: Printer'): string => cutText(text, subject) ?? text;
const ownOfHtml = (source: string): string => {
  const { whole, own: left } = cutHtml(sanitiseMarkedHtml(source).html ?? '', 'Re: Printer');
  return htmlToText(left ?? whole)
    .replace(/\n+/g, '\n')
    .trim();
};

const HEADER =
  'From: Ed <ed@site.example>\nSent: Monday, 2 March 2026 10:00\nTo: Mary <mary@customer.example>\nSubject: Printer';

describe('introductions right above a quote', () => {
  test.each([
    ...['2026年3月2日 山本 茂:', '2026年3月2日(月) 10:00 山本様:', '山本さんは書きました:', '山本より：'],
    ...['王先生 写道：', '李小龙写道：', '김영희님이 작성:', 'בתאריך יום ב׳, 2 במרץ 2026, אד כתב:'],
    ...['On Mon, Mar 2, 2026 at 10:00 AM Ed Editor <ed@site.example>'],
    ...['On Mon, Mar 2, 2026 at 10:00 AM\nEd Editor <ed@site.example>'],
  ])('go with it: %s', (line) => {
    expect(own(`Yes.\n\n${line}\n> Did you?\n> Twice?`)).toBe('Yes.');
  });

  test.each([
    ...['2026年3月2日 議事録:', '2026-03-02 Error Log:', '私は書きました:', '彼より:', '昨日書きました:'],
    ...['我写道：', 'Log of 2 March 2026:', '2. März 2026 Protokoll:', 'Ask Ed <ed@site.example>'],
  ])('are none where people cite something: %s', (line) => {
    const text = `Yes.\n\n${line}\n> It burns.\n\nWhat now?`;
    expect(own(text)).toBe(text);
  });
});

describe('introductions of a quote that nobody marked', () => {
  test.each([
    ['with the quote in the same line', 'On Mon, 2 Mar 2026 at 10:00, Ed <ed@site.example> wrote: Did you?'],
    ['with nothing below', 'At 2026-03-02 10:00:05, "Ed Editor" <Editor> wrote:'],
    ['by NetEase', 'At 2026-03-02 10:00:05, "Ed Editor" <Editor> wrote:\n\nDid you?'],
  ])('go: %s', (_case, quote) => {
    expect(own(`Yes.\n\n${quote}\n`)).toBe('Yes.');
  });

  test.each([
    'On Mon, 2 Mar 2026 at 10:00, Ed <ed@site.example> wrote: "Did you?" I did.',
    'On 2 March 2026 Ed <ed@site.example> wrote: it burns. I do not think so.',
    'On 2 March 2026 at 10:00 Ed <ed@site.example> wrote: it burns. I do not think so.',
    'On Monday at 10:00 Ed wrote: it burns. I do not think so.',
    'At 10:00 Ed <ed@site.example> wrote: it burns.',
  ])('stay where they are part of a sentence: %s', (line) => {
    expect(own(`No.\n\n${line}`)).toBe(`No.\n\n${line}`);
  });
});

describe('what is left', () => {
  test.each(['Best regards,', 'Many thanks,', 'Mit freundlichen Grüßen,'])(
    'may be %s above a signature, but not above a quote',
    (line) => {
      expect(ownOfHtml(`<p>${line}</p><div class="gmail_signature">Mary, Customer Ltd.</div>`)).toBe(line);
      const text = `${line}\n\n${HEADER}\n\nDid you?\n\nYes.`;
      expect(own(text)).toBe(text);
    }
  );

  test('is all of it where nothing but the line of a program stands above a quote', () => {
    const html =
      '<div>Sent with <a href="https://proton.me/">Proton Mail</a> secure email.</div><div class="protonmail_quote">On Monday, March 2nd, 2026 at 10:00, Ed &lt;ed@site.example&gt; wrote:<blockquote type="cite">Did you?</blockquote></div>';
    for (const name of ['Proton Mail', 'ProtonMail']) {
      expect(cutHtml(sanitiseMarkedHtml(html.replace('Proton Mail', name)).html ?? '', '').own).toBeNull();
    }
  });

  test('ends above a signature whose address is written in words', () => {
    expect(own('Yes.\n\n-- \nMary Ann Customer   <mary dot ann at customer dot site dot example>')).toBe(
      'Yes.'
    );
    const text = 'Yes.\n\n-- \nWe meet at noon in front of the dot that we drew.';
    expect(own(text)).toBe(text);
  });

  test.each([
    '[External] Fwd: Printer',
    '[EXT] [list] FW: Printer',
    '(External) WG: Printer',
    'EXTERNAL: TR: x',
  ])('is all of a mail that was forwarded as %s', (subject) => {
    const text = `Please see to it.\n\n${HEADER}\n\nDid you?`;
    expect(own(text, subject)).toBe(text);
    expect(own(text, `Re: ${subject}`)).toBe('Please see to it.');
  });
});
