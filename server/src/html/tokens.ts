/** A piece of sanitised HTML and its place in it. Every piece has all fields: objects of one shape cost the least. */
export interface HtmlToken {
  kind: 'open' | 'close' | 'text';
  /** Of the element, in lower case; empty for text. */
  name: string;
  /** Of an opening tag, as they are written; `attributeIn` reads them. */
  attributes: string;
  /** Decoded; empty for tags. */
  text: string;
  start: number;
  end: number;
}

const ENTITY = /&(?:amp|lt|gt|quot);/g;
const CHARACTERS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
};

const decode = (text: string): string =>
  text.includes('&') ? text.replace(ENTITY, (entity) => CHARACTERS[entity] ?? entity) : text;

/** A stretch of HTML without tags. */
export const textToken = (html: string, start: number, end: number): HtmlToken => {
  const text = decode(html.slice(start, end));
  return { kind: 'text', name: '', attributes: '', text, start, end };
};

const [SLASH, GREATER] = [47, 62];

/** Where the name ends that begins there; its beginning where none does. */
const nameEnd = (html: string, start: number): number => {
  let at = start;
  for (;;) {
    const code = html.charCodeAt(at);
    const isLetter = code >= 97 && code <= 122;
    const isDigit = code >= 48 && code <= 57;
    if (!isLetter && !(isDigit && at > start)) return at;
    at += 1;
  }
};

/** What may follow the name of an element. */
const REST = /((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/y;

/** The tag that begins there; null where the `<` is text. */
const tagAt = (html: string, start: number): HtmlToken | null => {
  const kind = html.charCodeAt(start + 1) === SLASH ? 'close' : 'open';
  const from = kind === 'close' ? start + 2 : start + 1;
  const to = nameEnd(html, from);
  if (to === from) return null;
  const name = html.slice(from, to);
  // Most tags are nothing but their name.
  if (html.charCodeAt(to) === GREATER) {
    return { kind, name, attributes: '', text: '', start, end: to + 1 };
  }
  REST.lastIndex = to;
  const rest = REST.exec(html);
  return rest && { kind, name, attributes: rest[1] ?? '', text: '', start, end: REST.lastIndex };
};

/**
 * Reads HTML as `sanitiseMailHtml` writes it: every tag well-formed, attribute values in double quotes, four entities.
 * Other HTML gives poor text, but nothing worse. One pass, work linear in the length; together, the pieces are the HTML.
 */
export const tokensOf = (html: string): HtmlToken[] => {
  const tokens: HtmlToken[] = [];
  for (let at = 0; at < html.length;) {
    const next = html.indexOf('<', at);
    const tag = next === at ? tagAt(html, at) : null;
    const end = next < 0 ? html.length : Math.max(next, at + 1);
    const token = tag ?? textToken(html, at, end);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
};

const ATTRIBUTE = /([a-z-]+)(?:="([^"]*)")?/g;

/** The value of an attribute, decoded; null where the element has none of that name. */
export const attributeIn = ({ attributes }: HtmlToken, name: string): string | null => {
  if (!attributes.includes(name)) return null;
  let value: string | null = null;
  for (const [, found, written = ''] of attributes.matchAll(ATTRIBUTE)) {
    if (found === name) value = decode(written);
  }
  return value;
};
