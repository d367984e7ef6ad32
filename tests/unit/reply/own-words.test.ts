import { describe, expect, test } from 'vitest';
import { htmlToText, sanitiseMarkedHtml } from '../../../server/src/html';
import { cutHtml, cutText } from '../../../server/src/reply';

const own = (text: string): string => cutText(text, 'Re: Printer') ?? text;
const ownOfHtml = (source: string): string => {
  const { whole, own: left } = cutHtml(sanitiseMarkedHtml(source).html ?? '', 'Re: Printer');
  return htmlToText(left ?? whole)
    .replace(/\n+/g, '\n')
    .trim();
};

const HEADER =
  'From: Ed <ed@site.example>\nSent: Monday, 2 March 2026 10:00\nTo: Mary <mary@customer.example>\nSubject: Printer';
const INTRODUCTION = 'On Mon, 2 Mar 2026 at 10:00, Ed <ed@site.example> wrote:';
const OUTLOOK =
  '<div style="border-top:solid"><p><b>From:</b> Ed &lt;ed@site.example&gt;<br><b>Sent:</b> Monday, 2 March 2026 10:00<br><b>To:</b> Mary<br><b>Subject:</b> Printer</p></div>';
const GMAIL =
  '<div class="gmail_quote"><div class="gmail_attr">On Mon, 2 Mar 2026 at 10:00, Ed &lt;ed@site.example&gt; wrote:</div><blockquote class="gmail_quote">Did you?</blockquote></div>';

describe('answers within a quote that nobody marked', () => {
  test.each([
    ...['Here are the answers to your questions.', 'I go through it point by point', 'Zu Ihren Fragen'],
    ...['Please see my notes below.', 'I have answered below each question.', 'Comments embedded.'],
    ...['My replies are marked with [Mary].', 'Replied within your email', 'In CAPS, in capitals.'],
    ...['Antworten stehen unten.', 'Ich habe direkt in den Text geschrieben.', 'In deiner Mail.'],
    ...['Die Stellen sind gelb markiert.', 'Réponses ci dessous', 'Je vous réponds point par point'],
    ...['Te contesto entre líneas', 'Respondo en tu correo', 'Ti rispondo nel testo', 'Risposte in calce'],
    ...['Antwoorden staan in de tekst', 'Veja abaixo', 'Svar i texten', 'Odpowiadam poniżej', 'Níže, děkuji'],
    ...['ответы в тексте письма', 'Відповіді нижче', 'Aşağıda yanıtladım', '下記の通り回答いたします'],
    ...['回复如下', '아래 답변', 'Pirossal', 'δείτε παρακάτω', 'באדום'],
  ])('stay where the words above say so: %s', (words) => {
    const text = `${words}\n\n${HEADER}\n\nDid you turn it off?\nYes, twice.`;
    expect(own(text)).toBe(text);
  });

  test.each(['Thanks, the red lamp is on.', 'Ein roter Drucker brennt.', 'La voiture rouge brûle.'])(
    'are not told of by colours alone: %s',
    (words) => {
      expect(own(`${words}\n\n${HEADER}\n\nDid you turn it off?`)).toBe(words);
    }
  );

  test.each(['==> Yes, twice.', '--> Yes, twice.', '→ Yes, twice.', '[Mary] Yes, twice.'])(
    'stay where they are set apart: %s',
    (answer) => {
      const text = `Dear Ed, all is done.\n\n${HEADER}\n\nDid you turn it off?\n${answer}\nDoes it burn?\n${answer}`;
      expect(own(text)).toBe(text);
    }
  );

  test.each(['Hello Ed,', 'Hi,', 'Sehr geehrte Frau Muster,'])(
    'or below it stay where %s is all above',
    (line) => {
      for (const quote of [HEADER, `-----Original Message-----\n${HEADER}`, INTRODUCTION]) {
        const text = `${line}\n\n${quote}\n\nDid you turn it off?\n\nYes, twice.`;
        expect(own(text)).toBe(text);
      }
      const html = `<p>${line}</p>${OUTLOOK}<p>Did you?</p><p>Yes.</p>`;
      expect(ownOfHtml(html)).toContain('Yes.');
      expect(ownOfHtml(`<p>${line}</p>${GMAIL}`)).toContain('Did you?');
    }
  );
});

