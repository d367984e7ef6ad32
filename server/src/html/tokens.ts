/** A piece of sanitised HTML. Names are lower case, texts and attribute values are decoded; `raw` is as it is written. */
export type HtmlToken = { raw: string } & (
  | { kind: 'open'; name: string; attributes: Readonly<Record<string, string>> }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string }
);

const TOKEN = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>|[^<]+|</g;
const ATTRIBUTE = /([a-z-]+)(?:="([^"]*)")?/g;
const ENTITY = /&(?:amp|lt|gt|quot);/g;
const CHARACTERS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
};

const decode = (text: string): string => text.replace(ENTITY, (entity) => CHARACTERS[entity] ?? entity);

const NONE: Readonly<Record<string, string>> = {};

/** Most elements have none, which costs nothing. */
const attributesIn = (source: string): Readonly<Record<string, string>> =>
  source === ''
    ? NONE
    : Object.fromEntries(
        Array.from(source.matchAll(ATTRIBUTE), ([, name = '', value = '']) => [name, decode(value)])
      );

/**
 * Reads HTML as `sanitiseMailHtml` writes it: every tag well-formed, attribute values in double quotes, four entities.
 * Other HTML gives poor text, but nothing worse. One pass, work linear in the length.
 */
export function* tokensOf(html: string): Generator<HtmlToken> {
  for (const [whole, slash, name, attributes] of html.matchAll(TOKEN)) {
    if (name === undefined) yield { kind: 'text', text: decode(whole), raw: whole };
    else if (slash === '/') yield { kind: 'close', name, raw: whole };
    else yield { kind: 'open', name, attributes: attributesIn(attributes ?? ''), raw: whole };
  }
}
