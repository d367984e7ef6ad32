import { describe, expect, test } from 'vitest';
import { cutText } from '../../../server/src/reply';

const own = (text: string, subject = 'Re: Printer'): string => cutText(text, subject) ?? text;

const RULE = '_'.repeat(32);

describe('headers that tell little', () => {
  test.each([
    ['below the rule of Outlook', `${RULE}\nFrom: Ed`],
    ['in Arabic', `${RULE}\nمن: Ed`],
    ['with a subject', `${'_'.repeat(40)}\nFrom: Ed <ed@site.example>\nSubject: Printer`],
    ['with a receiver', `${RULE}\nVon: Ed <ed@site.example>\nAn: Mary`],
    ['with the time at which it was sent', 'From: Ed Editor\nSent: Monday\nSubject: Printer'],
    ['with that and the sender alone', 'Från: Ed\nSkickat: igår'],
    ['with that and a receiver', 'De : Ed\nEnvoyé : lundi\nÀ : Marie'],
    ['in one line', 'From: Ed Editor Sent: Monday'],
    ['in one line below a rule', `${RULE}\nFrom: ed@site.example Sent: Monday, 2 March To: Mary`],
    ['with stars', '*Von:* Ed\n*Gesendet:* Montag'],
    ['with an address and a date', 'From: Ed Editor <ed@site.example>\nDate: 2 March 2026'],
    ['in Korean', '보낸 사람: 에드 <ed@site.example>\n받는 사람: 메리'],
    ['in Czech', 'Od: Ed Editor <ed@site.example>\nPředmět: Tiskárna'],
    ['below a mark in Hebrew', '-------- הודעה מקורית --------\nמאת: Ed'],
  ])('begin a quote: %s', (_case, header) => {
    expect(own(`Yes, twice.\n\n${header}\n\nDid you turn it off?`)).toBe('Yes, twice.');
    expect(own(`Yes, twice.\n${header}\nDid you turn it off?`)).toBe('Yes, twice.');
  });

  test.each([
    ['a journey', 'I need a car.\n\nFrom: Berlin\nTo: Paris\n\nTwo people.'],
    ['a journey below a rule', `A car, please.\n${RULE}\nFrom: Berlin\nTo: Paris\n\nTwo people.`],
    ['a parcel', 'It is not here.\n\nFrom: Berlin\nSent: 2 March 2026\nTracking: 123 456\n\nWhere is it?'],
    ['a form', `The form.\n${RULE}\nFrom: Mary Customer\nReason: it burns\n\nThanks.`],
    ['a rule of their own', 'The sender.\n________\nFrom: Ed\n\nWho is it?'],
    ['dashes', 'The sender.\n--------------------\nFrom: Ed\n\nWho is it?'],
    ['a sender', 'I know who it is.\n\nFrom: Ed Editor <ed@site.example>\n\nWho else?'],
    ['an address that moves', 'Bitte ändern.\n\nVon: ed@site.example\nAn: mary@site.example\n\nDanke.'],
    ['a patch', 'This mends it.\n\nFrom: Ed <ed@site.example>\nSubject: [PATCH] Mend it\n\n--- a\n+++ b'],
    ['a mail that was lost', 'Nicht da.\n\nVon: ed@site.example\nAn: mary@site.example\nBetreff: X\n\nWo?'],
    ['a thing that was sent', 'It is here.\n\nDe: Marie\nEnvoyé: le colis\n\nMerci.'],
    ['an answer', 'I asked.\n\nFrom: Ann\nSent: yes\n\nSo all is fine.'],
    ['a header behind a colon', 'It says:\n\nFrom: Ed\nSent: Monday\n\nIs it you?'],
    ['a header alone', 'From: Ed\nSent: Monday\n\nDid you turn it off?'],
  ])('stay where people write like that: %s', (_case, text) => {
    expect(own(text)).toBe(text);
  });

  test('do not keep others from being seen', () => {
    const header = 'From: Ed <ed@site.example>\nSent: Monday, 2 March 2026 10:00\nTo: Mary\nSubject: Printer';
    expect(own(`From: Mary\nSent: Monday\nIt burns.\n\n${header}\n\nDid you?`)).toBe(
      'From: Mary\nSent: Monday\nIt burns.'
    );
  });

  test('go below words that speak of marks, but not of answers', () => {
    const words = 'It is marked as read-only, which is wrong.';
    const header = 'From: Ed <ed@site.example>\nSent: Monday, 2 March 2026 10:00\nTo: Mary\nSubject: Printer';
    expect(own(`${words}\n\n${header}\n\nDid you?`)).toBe(words);
  });
});

describe('the header of Lotus Notes', () => {
  const below = 'To\nMary Customer <mary@customer.example>\ncc\n\nSubject\nPrinter';

  test.each([
    `Ed Editor <ed@site.example>\n02.03.2026 10:00\n\n${below}`,
    `Ed Editor <ed@site.example>\nSent by: Ann <ann@site.example>\n03/02/2026 10:00 AM\n${below}`,
    `Ed Editor <ed@site.example>\n02.03.2026 10:00\nPlease respond to\nEd <ed@site.example>\n\n${below}`,
    'Ed Editor <ed@site.example>\n02.03.2026 10:00\n\nAn\nMary\nKopie\n\nBetreff\nDrucker',
  ])('begins a quote: %j', (header) => {
    expect(own(`Yes, twice.\n\nMary\n\n${header}\n\nDid you?`)).toBe('Yes, twice.\n\nMary');
  });

  test('is more than a sender and a time', () => {
    const text = 'Please ask him.\n\nEd Editor <ed@site.example>\n02.03.2026 10:00\n\nHe knows the subject.';
    expect(own(text)).toBe(text);
  });
});
