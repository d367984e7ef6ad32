import { describe, expect, test } from 'vitest';
import { htmlToText, sanitiseMarkedHtml } from '../../../server/src/html';
import { cutHtml } from '../../../server/src/reply';

const own = (source: string, subject = 'Re: Printer'): string | null => {
  const { own: left } = cutHtml(sanitiseMarkedHtml(source).html ?? '', subject);
  return left === null ? null : htmlToText(left).replace(/\n+/g, '\n').trim();
};

const QUOTES = [
  '<blockquote>Did you switch it off?</blockquote>',
  '<blockquote><p>Hello Mary,</p><p>Did you switch it off?</p><blockquote>It burns.</blockquote></blockquote>',
  '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid">Did you?</blockquote>',
  '<blockquote style="border-left: 2px solid blue; padding-left: 5px">Did you?</blockquote>',
];

describe('a quote that nobody introduced, at the end of a mail', () => {
  test.each([
    ...[
      'Yes',
      'Yes, twice.',
      'OK!',
      'Thanks a lot',
      'Got it. 👍',
      '承知しました。',
      'Ja, zweimal.',
      'Oui, merci',
    ],
    ...[
      'Да, два раза.',
      'Yes\nMary',
      'I switched it off twice, and it went on burning.\nBest regards,\nMary Customer',
    ],
    ...[
      'Ich habe ihn am Montag zweimal ausgeschaltet.\nViele Grüße',
      'It burns.\nThanks!\nMary\nCustomer Ltd.',
    ],
  ])('goes below words that ended: %j', (words) => {
    for (const quote of QUOTES) {
      const html = `<p>${words.replaceAll('\n', '<br>')}</p>${quote}`;
      expect(own(html), quote).toBe(words);
      expect(own(`<div>${html}</div><p>&nbsp;</p>`)).toBe(words);
      expect(own(`${html}<p>-- <br>Mary Customer</p>`)).toBe(words);
      expect(own(`${html}<br>${quote}`)).toBe(words);
    }
  });

  test.each([
    'Hello Ed,',
    'See below.',
    'Is it on?',
    'My list:',
    'I would write it down in words like',
    'Dear all,',
  ])('stays below %s', (words) => {
    for (const quote of QUOTES) expect(own(`<p>${words}</p>${quote}`)).toBeNull();
  });

  test.each([
    [
      'an indentation',
      '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">Red, green.</blockquote>',
    ],
    ['an older one', '<blockquote dir="ltr" style="MARGIN-RIGHT: 0px"><div>Red, green.</div></blockquote>'],
    ['what a page quotes', '<blockquote cite="https://site.example/page">To be.</blockquote>'],
    ['what an editor sets', '<blockquote class="pullquote">To be.</blockquote>'],
    ['what is credited', '<blockquote>To be or not to be.<br>— William Shakespeare</blockquote>'],
    ['what stands in quotation marks', '<blockquote>“To be or not to be.”</blockquote>'],
    ['a picture', '<blockquote><img src="cid:1" alt=""></blockquote>'],
  ])('stays where it is %s', (_case, quote) => {
    expect(own(`<p>Yes, twice.</p>${quote}`)).toBeNull();
  });

  test('stays in a mail that answers none', () => {
    for (const subject of [
      'AW: Printer',
      'Antw: Printer',
      '[list] RE: Printer',
      'Re[2]: Printer',
      '回复：Printer',
    ]) {
      expect(own(`<p>Yes</p>${QUOTES[0]}`, subject), subject).toBe('Yes');
    }
    for (const subject of ['', 'Printer', 'Re Printer', 'The printer: Yes']) {
      expect(own(`<p>Yes</p>${QUOTES[0]}`, subject), subject).toBeNull();
    }
  });

  test('stays above own words, and beside a quote that was introduced', () => {
    const [plain] = QUOTES;
    expect(own(`<p>Yes, twice.</p>${plain}<p>It smells.</p>`)).toBeNull();
    expect(own(`<p>Yes, twice.</p>${plain}<p>It smells.</p>${plain}`)).toBeNull();
    const introduced = `<p>On Mon, 2 Mar 2026 Ed &lt;ed@site.example&gt; wrote:</p><blockquote type="cite">And?</blockquote>`;
    expect(own(`<p>Yes, twice.</p>${plain}${introduced}`)).toBe('Yes, twice.\n> Did you switch it off?');
  });
});

