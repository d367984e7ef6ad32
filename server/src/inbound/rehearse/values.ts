import type { PreviewedValue } from '../../../../contracts';
import type { ParsedAttachment } from '../../mail';
import type { AppliedMapping, ContentTypeShape, Defaults } from '../mapping';

/** How much of a value is shown: a mail may be a book, and a preview is asked for at every key. */
export const PREVIEW_LIMITS = { characters: 4000, items: 50, depth: 8 } as const;

type Json = PreviewedValue['value'];

/** What is shown of a value. */
interface Shown {
  value: Json;
  isCut: boolean;
}

const shownList = (items: readonly unknown[], depth: number): Shown => {
  const shown = items.slice(0, PREVIEW_LIMITS.items).map((item) => shorten(item, depth + 1));
  const isCut = items.length > PREVIEW_LIMITS.items || shown.some((item) => item.isCut);
  return { value: shown.map(({ value }) => value), isCut };
};

const shorten = (value: unknown, depth = 0): Shown => {
  if (typeof value === 'string') {
    const isCut = value.length > PREVIEW_LIMITS.characters;
    return { value: isCut ? value.slice(0, PREVIEW_LIMITS.characters) : value, isCut };
  }
  if (typeof value === 'number' || typeof value === 'boolean') return { value, isCut: false };
  if (typeof value !== 'object' || value === null) return { value: null, isCut: false };
  if (depth > PREVIEW_LIMITS.depth) return { value: null, isCut: true };
  if (Array.isArray(value)) return shownList(value, depth);
  const { value: values, isCut } = shownList(Object.values(value), depth);
  const keys = Object.keys(value);
  const shown = Array.isArray(values) ? values : [];
  return { value: Object.fromEntries(shown.map((inner, index) => [keys[index] ?? '', inner])), isCut };
};

export interface ValuesToShow {
  shape: ContentTypeShape;
  mapping: Readonly<Record<string, unknown>>;
  defaults: Defaults;
  applied: AppliedMapping;
  attachments: readonly ParsedAttachment[];
  /** documentIds of the entries that were found for the relations, by attribute. */
  related: Readonly<Record<string, readonly string[]>>;
}

/** What each attribute of the entry would get, in the order of the schema. */
export const presentValues = ({
  shape,
  mapping,
  defaults,
  applied,
  attachments,
  related,
}: ValuesToShow): PreviewedValue[] =>
  Object.entries(shape.attributes).map(([attribute, { type, hasDefault }]) => {
    const wished = applied.media.find((wish) => wish.attribute === attribute)?.attachmentIndexes ?? [];
    const files = attachments.filter(({ index }) => wished.includes(index));
    const addresses = applied.relations
      .filter((lookup) => lookup.attribute === attribute)
      .map(({ address }) => address);
    const entries = [...(related[attribute] ?? [])];
    const { value, isCut } = shorten(applied.data[attribute]);
    const source = mapping[attribute];

    const isFixed = (defaults[attribute] ?? null) !== null;
    const isFilled = value !== null || files.length > 0 || entries.length > 0;
    const filled = isFilled ? 'mail' : hasDefault ? 'schema' : 'nothing';
    return {
      attribute,
      type,
      origin: isFixed ? 'fixed' : filled,
      source: !isFixed && typeof source === 'string' ? source : null,
      value,
      isCut,
      files: files.map(({ fileName, contentType, size }) => ({ name: fileName, contentType, size })),
      addresses,
      entries,
    };
  });
