import type { AttributeShape, Source } from './types';

const FIXED: ReadonlySet<string> = new Set<Source>([
  ...(['subject', 'text', 'reply', 'html', 'from.address', 'from.name', 'to', 'cc', 'date'] as const),
  ...(['attachments', 'messageId'] as const),
]);

/** `header.` and a field name as RFC 5322 allows it. */
const HEADER = /^header\.([!-9;-~]+)$/;

/** Whether the text is one of the sources that a mapping may name. */
export const isSource = (text: unknown): text is Source =>
  typeof text === 'string' && (FIXED.has(text) || HEADER.test(text));

/** Lower-case field name of a `header.` source; null for the others. */
export const headerNameOf = (source: Source): string | null =>
  HEADER.exec(source)?.[1]?.toLowerCase() ?? null;

/** What a source gives. A header may hold any of it, as far as it parses. */
type Kind = 'words' | 'address' | 'addresses' | 'date' | 'files' | 'header';

const KINDS: Readonly<Record<string, Kind>> = {
  'from.address': 'address',
  to: 'addresses',
  cc: 'addresses',
  date: 'date',
  attachments: 'files',
};

const kindOf = (source: Source): Kind =>
  headerNameOf(source) === null ? (KINDS[source] ?? 'words') : 'header';

const WRITTEN: readonly Kind[] = ['words', 'address', 'addresses', 'date', 'header'];

/** Attribute types that a mail can fill, with the kinds of sources that fit. */
const FITTING: Readonly<Record<string, readonly Kind[]>> = {
  string: WRITTEN,
  text: WRITTEN,
  richtext: WRITTEN,
  blocks: WRITTEN,
  email: ['address', 'addresses', 'header'],
  date: ['date', 'header'],
  datetime: ['date', 'header'],
  time: ['date', 'header'],
  timestamp: ['date', 'header'],
  integer: ['header'],
  biginteger: ['header'],
  float: ['header'],
  decimal: ['header'],
  boolean: ['header'],
  enumeration: ['header'],
  json: ['addresses', 'header'],
  media: ['files'],
  relation: ['address', 'addresses', 'header'],
};

/** Whether a mail can fill an attribute of this type at all. */
export const canBeMapped = (attribute: AttributeShape): boolean =>
  attribute.type === 'uid' || Object.hasOwn(FITTING, attribute.type);

/** Whether the source gives something that the attribute can hold. */
export const fits = (attribute: AttributeShape, source: Source): boolean =>
  attribute.type === 'uid'
    ? source === 'subject'
    : (FITTING[attribute.type]?.includes(kindOf(source)) ?? false);

const ALWAYS = new Set<Source>(['subject', 'text', 'reply', 'html', 'from.name', 'from.address', 'date']);
const WITH_WORDS = new Set(['string', 'text', 'richtext', 'blocks', 'uid']);

/**
 * Whether a mail may lack what the source gives, so that a required attribute would stay empty. Attributes that hold
 * words never do: they say that there is nothing (`words.ts`).
 */
export const mayBeMissing = (attribute: AttributeShape, source: Source): boolean =>
  attribute.type === 'relation' || !(WITH_WORDS.has(attribute.type) || ALWAYS.has(source));

/** Stands for any header field in a list of sources. */
export const ANY_HEADER = 'header.';

/** The sources that fit an attribute, in the order of a mail. */
export const sourcesFor = (attribute: AttributeShape): string[] => {
  if (attribute.type === 'relation' && attribute.targetAddress === undefined) return [];
  const fixed = [...FIXED].filter((source) => isSource(source) && fits(attribute, source));
  return fits(attribute, `${ANY_HEADER}x`) ? [...fixed, ANY_HEADER] : fixed;
};

/** The sources, for a sentence. */
export const SOURCE_NAMES = [...FIXED, 'header.<name>'].join(', ');
