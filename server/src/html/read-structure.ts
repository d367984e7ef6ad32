import { safeLink } from './links';
import { createSectionWriter } from './section-writer';
import type { Mark, Section } from './structure';
import { attributeIn, tokensOf, type HtmlToken } from './tokens';

const MARKS: Readonly<Record<string, Mark>> = {
  ...{ b: 'bold', strong: 'bold' },
  ...{ i: 'italic', em: 'italic', cite: 'italic', dfn: 'italic', var: 'italic' },
  ...{ u: 'underline', ins: 'underline' },
  ...{ s: 'strikethrough', strike: 'strikethrough', del: 'strikethrough' },
  ...{ code: 'code', kbd: 'code', samp: 'code', tt: 'code' },
};

const BLOCKS = new Set([
  ...['address', 'article', 'aside', 'caption', 'center', 'dd', 'div', 'dl', 'dt', 'figcaption', 'figure'],
  ...['footer', 'header', 'hr', 'main', 'p', 'section', 'table', 'tbody', 'tfoot', 'thead', 'tr'],
]);

const HEADINGS: Readonly<Record<string, number>> = { h1: 1, h2: 2, h3: 3, h4: 4, h5: 5, h6: 6 };

/** @param html as `sanitiseMailHtml` returns it. */
export const readStructure = (html: string): Section[] => {
  const writer = createSectionWriter();

  const open = (token: HtmlToken): void => {
    const { name } = token;
    const mark = MARKS[name];
    const heading = HEADINGS[name];
    if (mark) writer.startMark(mark);
    else if (heading) writer.startHeading(heading);
    else if (BLOCKS.has(name)) writer.boundary();
    else if (name === 'br') writer.lineBreak();
    else if (name === 'a') writer.startLink(safeLink(attributeIn(token, 'href') ?? ''));
    else if (name === 'img') writer.image(attributeIn(token, 'src'), attributeIn(token, 'alt') ?? '');
    else if (name === 'td' || name === 'th') writer.cell();
    else if (name === 'blockquote') writer.startQuote();
    else if (name === 'pre') writer.startCode();
    else if (name === 'ul' || name === 'ol') writer.startList(name === 'ol');
    else if (name === 'li') writer.startItem();
  };

  const close = (name: string): void => {
    const mark = MARKS[name];
    if (mark) writer.endMark(mark);
    else if (HEADINGS[name]) writer.endHeading();
    else if (BLOCKS.has(name)) writer.boundary();
    else if (name === 'a') writer.endLink();
    else if (name === 'blockquote') writer.endQuote();
    else if (name === 'pre') writer.endCode();
    else if (name === 'ul' || name === 'ol') writer.endList();
    else if (name === 'li') writer.endItem();
  };

  for (const token of tokensOf(html)) {
    if (token.kind === 'text') writer.text(token.text);
    else if (token.kind === 'open') open(token);
    else close(token.name);
  }
  return writer.end();
};

const BLANK_LINES = /\n[^\S\n]*(?:\n[^\S\n]*)+/;

/** Plain text: blank lines part paragraphs, line ends inside them stay. */
export const readText = (text: string): string[] =>
  text
    .replace(/\r\n?/g, '\n')
    .split(BLANK_LINES)
    .map((paragraph) => (paragraph.startsWith('\n') ? paragraph.slice(1) : paragraph).trimEnd())
    .filter((paragraph) => paragraph !== '');
