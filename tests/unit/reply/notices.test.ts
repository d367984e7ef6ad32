import { describe, expect, test } from 'vitest';
import { htmlToText, sanitiseMarkedHtml } from '../../../server/src/html';
import { cutHtml, cutText } from '../../../server/src/reply';

const own = (text: string): string => cutText(text, 'Re: Printer') ?? text;
const WORDS = 'Yes, twice.\n\nKind regards,\nMary';
const NOTICE =
  'This message and any attachments are confidential and intended for the addressee alone. If it reached you in error, please delete it.';
const STARS = '*'.repeat(60);

describe('notices of companies', () => {
  test.each([
    NOTICE,
    ...[
      'Confidentiality notice: this e-mail is intended only for the individual named and may be privileged.',
    ],
    ...['Diese E-Mail enthält vertrauliche Informationen und ist nur für den Adressaten bestimmt.'],
    ...['Ce message est confidentiel et réservé à ses destinataires. S’il vous parvient par erreur, merci.'],
    ...['Este mensaje es confidencial y se dirige a su destinatario. Si lo recibe por error, avise.'],
    ...['Questo messaggio è riservato ai destinatari; se ricevuto per errore va cancellato.'],
    ...['Esta mensagem é confidencial e para o seu destinatário. Se a recebeu por engano, apague-a.'],
    ...['Dit bericht is vertrouwelijk en uitsluitend voor de geadresseerde.'],
    `${STARS}\n${NOTICE}\n${STARS}`,
    `${STARS}\n\nThis email is confidential.\n\nIt was swept for viruses.\n\n${STARS}\n\nThis message was scanned for viruses and may be monitored.`,
    `* * * * * * * * * * * *\n${NOTICE}\n\nOur web site: https://site.example\n\n* * * * * * * * * * * *`,
    `________________________________\n${NOTICE}`,
    `==================\n${NOTICE}`,
    `-- \n\n${STARS}\n${NOTICE}\n${STARS}`,
  ])('go: %j', (notice) => {
    expect(own(`${WORDS}\n\n${notice}`)).toBe(WORDS);
    const wrapped = notice.replaceAll(/(.{50,70}) /g, '$1\n');
    expect(own(`${WORDS}\n\n${wrapped}`)).toBe(WORDS);
    expect(
      own(`${WORDS}\n\n${notice}\n\nOn Mon, 2 Mar 2026 at 10:00, Ed <ed@site.example> wrote:\n> Did you?`)
    ).toBe(WORDS);
  });

  test('go in HTML', () => {
    const { own: left } = cutHtml(sanitiseMarkedHtml(`<div>Yes.</div><div>${NOTICE}</div>`).html ?? '', '');
    expect(htmlToText(left ?? '').trim()).toBe('Yes.');
  });

  test.each([
    ['what somebody asks for', `Please set this as our footer.\n\n${NOTICE}`],
    ['what somebody shows', `They all end like this:\n\n${NOTICE}`],
    ['what is confidential for them', 'Hello Ed\n\nThis message is confidential. I intend it for you only.'],
    [
      'what they ask of you',
      'Hello Ed\n\nThis e-mail is confidential, please delete it when you have read it.',
    ],
    ['for a board', 'Hello Ed\n\nThis message is intended only for the board and has confidential figures.'],
    ['a list', `Hello Ed\n\n${STARS}\n1. viruses\n2. the liability for this message`],
    ['a plan', `Hello Ed\n\n${NOTICE} We will tell the others.`],
    ['a question', `Hello Ed\n\n${NOTICE.replace('delete it.', 'delete it?')}`],
    ['what follows a notice', `Hello Ed\n\n${NOTICE}\n\nAnd the printer burns.`],
    ['what follows a notice below a rule', `Hello Ed\n\n${STARS}\n${NOTICE}\n\nAnd the printer burns.`],
    ['a postscript', `Hello Ed\n\n${STARS}\n${NOTICE}\nPS: it burns.`],
    ['a report', `The scan.\n\n${STARS}\nVirus scanner: ok\nMonitor: burnt\nDisclosure: none`],
    ['a part of theirs', `Hello Ed\n\n${STARS}\nThis message is about printers. They burn.\n${STARS}`],
    ['rules alone', `Hello Ed\n\n${STARS}\n${STARS}`],
    ['a notice alone', NOTICE],
  ])('stay where they are %s', (_case, text) => {
    expect(own(text)).toBe(text);
  });

  test('leave the parts of a mail that its author set apart', () => {
    const parts = `Part one.\n${STARS}\nPart two.`;
    expect(own(`${parts}\n${STARS}\n${NOTICE}\n${STARS}`)).toBe(parts);
  });
});

describe('what mailing lists add', () => {
  test.each([
    `${'_'.repeat(47)}\nPrinters mailing list\nprinters@lists.example\nhttps://lists.example/printers`,
    `${'_'.repeat(47)}\nprinters-users mailing list`,
    'You received this message because you are subscribed to the group "printers".\nTo unsubscribe, write to leave@lists.example.',
    'Vous recevez ce message, car vous êtes abonné au groupe « imprimantes ».',
  ])('goes: %j', (footer) => {
    expect(own(`${WORDS}\n\n${footer}\n`)).toBe(WORDS);
  });

  test.each([
    ['a question about a list', `Hello Ed\n\n${'_'.repeat(20)}\nPlease put me on the mailing list.`],
    ['a list without a rule', 'I write to the\nPrinters mailing list'],
    ['words below it', `Hello Ed\n\n${'_'.repeat(47)}\nPrinters mailing list\nIt burns there, too.`],
    ['a mail that nobody asked for', 'You received this message because you asked me to write.'],
  ])('stays where it is %s', (_case, text) => {
    expect(own(`Yes.\n\n${text}`)).toBe(`Yes.\n\n${text}`);
  });
});
