import { parseMailDate } from '../../mail';
import type { AttributeShape } from './types';

/** PostgreSQL's and MySQL's integer. */
const INTEGER = 2_147_483_647;
const BIG_INTEGER = 9_223_372_036_854_775_807n;
/** Strapi's decimal columns hold eight digits before the point. */
const DECIMAL = 99_999_999;

const inRange = (value: number, { min, max }: AttributeShape): boolean =>
  value >= (min ?? -Infinity) && value <= (max ?? Infinity);

const integer = (text: string, attribute: AttributeShape): number | null => {
  if (!/^[+-]?\d{1,10}$/.test(text)) return null;
  const value = Number(text);
  return Math.abs(value) <= INTEGER && inRange(value, attribute) ? value : null;
};

/** As a string: Strapi takes and gives big integers so. */
const bigInteger = (text: string, attribute: AttributeShape): string | null => {
  if (!/^[+-]?\d{1,19}$/.test(text)) return null;
  const value = BigInt(text);
  const size = value < 0n ? -value : value;
  return size <= BIG_INTEGER && inRange(Number(value), attribute) ? String(value) : null;
};

const decimal = (text: string, attribute: AttributeShape): number | null => {
  if (!/^[+-]?\d{1,15}(?:\.\d{1,20})?$/.test(text)) return null;
  const value = Number(text);
  const fits = attribute.type !== 'decimal' || Math.abs(value) <= DECIMAL;
  return fits && inRange(value, attribute) ? value : null;
};

const BOOLEANS: Readonly<Record<string, boolean>> = {
  ...{ true: true, yes: true, on: true, '1': true },
  ...{ false: false, no: false, off: false, '0': false },
};

const enumerated = (text: string, { enum: names = [] }: AttributeShape): string | null =>
  names.find((name) => name === text) ??
  names.find((name) => name.toLowerCase() === text.toLowerCase()) ??
  null;

/** Years that every database keeps. */
const isStorable = (date: Date): boolean => date.getUTCFullYear() >= 1000 && date.getUTCFullYear() <= 9999;

/** A point in time in the form of the attribute: `2026-01-31`, `14:30:00.000` or ISO 8601, all in UTC. */
export const dateValue = (date: Date, { type }: AttributeShape): string | null => {
  if (Number.isNaN(date.getTime()) || !isStorable(date)) return null;
  const iso = date.toISOString();
  if (type === 'date') return iso.slice(0, 10);
  return type === 'time' ? iso.slice(11, 23) : iso;
};

const dateFrom = (text: string, attribute: AttributeShape): string | null => {
  const date = parseMailDate(text) ?? (/^\d{4}-\d\d-\d\d$/.test(text) ? new Date(text) : null);
  return date === null ? null : dateValue(date, attribute);
};

const jsonFrom = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/**
 * The text of a header as a value of the attribute's type. Null when it is none: nothing is guessed.
 */
export const scalarFrom = (text: string, attribute: AttributeShape): unknown => {
  const trimmed = text.trim();
  switch (attribute.type) {
    case 'integer':
      return integer(trimmed, attribute);
    case 'biginteger':
      return bigInteger(trimmed, attribute);
    case 'float':
    case 'decimal':
      return decimal(trimmed, attribute);
    case 'boolean':
      return Object.hasOwn(BOOLEANS, trimmed.toLowerCase()) ? BOOLEANS[trimmed.toLowerCase()] : null;
    case 'enumeration':
      return enumerated(trimmed, attribute);
    case 'json':
      return jsonFrom(trimmed);
    default:
      return dateFrom(trimmed, attribute);
  }
};
