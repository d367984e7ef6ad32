import { createHash } from 'node:crypto';
import { escapeHtml } from '../../html';

/** Languages that the page is written in; the first stands in for all others. */
export const PAGE_LANGUAGES = ['en', 'de', 'fr'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** What the page says: a question, that it is done, or that the link leads nowhere. */
export type PageKind = 'ask' | 'done' | 'unknown';

interface Words {
  ask: { title: (subject: string) => string; text: string; button: string };
  done: { title: string; text: (subject: string) => string };
  unknown: { title: string; text: string };
  noSubject: string;
}

const WORDS: Record<PageLanguage, Words> = {
  en: {
    ask: {
      title: (subject) => `Stop getting mail about “${subject}”?`,
      text: 'Nothing changes before you press the button.',
      button: 'Stop the mail',
    },
    done: {
      title: 'You get no more mail about this.',
      text: (subject) =>
        `Nothing more about “${subject}” is sent to you. Mail that is under way may still arrive.`,
    },
    unknown: {
      title: 'This link is not valid.',
      text: 'It may be incomplete or out of date. Use the link in the latest mail that you got.',
    },
    noSubject: 'a conversation without a subject',
  },
  de: {
    ask: {
      title: (subject) => `Keine E-Mails zu „${subject}“ mehr bekommen?`,
      text: 'Es ändert sich nichts, bevor der Knopf gedrückt wird.',
      button: 'Keine E-Mails mehr',
    },
    done: {
      title: 'Dazu kommen keine E-Mails mehr.',
      text: (subject) =>
        `Zu „${subject}“ wird nichts mehr gesendet. Was schon unterwegs ist, kann noch ankommen.`,
    },
    unknown: {
      title: 'Dieser Link ist nicht gültig.',
      text: 'Vielleicht ist er unvollständig oder veraltet. Bitte den Link in der neuesten E-Mail verwenden.',
    },
    noSubject: 'eine Unterhaltung ohne Betreff',
  },
  fr: {
    ask: {
      title: (subject) => `Ne plus recevoir d’e-mails à propos de « ${subject} » ?`,
      text: 'Rien ne change tant que vous n’appuyez pas sur le bouton.',
      button: 'Ne plus recevoir d’e-mails',
    },
    done: {
      title: 'Vous ne recevrez plus d’e-mails à ce sujet.',
      text: (subject) =>
        `Plus rien ne vous sera envoyé à propos de « ${subject} ». Ce qui est déjà en route peut encore arriver.`,
    },
    unknown: {
      title: 'Ce lien n’est pas valable.',
      text: 'Il est peut-être incomplet ou trop ancien. Utilisez le lien du dernier e-mail reçu.',
    },
    noSubject: 'une conversation sans objet',
  },
};

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1.125rem/1.5 system-ui, sans-serif; color: #212134; background: #fff; }
main { max-width: 36rem; margin: 0 auto; padding: 3rem 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; }
button { font: inherit; font-weight: 600; padding: 0.75rem 1.5rem; border: 0; border-radius: 4px; color: #fff; background: #4945ff; cursor: pointer; }
button:focus-visible { outline: 3px solid #212134; outline-offset: 3px; }
@media (prefers-color-scheme: dark) {
  body { color: #fff; background: #181826; }
  button:focus-visible { outline-color: #fff; }
}
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing runs, nothing is loaded, nobody frames it or is told where it was; it is found by no search. */
export const PAGE_HEADERS: Record<string, string> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex, nofollow',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  Vary: 'Accept-Language',
};

const partsOf = (kind: PageKind, words: Words, subject: string): { title: string; text: string } => {
  if (kind === 'ask') return { title: words.ask.title(subject), text: words.ask.text };
  if (kind === 'done') return { title: words.done.title, text: words.done.text(subject) };
  return words.unknown;
};

/** The page behind the link in a mail. @param subject is not looked at for `unknown`. */
export const unfollowPage = (kind: PageKind, language: PageLanguage, subject: string): string => {
  const words = WORDS[language];
  const { title, text } = partsOf(kind, words, subject.trim() || words.noSubject);
  // Without an action the form goes to the address of the page.
  const button = `<form method="post"><button type="submit">${escapeHtml(words.ask.button)}</button></form>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${kind === 'ask' ? button : ''}
</main>
</body>
</html>
`;
};
