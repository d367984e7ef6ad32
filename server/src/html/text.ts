import { HTML_LIMITS } from './limits';
import { readStructure } from './read-structure';
import { sanitiseMailHtml } from './sanitise';
import { linkRuns, type ListSection, type Piece, type Section } from './structure';

const lineText = (pieces: readonly Piece[]): string =>
  linkRuns(pieces)
    .map((run) => {
      const text = run.pieces.map((piece) => piece.text).join('');
      if (run.url === null || text.trim() === '') return text;
      const shown = text.trim();
      return run.url === shown || run.url === `mailto:${shown}` ? text : `${text} <${run.url}>`;
    })
    .join('');

const listText = (list: ListSection, indent: string): string[] => {
  let number = 0;
  return list.entries.flatMap((entry) => {
    if (entry.kind === 'list') return listText(entry, `${indent}  `);
    number += 1;
    const marker = list.ordered ? `${number}. ` : '- ';
    return [indent + marker + lineText(entry.pieces).replaceAll('\n', `\n${indent}  `)];
  });
};

const sectionText = (section: Section): string => {
  if (section.kind === 'list') return listText(section, '').join('\n');
  const text = lineText(section.pieces);
  return section.kind === 'quote' ? text.replace(/^/gm, '> ') : text;
};

/**
 * HTML → plain text for people: paragraphs parted by blank lines, lists and quotes marked, link targets in angle
 * brackets behind their text.
 * @param html as `sanitiseMailHtml` returns it.
 */
export const htmlToText = (html: string): string =>
  readStructure(html)
    .map(sectionText)
    .filter((text) => text.trim() !== '')
    .join('\n\n');

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' },
};

/**
 * The words of HTML that is too complex to be parsed: one scan that drops whatever looks like a tag. Poor, but nothing
 * is lost that a person could have read.
 */
const stripTags = (html: string): string => {
  let text = '';
  for (let at = 0; at < html.length;) {
    const tag = html.indexOf('<', at);
    const end = tag < 0 ? -1 : html.indexOf('>', tag);
    text += html.slice(at, tag < 0 ? html.length : tag);
    if (end < 0) break;
    text += ' ';
    at = end + 1;
  }
  return text
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (entity, name: string) => ENTITIES[name] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
};

/**
 * Any HTML from a mail → plain text. Bounded: what the guard refuses is stripped of its tags in one scan, two million
 * characters of it at most.
 */
export const mailHtmlToText = (html: string): string => {
  const { html: clean, tooComplex } = sanitiseMailHtml(html);
  if (tooComplex) return stripTags(html.slice(0, HTML_LIMITS.length));
  return clean === null ? '' : htmlToText(clean);
};
