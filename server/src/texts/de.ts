import { dayOf, timeOf } from './moments';
import type { Texts } from './types';

export const de: Texts = {
  mail: {
    why: 'Diese Mail geht an alle, die dieser Unterhaltung folgen.',
    leave: 'Nicht mehr folgen',
    note: 'Eine Notiz unter Kollegen. Auch die Antwort darauf wird eine Notiz.',
    somebody: 'jemand',
    unproven: (sender) => `Nicht bestätigt: Nichts belegt, dass ${sender} das geschrieben hat.`,
    byLinkOf: (sender, follower) =>
      `Nicht bestätigt: ${sender} hat das über den Link von ${follower} geschickt.`,
    leftOut: (count) =>
      count === 1
        ? 'Eine Datei war zu groß zum Mitschicken; sie liegt auf der Website.'
        : `${count} Dateien waren zu groß zum Mitschicken; sie liegen auf der Website.`,
    attribution: (sentAt, name) =>
      `Am ${dayOf(sentAt).reverse().join('.')} um ${timeOf(sentAt)} UTC schrieb ${name ?? 'Unbekannt'}:`,
  },
  page: {
    ask: {
      title: (subject) =>
        subject === null ? 'Keine Mails mehr dazu bekommen?' : `Keine Mails mehr zu „${subject}“ bekommen?`,
      text: 'Erst ein Klick auf den Knopf ändert etwas.',
      button: 'Keine Mails mehr',
    },
    done: {
      title: 'Dazu kommen keine Mails mehr.',
      text: (subject) =>
        subject === null
          ? 'Was schon unterwegs ist, kann noch ankommen.'
          : `Zu „${subject}“ wird nichts mehr gesendet. Was schon unterwegs ist, kann noch ankommen.`,
    },
    unknown: {
      title: 'Dieser Link ist nicht gültig.',
      text: 'Vielleicht ist er unvollständig oder veraltet. Bitte den Link in der neuesten Mail verwenden.',
    },
  },
};
