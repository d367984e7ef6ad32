import type { AliasAttribute, Defaults } from '../../../../contracts';

/** A fixed value as it goes to the server. */
type Json = Defaults[string];

/** How a fixed value is typed in. */
export type FixedInputKind = 'line' | 'lines' | 'choice' | 'date' | 'datetime' | 'time' | 'json';

const KINDS: Partial<Record<string, FixedInputKind>> = {
  ...{ text: 'lines', richtext: 'lines', blocks: 'lines' },
  ...{ boolean: 'choice', enumeration: 'choice' },
  ...{ date: 'date', datetime: 'datetime', timestamp: 'datetime', time: 'time' },
  ...{ json: 'json', component: 'json', dynamiczone: 'json' },
};

/** @see FixedInputKind */
export const fixedInputKind = ({ type }: Pick<AliasAttribute, 'type'>): FixedInputKind =>
  KINDS[type] ?? 'line';

const NUMBERS = new Set(['integer', 'float', 'decimal']);
const REFERENCES = new Set(['media', 'relation']);

/** What cannot be read as its type goes as it is, for the server to say what it expects. */
const numberFrom = (text: string): Json => {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
};

interface Paragraph {
  type: 'paragraph';
  children: [{ type: 'text'; text: string }];
}

const paragraph = (text: string): Paragraph => ({ type: 'paragraph', children: [{ type: 'text', text }] });

/** With its keys in order, so that two of them can be compared as texts. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)])
  );
};

/** Whether two values say the same, whatever the order of their keys. */
export const isSame = (a: unknown, b: unknown): boolean =>
  JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** The text of a block that is a plain paragraph; null for all others. */
const plainText = (block: Json): string | null => {
  // Whatever the block is: a paragraph of that text is compared with it as a whole.
  const text = (block as Partial<Paragraph> | null)?.children?.[0]?.text;
  return typeof text === 'string' && isSame(paragraph(text), block) ? text : null;
};

const blocksText = (value: Json): string | null => {
  if (!Array.isArray(value)) return null;
  const lines = value.map(plainText);
  return lines.every((line) => line !== null) ? lines.join('\n') : null;
};

/** A stored value as it stands in its field. */
export const fixedText = ({ type }: Pick<AliasAttribute, 'type'>, value: Json): string => {
  if (type === 'blocks') return blocksText(value) ?? JSON.stringify(value);
  if (REFERENCES.has(type) && Array.isArray(value)) return value.map(String).join(', ');
  if (fixedInputKind({ type }) === 'json') return JSON.stringify(value, null, 2);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const jsonFrom = (text: string): { value: Json } | null => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
};

const blocksFrom = (text: string): Json =>
  (text.trimStart().startsWith('[') ? jsonFrom(text)?.value : undefined) ??
  // An array of plain objects, which JSON can hold.
  (text.split('\n').map(paragraph) as unknown as Json);

const referenceFrom = ({ type, multiple }: Pick<AliasAttribute, 'type' | 'multiple'>, text: string): Json => {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (type === 'media' ? numberFrom(part) : part));
  return multiple || parts.length > 1 ? parts : (parts[0] ?? null);
};

/** What was typed as a value of the attribute's type; null where it is no JSON and has to be. */
export const fixedValue = (
  attribute: Pick<AliasAttribute, 'type' | 'multiple'>,
  text: string
): { value: Json } | null => {
  const { type } = attribute;
  if (NUMBERS.has(type)) return { value: numberFrom(text.trim()) };
  if (type === 'boolean') return { value: text === 'true' };
  if (type === 'blocks') return { value: blocksFrom(text) };
  if (REFERENCES.has(type)) return { value: referenceFrom(attribute, text) };
  return fixedInputKind(attribute) === 'json' ? jsonFrom(text) : { value: text };
};
