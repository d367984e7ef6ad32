import type { AliasAttribute, Defaults, Mapping, MappingProposal } from '../../../../contracts';
import type { TextKey } from '../../i18n';
import { ANY_HEADER } from '../../words';
import { fixedText, fixedValue } from './fixed';

/** Choices that are no source. */
export const NOTHING = 'nothing';
export const FIXED = 'fixed';

/** Where one attribute gets its value from, as the form holds it: an empty field is null. */
export interface MappingRow {
  /** A source, `header.` for a field that is named beside it, `fixed` or `nothing`. */
  choice: string;
  header: string | null;
  /** The fixed value as it was typed. */
  value: string | null;
}

/** By the name of the attribute. */
export type MappingRows = Record<string, MappingRow>;

type Attributes = readonly AliasAttribute[];

const EMPTY: MappingRow = { choice: NOTHING, header: null, value: null };

const rowOf = (attribute: AliasAttribute, mapping: Mapping, defaults: Defaults): MappingRow => {
  const fixed = defaults[attribute.name] ?? null;
  // A fixed value wins over a source, which is then of no use.
  if (fixed !== null) return { ...EMPTY, choice: FIXED, value: fixedText(attribute, fixed) };
  const source = mapping[attribute.name];
  if (source === undefined) return EMPTY;
  return source.startsWith(ANY_HEADER)
    ? { ...EMPTY, choice: ANY_HEADER, header: source.slice(ANY_HEADER.length) }
    : { ...EMPTY, choice: source };
};

/** Whether the form shows the attribute: what nothing can fill is only shown where that is a problem. */
export const isShown = ({ sources, takesValue, required }: AliasAttribute): boolean =>
  sources.length > 0 || takesValue || required;

/** A mapping as the form shows it. */
export const rowsOf = (
  { attributes }: Pick<MappingProposal, 'attributes'>,
  mapping: Mapping,
  defaults: Defaults
): MappingRows =>
  Object.fromEntries(
    attributes.filter(isShown).map((attribute) => [attribute.name, rowOf(attribute, mapping, defaults)])
  );

/** What the rows say, as far as it can be read. */
export interface ReadRows {
  mapping: Mapping;
  defaults: Defaults;
  /** What is unfinished, by the path of its field. */
  problems: Record<string, TextKey>;
}

const readRow = (attribute: AliasAttribute, { choice, header, value }: MappingRow, read: ReadRows): void => {
  const { name } = attribute;
  if (choice === NOTHING) return;
  if (choice === ANY_HEADER) {
    if (header?.trim()) read.mapping[name] = `${ANY_HEADER}${header.trim()}`;
    else read.problems[`rows.${name}.header`] = 'alias.problem.header';
    return;
  }
  if (choice !== FIXED) {
    read.mapping[name] = choice;
    return;
  }
  const fixed = value === null || value === '' ? undefined : fixedValue(attribute, value);
  if (fixed) read.defaults[name] = fixed.value;
  else read.problems[`rows.${name}.value`] = fixed === null ? 'alias.problem.json' : 'alias.problem.value';
};

/** The rows as mapping and defaults. */
export const readRows = (attributes: Attributes, rows: MappingRows): ReadRows => {
  const read: ReadRows = { mapping: {}, defaults: {}, problems: {} };
  for (const attribute of attributes) {
    const row = rows[attribute.name];
    if (row) readRow(attribute, row, read);
  }
  return read;
};

/** Whether the attribute has to have a value and nothing gives it one. */
export const isMissing = ({ required, hasDefault }: AliasAttribute, { choice }: MappingRow): boolean =>
  required && !hasDefault && choice === NOTHING;
