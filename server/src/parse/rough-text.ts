import { cleanText } from '../mail';

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Elements whose content nobody reads. */
const UNREAD = ['script', 'style', 'head', 'title'];
const BLOCK = /^\/?(?:p|div|br|tr|li|ul|ol|h[1-6]|table|blockquote|pre|hr|section|article|header|footer)$/;

const decodeEntities = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi,
    (whole: string, decimal?: string, hex?: string, name?: string) => {
      if (name) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
  );

const nameOf = (tag: string): string => /^\/?[a-z][a-z0-9]{0,20}/i.exec(tag)?.[0].toLowerCase() ?? '';

/**
 * The words of an HTML body in one linear pass: enough to compare two mails or to search one. No layout, no links; not
 * for people and not safe as HTML.
 */
export const roughText = (html: string): string => {
  const lower = html.toLowerCase();
  const out: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    out.push(html.slice(at, open));
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const name = nameOf(html.slice(open + 1, open + 24));
    if (name === '' && html[open + 1] !== '!' && html[open + 1] !== '?') {
      out.push('<');
      at = open + 1;
      continue;
    }
    const close = html.indexOf('>', open);
    if (close < 0) {
      at = html.length;
      break;
    }
    out.push(BLOCK.test(name) ? '\n' : '');
    at = close + 1;
    if (UNREAD.includes(name)) {
      const end = lower.indexOf(`</${name}`, at);
      at = end < 0 ? html.length : end;
    }
  }
  out.push(html.slice(at));
  return cleanText(decodeEntities(out.join('')));
};
