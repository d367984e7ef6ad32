import { createHash } from 'node:crypto';
import { escapeHtml } from '../../html';
import { textsIn, type Language, type PageTexts } from '../../texts';

/** What the page says: a question, that it is done, or that the link leads nowhere. */
export type PageKind = 'ask' | 'done' | 'unknown';

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1.125rem/1.5 system-ui, sans-serif; color: #212134; background: #fff; }
main { max-width: 36rem; margin: 0 auto; padding: min(12vh, 6rem) 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; text-wrap: balance; }
button { margin-top: 0.5rem; font: inherit; font-weight: 600; padding: 0.75rem 1.5rem; border: 0; border-radius: 4px; color: #fff; background: #4945ff; cursor: pointer; }
button:focus-visible { outline: 3px solid #212134; outline-offset: 3px; }
@media (prefers-color-scheme: dark) {
  body { color: #fff; background: #181826; }
  button { color: #181826; background: #7b79ff; }
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

/** Characters of a subject that are shown: enough to know it by, and the button stays in sight. */
const SUBJECT_LIMIT = 100;

const shownSubject = (subject: string): string | null => {
  const characters = Array.from(subject.trim());
  if (characters.length === 0) return null;
  return characters.length > SUBJECT_LIMIT
    ? `${characters.slice(0, SUBJECT_LIMIT).join('').trimEnd()}…`
    : characters.join('');
};

const partsOf = (
  kind: PageKind,
  { ask, done, unknown }: PageTexts,
  subject: string | null
): { title: string; text: string } => {
  if (kind === 'ask') return { title: ask.title(subject), text: ask.text };
  if (kind === 'done') return { title: done.title, text: done.text(subject) };
  return unknown;
};

/** The page behind the link in a mail. @param subject is not looked at for `unknown`. */
export const unfollowPage = (kind: PageKind, language: Language, subject: string): string => {
  const { page } = textsIn(language);
  const { title, text } = partsOf(kind, page, shownSubject(subject));
  // Without an action the form goes to the address of the page.
  const button = `<form method="post"><button type="submit">${escapeHtml(page.ask.button)}</button></form>`;
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