/** What people write above what they cite, where no colon tells. */
const CITED: readonly (readonly [string, string])[] = [
  ['As the manual says.', 'Press the red button for three seconds.'],
  ['This is the error I get.', 'PC LOAD LETTER'],
  ['Error message', 'Fatal: cannot open device'],
  ['I get an error when I print.', 'spooler stopped'],
  ['Please add this to my page.', 'We are closed on Mondays.'],
  ['Please change the text on the page.', 'Open from nine to five.'],
  ['Here is my proposal.', 'We meet on Tuesday.'],
  ['My proposal', 'We meet on Tuesday.'],
  ['New version', 'All members may vote.'],
  ['Can you translate this sentence.', 'Das ist ein Test.'],
  ['What I found in the archive.', 'Founded in 1902.'],
  ['It reminds me of a poem.', 'Two roads diverged in a yellow wood'],
  ['My favourite verse.', 'Two roads diverged in a yellow wood'],
  ['I noticed a typo on your site.', 'Welcom to our shop'],
  ['The log from last night.', '03:12 disk full'],
  ['Our address has changed.', 'Main Street 1, Springfield'],
  ['New address', 'Main Street 1, Springfield'],
  ['Paragraph 3 is wrong.', 'The tenant pays for the water.'],
  ['The customer wrote to us yesterday.', 'I want my money back.'],
  ['Someone left a comment.', 'Great work!'],
  ['I suggest a shorter wording.', 'No dogs.'],
  ['Please publish our announcement.', 'The choir sings on Sunday.'],
  ['Please use the phrase we agreed on. Insert as is.', 'Made in Springfield'],
  ['Code to reproduce', 'print(1/0)'],
  ['An example.', 'a = b'],
  ['So I told him.', 'You are late.'],
  ['So steht es im Handbuch.', 'Drücken Sie den roten Knopf.'],
  ['Diese Meldung kommt immer.', 'Papier fehlt'],
  ['Fehlermeldung', 'Papier fehlt'],
  ['Mein Vorschlag', 'Wir treffen uns am Dienstag.'],
  ['Bitte den Text so übernehmen.', 'Montags geschlossen.'],
  ['Unsere neue Adresse.', 'Hauptstraße 1'],
  ['Voici le texte.', 'Fermé le lundi.'],
  ['Le message d’erreur', 'Papier manquant'],
  ['Este es el texto.', 'Cerrado los lunes.'],
  ['Ecco il testo.', 'Chiuso il lunedì.'],
  ['Dit is de tekst.', 'Maandag gesloten.'],
  ['Oto tekst.', 'W poniedziałki zamknięte.'],
  ['Вот текст ошибки.', 'Нет бумаги'],
  ['エラーはこれです。', '用紙がありません'],
  ['I tried the steps and now I see something else on the display.', 'Firmware corrupt'],
  ['The contract is clear on that point.', 'Payment is due within 14 days.'],
  ['Your website tells customers otherwise.', 'Returns are accepted.'],
  ['Mir fällt dazu nur noch Goethe ein.', 'Es irrt der Mensch.'],
  ['Le contrat est pourtant clair.', 'Paiement sous 14 jours'],
  ['La impresora muestra otra cosa.', 'Bandeja vacía'],
  ['プリンターの表示が変わりました。', 'トレイが空です'],
  ['Thanks for the reminder about my stay next week.', 'Monday to Wednesday'],
  ['In your last newsletter you promised a discount.', 'Ten percent off'],
];

test.each(CITED)('what people cite stays below %j', (words, cited) => {
  expect(
    own(`<p>Hello Ed, I have something for you.</p><p>${words}</p><blockquote>${cited}</blockquote>`)
  ).toBeNull();
  expect(own(`<p>${words}</p><blockquote><p>${cited}</p></blockquote>`)).toBeNull();
});