describe('what an author shows stays', () => {
  test.each([
    [
      'people by turns',
      'Ann <ann@x.example> wrote:\nIt burns.\n\nBob <bob@x.example> wrote:\nNo.\n\nWho is right?',
    ],
    ['a mail that they ask about', `I got a strange mail today.\n\n${HEADER}\n\nPay now.\n\nI did not.`],
    ['a mail that they were sent', `I received this on Monday.\n\n${HEADER}\n\nPay now.\n\nI did not.`],
    ['headlines', 'The texts.\n\n*Original message*\nYou are late.\n\n*New message*\nPlease be on time.'],
    ['a headline with dashes', 'The texts.\n\n- Original message:\nYou are late.\n- New message:\nNot yet.'],
    [
      'a letter',
      'Please print this.\n\nFrom: Mary Customer\nDate: 2 March 2026\nSubject: Printer\n\nIt burns.',
    ],
    ['a log', 'This is what the log shows\n\n> error 1\n> error 2'],
    ['code', 'I would write it as follows then\n\n> if (a) {\n>   b();\n> }'],
    [
      'a quote of their own above another',
      `See the manual\n\n> page 1\n> page 2\n\n${INTRODUCTION}\n> Did you?`,
    ],
  ])('%s', (_case, text) => {
    expect(own(text)).toBe(text);
  });

  test('a quote that they put into HTML, while the one of their program goes', () => {
    const shown = '<div>I found a note</div><blockquote class="gmail_quote">Turn it off</blockquote>';
    expect(ownOfHtml(shown + GMAIL)).toBe('I found a note\n> Turn it off');
  });
});

describe('words right above an introduction are no part of it', () => {
  test.each([
    ...['On Monday at 10:00', '12/3/26', 'Le 2 mars à 10:00', 'Den 2 mars', '2026年3月2日', 'On 2 March'],
    ...['Bob <bob@site.example>', '1. one\n2. two'],
  ])('%j', (words) => {
    for (const line of [
      INTRODUCTION,
      '2 mars 2026 kl. 10:00 skrev Ed Editor <ed@site.example>:',
      'Ed Editor <ed@site.example>, 2 Mar 2026 Pzt, 10:00 tarihinde şunu yazdı:',
    ]) {
      expect(own(`Yes.\n${words}\n${line}\n> Did you?`), line).toBe(`Yes.\n${words}`);
    }
  });

  test('with a sender alone', () => {
    expect(own('Yes.\nOn Monday at 10:00\nEd <ed@site.example> wrote:\n> Did you?')).toBe(
      'Yes.\nOn Monday at 10:00'
    );
  });

  test('nor in the same line', () => {
    const text = `Yes, twice. ${INTRODUCTION}\n> Did you?\n\nThanks.`;
    expect(own(text)).toBe(text);
    const html = `<div class="moz-cite-prefix">Hello Ed, thank you. On 3/2/26 10:00, Ed wrote:</div><blockquote type="cite">Did you?</blockquote><p>Yes.</p>`;
    expect(ownOfHtml(html)).toContain('thank you');
  });

  test('even where a program marked them as one', () => {
    const html = `<div class="moz-cite-prefix">Hello Ed, here are 2 things:</div><blockquote type="cite">Did you?</blockquote><p>Yes.</p>`;
    expect(ownOfHtml(html)).toContain('2 things');
  });

  test('like a header', () => {
    expect(own(`Yes.\nSubject: Printer\n\n${HEADER}\n\nDid you?`)).toBe('Yes.\nSubject: Printer');
  });
});

describe('what looks like a signature', () => {
  const SIGNED = 'Mary Customer\nCustomer Ltd.\n+49 123 456';

  test.each([
    SIGNED,
    `${SIGNED}\n\n"To be or not to be, that is the question"`,
    `${SIGNED}\n\nThis e-mail is confidential. It is meant for its recipient.`,
    'Opener Ltd. - Business solutions for each and every one who needs some\nMary',
  ])('goes: %j', (lines) => {
    expect(own(`Yes.\n\n-- \n${lines}`)).toBe('Yes.');
  });

  test.each([
    ...['Second thing: the other printer does not burn, but it smells.', 'Also, please send the invoice.'],
    ...[
      '- printers burn\n- paper is empty',
      'We will switch it off tonight and tell you tomorrow',
      'select 2;',
    ],
    ...[
      `${SIGNED}\n\nOne more thing that I forgot: the lamp is on all day.`,
      `${SIGNED}\n\nYes, I did that.`,
    ],
    ...['Mary\n\nPPS: it smells', 'Mary\n\np.s. it smells', 'Mary\n\nNB: it smells', 'Мария\n\nПС: пахнет'],
  ])('stays where it says something: %j', (lines) => {
    for (const mark of ['--', '-- ', '—']) {
      const text = `It burns.\n\n${mark}\n${lines}`;
      expect(own(text)).toBe(text);
    }
  });

  test.each([
    [
      'typed in the place of it',
      '<div class="gmail_signature"><div>It burns and I need help.</div>Mary</div>',
    ],
    ['typed below it', '<pre class="moz-signature">-- \nMary</pre><p>And it smells.</p>'],
    [
      'typed at its end',
      '<div class="moz-signature">-- <br>Mary<br><br>By the way, the invoice is wrong.</div>',
    ],
  ])('stays in HTML where words were %s', (_case, html) => {
    expect(cutHtml(sanitiseMarkedHtml(`<p>Dear Ed, listen.</p>${html}`).html ?? '', '').own).toBeNull();
  });

  test('stays where nothing but a greeting is left', () => {
    expect(own('Dear Ed,\n\n-- \nMary')).toBe('Dear Ed,\n\n-- \nMary');
  });
});

