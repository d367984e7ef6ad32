import { dayOf, timeOf } from './moments';
import type { Texts } from './types';

export const fr: Texts = {
  mail: {
    why: 'Vous recevez ce message parce que vous suivez cette conversation.',
    leave: 'Ne plus la suivre',
    note: 'Une note entre collègues. Votre réponse sera une note elle aussi.',
    somebody: 'quelqu’un',
    unproven: (sender) => `Non vérifié\u00a0: rien ne prouve que ce message vient de ${sender}.`,
    byLinkOf: (sender, follower) =>
      `Non vérifié\u00a0: ${sender} a envoyé ce message par le lien de ${follower}.`,
    leftOut: (count) =>
      count === 1
        ? 'Un fichier, trop volumineux pour être joint, est resté sur le site.'
        : `${count} fichiers, trop volumineux pour être joints, sont restés sur le site.`,
    attribution: (sentAt, name) =>
      `Le ${dayOf(sentAt).reverse().join('/')} à ${timeOf(sentAt)} UTC, ${name ?? 'Une personne inconnue'} a écrit\u00a0:`,
  },
  page: {
    ask: {
      title: (subject) =>
        subject === null
          ? 'Ne plus recevoir de messages à ce sujet\u00a0?'
          : `Ne plus recevoir de messages à propos de «\u00a0${subject}\u00a0»\u00a0?`,
      text: 'Rien ne change tant que vous n’appuyez pas sur le bouton.',
      button: 'Ne plus en recevoir',
    },
    done: {
      title: 'Vous ne recevrez plus de messages à ce sujet.',
      text: (subject) =>
        subject === null
          ? 'Ce qui est déjà en route peut encore arriver.'
          : `Plus rien ne vous sera envoyé à propos de «\u00a0${subject}\u00a0». Ce qui est déjà en route peut encore arriver.`,
    },
    unknown: {
      title: 'Ce lien n’est pas valable.',
      text: 'Il est peut-être incomplet ou trop ancien. Utilisez le lien du dernier message reçu.',
    },
  },
};
