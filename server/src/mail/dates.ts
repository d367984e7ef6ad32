const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Zones that RFC 5322 4.3 still knows by name, in minutes; every other name means "unknown" and counts as UTC. */
const NAMED_ZONES: Readonly<Record<string, number>> = {
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
};

const TIME = String.raw`(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d{1,9})?`;
const ZONE = String.raw`(?:\s{0,5}([+-]\d{1,2}:?\d{2}|[A-Za-z]{1,5})\b)?`;

/** `Thu, 29 Apr 2010 23:34:45 +0900`: RFC 5322 with the usual deviations (full names, dashes, no seconds, no zone). */
const DAY_FIRST = new RegExp(
  String.raw`^(?:[A-Za-z]{2,9}\.?,?\s{1,5}|,\s{0,5})?(\d{1,2})[\s-]{1,5}([A-Za-z]{3,9})\.?[\s-]{1,5}(\d{2,4}),?\s{1,5}${TIME}${ZONE}`
);
/** `Thu Apr 29 23:34:45 2010` (asctime) and `Apr 29, 2010 23:34:45 +0900`. */
const YEAR_LAST = new RegExp(
  String.raw`^(?:[A-Za-z]{2,9}\.?,?\s{1,5})?([A-Za-z]{3,9})\.?\s{1,5}(\d{1,2})\s{1,5}${TIME}${ZONE}\s{1,5}(\d{4})${ZONE}`
);
const YEAR_THIRD = new RegExp(
  String.raw`^(?:[A-Za-z]{2,9}\.?,?\s{1,5})?([A-Za-z]{3,9})\.?\s{1,5}(\d{1,2}),?\s{1,5}(\d{4}),?\s{1,5}${TIME}${ZONE}`
);
const ISO = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})[T\s]${TIME}${ZONE}`);

type Fields = readonly (string | undefined)[];

const yearOf = (digits: string): number => {
  const year = Number(digits);
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return digits.length === 3 ? 1900 + year : year;
};

/** Minutes east of UTC. */
const zoneOf = (zone: string | undefined): number => {
  if (zone === undefined) return 0;
  const digits = zone.replace(':', '').slice(1);
  if (zone[0] !== '+' && zone[0] !== '-') return NAMED_ZONES[zone.toUpperCase()] ?? 0;
  const minutes = Number(digits.slice(0, -2)) * 60 + Number(digits.slice(-2));
  if (minutes > 14 * 60) return 0;
  return zone[0] === '-' ? -minutes : minutes;
};

const instantOf = (year: string, month: string, day: string, time: Fields, zone?: string): Date | null => {
  const monthIndex = /^\d+$/.test(month)
    ? Number(month) - 1
    : MONTHS.indexOf(month.slice(0, 3).toLowerCase());
  const fullYear = yearOf(year);
  const [hour, minute, second] = [Number(time[0]), Number(time[1]), Number(time[2] ?? 0)];
  const daysInMonth = new Date(Date.UTC(fullYear, monthIndex + 1, 0)).getUTCDate();
  if (monthIndex < 0 || monthIndex > 11 || fullYear < 1900) return null;
  if (Number(day) < 1 || Number(day) > daysInMonth) return null;
  if (hour > 23 || minute > 59 || second > 60) return null;
  return new Date(
    Date.UTC(fullYear, monthIndex, Number(day), hour, minute, Math.min(second, 59)) - zoneOf(zone) * 60_000
  );
};

/**
 * The instant that a Date field names (RFC 5322 3.3 and 4.3, asctime and ISO 8601 where mailers use them). Null for
 * what names none: never "now", and never read in this machine's time zone, because the instant is part of keys that
 * two processes must agree on. A missing or unknown zone counts as UTC.
 */
export const parseMailDate = (value: string): Date | null => {
  const text = value
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ?: ?/g, ':')
    .trim();
  const first = DAY_FIRST.exec(text);
  if (first) return instantOf(first[3]!, first[2]!, first[1]!, first.slice(4, 7), first[7]);
  const last = YEAR_LAST.exec(text);
  if (last) return instantOf(last[7]!, last[1]!, last[2]!, last.slice(3, 6), last[8] ?? last[6]);
  const third = YEAR_THIRD.exec(text);
  if (third) return instantOf(third[3]!, third[1]!, third[2]!, third.slice(4, 7), third[7]);
  const iso = ISO.exec(text);
  if (iso) return instantOf(iso[1]!, iso[2]!, iso[3]!, iso.slice(4, 7), iso[7]);
  return null;
};