describe('lines about phones and programs', () => {
  test.each([
    ...['Sent from my new phone, sorry for typos and call me back today', 'Sent from my office yesterday'],
    ...[
      'Sent from my phone. Please call me back today',
      'Sent from my iPhone. Sorry, I will be late tomorrow',
    ],
    ...['Get Outlook working please', 'Get Outlook for my colleague Ann too', 'Get Yahoo to call me'],
    ...['Sent via Outlook this morning', 'Von meinem Handy aus geht es nicht', 'Outlook für alle Kollegen'],
    ...['Diese Nachricht wurde von Gmail abgelehnt', 'Ich habe es gestern vom Handy gesendet'],
    ...['Envoyé par courrier recommandé', 'Enviado por correo ayer', 'Inviato con Gmail ieri sera'],
    ...['Skickat från mobilen igår', '나의 iphone 화면이 깨졌어요', '我昨天用手机发送', '从我的手机无法登录'],
    ...['Lütfen Outlook uygulamasını indirin', 'A fájl tegnap a mobil alkalmazásból elküldve'],
    ...['unsubscribe me', 'Diese E-Mail habe ich zweimal bekommen.', 'This message was in my spam folder.'],
  ])('stay where people write them: %s', (line) => {
    expect(own(`It burns.\n\n${line}`)).toBe(`It burns.\n\n${line}`);
  });

  test.each([
    ...[
      'Sent from my iPhone. Please excuse typos.',
      'Sent from my Fairphone',
      'Sent from Yahoo Mail for iPhone',
    ],
    ...[
      'Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.',
      'iPhone’umdan gönderildi',
    ],
    ...['Provenance : Courrier pour Windows 10', 'Enviado desde Correo para Windows', '나의 iPhone에서 보냄'],
    ...['从我的 iPhone 发送', 'Outlook voor Android downloaden', 'iPhone-ról küldve', 'נשלח מה-iPhone שלי'],
    ...['נשלח מהאייפון שלי', 'Enviado do Yahoo Mail no Android'],
  ])('go where programs write them: %s', (line) => {
    expect(own(`It burns.\n\n${line}`)).toBe('It burns.');
  });
});

describe('what Zimbra and Zoho mark', () => {
  test.each([
    '<hr id="zwchr" data-marker="__DIVIDER__"><div>Ed</div><div>Did you?</div>',
    '<hr data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>Xyz: </b>Ed<br></div><div data-marker="__QUOTED_TEXT__"><p>Did you?</p></div>',
    '<div id="zmail_extra"><div>Ed</div><div>Did you?</div></div>',
  ])('goes: %s', (quote) => {
    expect(ownOfHtml(`<p>Yes.</p>${quote}`)).toBe('Yes.');
  });

  test('but not what is typed below it', () => {
    const html = `<p>Hi Ed</p><hr data-marker="__DIVIDER__"><div data-marker="__QUOTED_TEXT__"><p>Did you?</p></div><p>Yes.</p>`;
    expect(ownOfHtml(html)).toContain('Yes.');
  });
});

describe('a header above lines that are marked one by one', () => {
  const quote = `-----Original Message-----\n${HEADER}\n\n> Did you?`;

  test('introduces these alone', () => {
    expect(own(`Hi Ed, thanks.\n\n${quote}\n\nYes, twice.`)).toBe('Hi Ed, thanks.\n\nYes, twice.');
    expect(own(`${quote}\n\nYes, twice.`)).toBe('Yes, twice.');
  });

  test('leaves answers between them', () => {
    const text = `Hi Ed, thanks.\n\n${HEADER}\n\n> Did you?\n\nYes.\n\n> Does it burn?\n\nIt does.`;
    expect(own(text)).toBe(text);
  });

  test('goes with what it heads where those quote an older mail', () => {
    expect(own(`Yes.\n\n${HEADER}\n\nOn 2 Mar 2026 Mary wrote:\n> It burns.\n\nDid you?`)).toBe('Yes.');
  });
});

describe('what stands behind the element in which an earlier mail began', () => {
  const header = '<div id="divRplyFwdMsg"><b>From:</b> Ed</div>';

  test('stays', () => {
    const html = `<div><p>Yes.</p>${header}<div><p>Did you?</p></div><p>Ed</p></div><p>And the lamp.</p>`;
    expect(ownOfHtml(html)).toBe('Yes.\nAnd the lamp.');
  });

  test('goes where that held the header alone', () => {
    expect(ownOfHtml(`<p>Yes.</p><div>${header}</div><p>Did you?</p><p>Ed</p>`)).toBe('Yes.');
  });
});
