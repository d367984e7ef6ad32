import { cleanText } from '../../mail';

/** Values that a sentence may name, by name: addresses, ids, counts, messages. */
export type ReasonDetails = Readonly<
  Record<string, string | number | boolean | null | undefined | readonly string[]>
>;

type Value = ReasonDetails[string];

/** Code points of one value in a sentence, and how many values of a list are named. */
const VALUE_LIMIT = 300;
const LIST_LIMIT = 5;

const cut = (value: string): string => {
  const short = cleanText(value, VALUE_LIMIT);
  return short.length < value.length ? `${short}…` : short;
};

/** A value in a sentence, cut where it is long. @param otherwise what stands there when the value is missing. */
export const text = (value: Value, otherwise = 'unknown'): string => {
  if (value === null || value === undefined || value === '') return otherwise;
  return Array.isArray(value) ? list(value, otherwise) : cut(String(value));
};

/** The same for a message of others within a sentence of ours: it may end with a full stop of its own. */
export const clause = (value: Value, otherwise: string): string =>
  text(value, otherwise).replace(/[.\s]+$/, '');

/** The first values of a list, and how many more there are. */
export const list = (value: Value, otherwise: string): string => {
  const values: readonly string[] = Array.isArray(value) ? value : [];
  if (values.length === 0) return otherwise;
  const more = values.length - LIST_LIMIT;
  return `${values.slice(0, LIST_LIMIT).map(cut).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

/** Bytes as megabytes with one decimal. */
export const megabytes = (value: Value): string =>
  typeof value === 'number' ? `${(value / 1_000_000).toFixed(1)} MB` : 'unknown';
