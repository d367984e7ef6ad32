import type { AttributeShape } from './types';

const STRING_COLUMN = 255;

const isWhole = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const each = (value: unknown, test: (item: unknown) => boolean): boolean =>
  Array.isArray(value) ? value.every(test) : test(value);

const isInstant = (value: unknown): boolean => isText(value) && !Number.isNaN(Date.parse(value));

type Expectation = { expected: string; test: (value: unknown, attribute: AttributeShape) => boolean };

const words = (limit: (attribute: AttributeShape) => number): Expectation => ({
  expected: 'a text, no longer than the attribute allows',
  test: (value, attribute) => isText(value) && value.length <= limit(attribute),
});
const number: Expectation = {
  expected: 'a number',
  test: (value) => typeof value === 'number' && Number.isFinite(value),
};

const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
  string: words(({ maxLength }) => maxLength ?? STRING_COLUMN),
  text: words(({ maxLength }) => maxLength ?? Infinity),
  richtext: words(({ maxLength }) => maxLength ?? Infinity),
  email: { expected: 'an e-mail address', test: (value) => isText(value) && /^[^\s@]+@[^\s@]+$/.test(value) },
  uid: {
    expected: 'letters, digits and -_.~',
    test: (value) => isText(value) && /^[A-Za-z0-9-_.~]+$/.test(value),
  },
  blocks: { expected: 'a list of blocks', test: (value) => Array.isArray(value) && value.every(isObject) },
  enumeration: {
    expected: 'one of the values of the enumeration',
    test: (value, attribute) => isText(value) && (attribute.enum ?? []).includes(value),
  },
  boolean: { expected: 'true or false', test: (value) => typeof value === 'boolean' },
  integer: { expected: 'a whole number', test: isWhole },
  biginteger: {
    expected: 'a whole number',
    test: (value) => isWhole(value) || (isText(value) && /^[+-]?\d+$/.test(value)),
  },
  float: number,
  decimal: number,
  date: {
    expected: 'a date such as 2026-01-31',
    test: (value) => isText(value) && /^\d{4}-\d\d-\d\d$/.test(value) && isInstant(value),
  },
  time: {
    expected: 'a time such as 14:30:00',
    test: (value) => isText(value) && /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?$/.test(value),
  },
  datetime: { expected: 'a date and time in ISO 8601', test: isInstant },
  timestamp: { expected: 'a date and time in ISO 8601', test: isInstant },
  json: { expected: 'JSON', test: (value) => value !== undefined },
  media: {
    expected: 'the id of a file, or a list of them where several are allowed',
    test: (value, { multiple }) => (multiple || !Array.isArray(value)) && each(value, isWhole),
  },
  relation: {
    expected: 'the documentId of an entry, or a list of them where several are allowed',
    test: (value, { multiple }) =>
      (multiple || !Array.isArray(value)) &&
      each(value, (item) => isWhole(item) || (isText(item) && item !== '')),
  },
  component: {
    expected: 'an object, or a list of objects for a repeatable component',
    test: (value) => each(value, isObject),
  },
  dynamiczone: {
    expected: 'a list of objects',
    test: (value) => Array.isArray(value) && value.every(isObject),
  },
};

const isNumber = (value: unknown): value is number => typeof value === 'number';

const inRange = (value: unknown, { min, max }: AttributeShape): boolean =>
  !isNumber(value) || (value >= (min ?? -Infinity) && value <= (max ?? Infinity));

/** Whether an attribute of this type can have a default at all. */
export const takesDefault = ({ type }: AttributeShape): boolean => Object.hasOwn(EXPECTATIONS, type);

/**
 * What is expected of a default value, as the end of a sentence, when this one does not fit; null when it does.
 * A password never fits: a default that everybody knows is none.
 */
export const unfitDefault = (value: unknown, attribute: AttributeShape): string | null => {
  const expectation = EXPECTATIONS[attribute.type];
  if (!expectation) return 'no default at all';
  if (!expectation.test(value, attribute)) {
    return attribute.type === 'enumeration'
      ? `one of ${(attribute.enum ?? []).map((name) => `"${name}"`).join(', ')}`
      : expectation.expected;
  }
  if (inRange(value, attribute)) return null;
  return `a number between ${attribute.min ?? 'any'} and ${attribute.max ?? 'any'}`;
};
