/** A day as the address bar says it: `2026-11-01`, in the user's time zone. */
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

const two = (number: number): string => String(number).padStart(2, '0');

/** The day of a date in the user's time zone. */
export const dayOf = (date: Date): string =>
  `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/** When so many days after a day begin in the user's time zone, where days may have 23 or 25 hours. */
const beginOf = (day: string, later = 0): Date | null => {
  const [, year, month, date] = DAY.exec(day) ?? [];
  if (year === undefined) return null;
  const begin = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return later === 0 && dayOf(begin) !== day ? null : begin;
};

/** A day that there is; null for whatever else somebody wrote into the address bar. */
export const dayFrom = (written: string | null): string | null =>
  written !== null && beginOf(written) ? written : null;

/** From the begin of the first day to the end of the last one, as the server is asked. */
export const spanOf = (from: string | null, to: string | null): Record<'from' | 'to', string | null> => ({
  from: (from === null ? null : beginOf(from))?.toISOString() ?? null,
  to: (to === null ? null : beginOf(to, 1))?.toISOString() ?? null,
});
