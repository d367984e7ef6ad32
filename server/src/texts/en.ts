import { dayOf, timeOf } from './moments';
import type { Texts } from './types';

export const en: Texts = {
  mail: {
    why: 'You get this mail because you follow this conversation.',
    leave: 'Stop it',
    note: 'A note among colleagues. Your answer becomes a note as well.',
    somebody: 'somebody',
    unproven: (sender) => `Not verified: nothing proves that ${sender} sent this.`,
    byLinkOf: (sender, follower) => `Not verified: ${sender} sent this with the link of ${follower}.`,
    leftOut: (count) =>
      `${count === 1 ? 'A file was' : `${count} files were`} too large to be sent along, and kept on the site.`,
    attribution: (sentAt, name) =>
      `On ${dayOf(sentAt).join('-')} at ${timeOf(sentAt)} UTC, ${name ?? 'Unknown'} wrote:`,
  },
  page: {
    ask: {
      title: (subject) =>
        subject === null ? 'Stop getting mail about this?' : `Stop getting mail about “${subject}”?`,
      text: 'Nothing changes before you press the button.',
      button: 'Stop the mail',
    },
    done: {
      title: 'You get no more mail about this.',
      text: (subject) =>
        subject === null
          ? 'Mail that is under way may still arrive.'
          : `Nothing more about “${subject}” is sent to you. Mail that is under way may still arrive.`,
    },
    unknown: {
      title: 'This link is not valid.',
      text: 'It may be incomplete or out of date. Use the link in the latest mail that you got.',
    },
  },
};
