import type { ExpectedKind } from '../../../../contracts';
import type { AttributeShape } from './types';

const STRING_COLUMN = 255;

const isWhole = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const each = (value: unknown, test: (item: unknown) => boolean): boolean =>
  Array.isArray(value) ? value.every(test) : test(value);

const isInstant = (value: unknown): boolean => isText(value) && !Number.isNaN(Date.parse(value));

interface Expectation {
  /** The kind of value, for who words it in another language. */
  kind: ExpectedKind;
  /** The end of a sentence. */
  expected: string;
  test: (value: unknown, attribute: AttributeShape) => boolean;
}

const words = (limit: (attribute: AttributeShape) => number): Expectation => ({
  kind: 'words',
  expected: 'a text, no longer than the attribute allows',
  test: (value, attribute) => isText(value) && value.length <= limit(attribute),
});
const number: Expectation = {
  kind: 'number',
  expected: 'a number',
  test: (value) => typeof value === 'number' && Number.isFinite(value),
};

const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
  string: words(({ maxLength }) => maxLength ?? STRING_COLUMN),
  text: words(({ maxLength }) => maxLength ?? Infinity),
  richtext: words(({ maxLength }) => maxLength ?? Infinity),
  email: {
    kind: 'email',
    expected: 'an e-mail address',
    test: (value) => isText(value) && /^[^\s@]+@[^\s@]+$/.test(value),
  },
  uid: {
    kind: 'uid',
    expected: 'letters, digits and -_.~',
    test: (value) => isText(value) && /^[A-Za-z0-9-_.~]+$/.test(value),
  },
  blocks: {
    kind: 'blocks',
    expected: 'a list of blocks',
    test: (value) => Array.isArray(value) && value.every(isObject),
  },
  enumeration: {
    kind: 'listed',
    expected: 'one of the values of the enumeration',
    test: (value, attribute) => isText(value) && (attribute.enum ?? []).includes(value),
  },
  boolean: { kind: 'boolean', expected: 'true or false', test: (value) => typeof value === 'boolean' },
  integer: { kind: 'whole', expected: 'a whole number', test: isWhole },
  biginteger: {
    kind: 'whole',
    expected: 'a whole number',
    test: (value) => isWhole(value) || (isText(value) && /^[+-]?\d+$/.test(value)),
  },
  float: number,
  decimal: number,
  date: {
    kind: 'date',
    expected: 'a date such as 2026-01-31',
    test: (value) => isText(value) && /^\d{4}-\d\d-\d\d$/.test(value) && isInstant(value),
  },
  time: {
    kind: 'time',
    expected: 'a time such as 14:30:00',
    test: (value) => isText(value) && /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?$/.test(value),
  },
  datetime: { kind: 'instant', expected: 'a date and time in ISO 8601', test: isInstant },
  timestamp: { kind: 'instant', expected: 'a date and time in ISO 8601', test: isInstant },
  json: { kind: 'json', expected: 'JSON', test: (value) => value !== undefined },
  media: {
    kind: 'media',
    expected: 'the id of a file, or a list of them where several are allowed',
    test: (value, { multiple }) => (multiple || !Array.isArray(value)) && each(value, isWhole),
  },
  relation: {
    kind: 'relation',
    expected: 'the documentId of an entry, or a list of them where several are allowed',
    test: (value, { multiple }) =>
      (multiple || !Array.isArray(value)) &&
      each(value, (item) => isWhole(item) || (isText(item) && item !== '')),
  },
  component: {
    kind: 'component',
    expected: 'an object, or a list of objects for a repeatable component',
    test: (value) => each(value, isObject),
  },
  dynamiczone: {
    kind: 'objects',
    expected: 'a list of objects',
    test: (value) => Array.isArray(value) && value.every(isObject),
  },
};

const isNumber = (value: unknown): value is number => typeof value === 'number';

const inRange = (value: unknown, { min, max }: AttributeShape): boolean =>
  !isNumber(value) || (value >= (min ?? -Infinity) && value <= (max ?? Infinity));

/** Whether an attribute of this type can have a default at all. */
export const takesDefault = ({ type }: AttributeShape): boolean => Object.hasOwn(EXPECTATIONS, type);

/** What is expected of a default. */
interface Wanted {
  expected: ExpectedKind;
  /** Which of that kind: the values of an enumeration, or a range; else empty. */
  of: string;
  /** Both as the end of a sentence. */
  words: string;
}

const range = ({ min, max }: AttributeShape): string => {
  if (min === undefined) return `≤ ${max}`;
  return max === undefined ? `≥ ${min}` : `${min} – ${max}`;
};

/**
 * What is expected of a default value when this one does not fit; null when it does. A password never fits: a default
 * that everybody knows is none.
 */
export const unfitDefault = (value: unknown, attribute: AttributeShape): Wanted | null => {
  const expectation = EXPECTATIONS[attribute.type];
  if (!expectation) return { expected: 'nothing', of: '', words: 'no default at all' };
  const { kind, expected, test } = expectation;
  if (!test(value, attribute)) {
    if (attribute.type !== 'enumeration') return { expected: kind, of: '', words: expected };
    const names = (attribute.enum ?? []).map((name) => `"${name}"`).join(', ');
    return { expected: kind, of: names, words: `one of ${names}` };
  }
  if (inRange(value, attribute)) return null;
  const words = `a number between ${attribute.min ?? 'any'} and ${attribute.max ?? 'any'}`;
  return { expected: 'range', of: range(attribute), words };
};
