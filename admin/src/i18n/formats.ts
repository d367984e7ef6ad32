import * as React from 'react';
import { useIntl, type IntlShape } from 'react-intl';

type RelativeUnit = Parameters<IntlShape['formatRelativeTime']>[1];

/** Seconds in each unit, the longest first. */
const UNITS: readonly (readonly [RelativeUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** Values as the user's language writes them. */
export interface Formats {
  /** `3 hours ago`, `in 2 minutes`. @param instant ISO 8601. */
  relative(instant: string): string;
  /** Date and time in full. @param instant ISO 8601. */
  exact(instant: string): string;
  /** `12.3 kB`. */
  size(bytes: number): string;
  /** `a, b, and c`. */
  list(values: readonly string[]): string;
}

const relativeParts = (instant: string, now: number): [number, RelativeUnit] => {
  const seconds = (Date.parse(instant) - now) / 1000;
  const unit = UNITS.find(([, length]) => Math.abs(seconds) >= length);
  return unit ? [Math.round(seconds / unit[1]), unit[0]] : [0, 'second'];
};

/** @see Formats */
export const useFormats = (): Formats => {
  const intl = useIntl();
  return React.useMemo(
    () => ({
      relative: (instant) =>
        intl.formatRelativeTime(...relativeParts(instant, Date.now()), { numeric: 'auto' }),
      exact: (instant) => intl.formatDate(instant, { dateStyle: 'full', timeStyle: 'medium' }),
      size: (bytes) => {
        const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), BYTE_UNITS.length - 1);
        return intl.formatNumber(bytes / 1000 ** power, {
          style: 'unit',
          unit: BYTE_UNITS[power],
          unitDisplay: power === 0 ? 'long' : 'short',
          maximumFractionDigits: power === 0 ? 0 : 1,
        });
      },
      list: (values) => intl.formatList(values),
    }),
    [intl]
  );
};
