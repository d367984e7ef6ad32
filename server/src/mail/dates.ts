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

const WEEKDAY = String.raw`(?:[A-Za-z]{2,9}\.?,?\s{1,5}|,\s{0,5})?`;
const MONTH = String.raw`(?<month>[A-Za-z]{3,9})\.?`;
const TIME = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?:[.,]\d{1,9})?`;
const zone = (name: string): string => String.raw`(?:\s{0,5}(?<${name}>[+-]\d{1,2}:?\d{2}|[A-Za-z]{1,5})\b)?`;

const FORMS: readonly RegExp[] = [
  // `Thu, 29 Apr 2010 23:34:45 +0900`: RFC 5322 with the usual deviations (full names, dashes, no seconds, no zone).
  String.raw`^${WEEKDAY}(?<day>\d{1,2})[\s-]{1,5}${MONTH}[\s-]{1,5}(?<year>\d{2,4}),?\s{1,5}${TIME}${zone('zone')}`,
  // `Thu Apr 29 23:34:45 2010`: asctime, with a zone before or after the year.
  String.raw`^${WEEKDAY}${MONTH}\s{1,5}(?<day>\d{1,2})\s{1,5}${TIME}${zone('early')}\s{1,5}(?<year>\d{4})${zone('zone')}`,
  // `Apr 29, 2010 23:34:45 +0900`
  String.raw`^${WEEKDAY}${MONTH}\s{1,5}(?<day>\d{1,2}),?\s{1,5}(?<year>\d{4}),?\s{1,5}${TIME}${zone('zone')}`,
  // ISO 8601
  String.raw`^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[T\s]${TIME}${zone('zone')}`,
].map((pattern) => new RegExp(pattern));

const yearOf = (digits: string): number => {
  const year = Number(digits);
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return digits.length === 3 ? 1900 + year : year;
};

const monthOf = (text: string): number =>
  /^\d+$/.test(text) ? Number(text) - 1 : MONTHS.indexOf(text.slice(0, 3).toLowerCase());

/** Minutes east of UTC. */
const offsetOf = (name: string): number => {
  if (!/^[+-]/.test(name)) return NAMED_ZONES[name.toUpperCase()] ?? 0;
  const digits = name.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, -2)) * 60 + Number(digits.slice(-2));
  if (minutes > 14 * 60) return 0;
  return name.startsWith('-') ? -minutes : minutes;
};

const instantOf = (fields: Readonly<Record<string, string | undefined>>): Date | null => {
  const year = yearOf(fields.year ?? '');
  const month = monthOf(fields.month ?? '');
  const [day, hour, minute, second] = [fields.day, fields.hour, fields.minute, fields.second ?? '0'].map(
    Number
  );
  if (day === undefined || hour === undefined || minute === undefined || second === undefined) return null;
  if (year < 1900 || month < 0 || month > 11) return null;
  if (day < 1 || day > new Date(Date.UTC(year, month + 1, 0)).getUTCDate()) return null;
  if (hour > 23 || minute > 59 || second > 60) return null;
  const offset = offsetOf(fields.zone ?? fields.early ?? '');
  return new Date(Date.UTC(year, month, day, hour, minute, Math.min(second, 59)) - offset * 60_000);
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
  for (const form of FORMS) {
    const fields = form.exec(text)?.groups;
    if (fields) return instantOf(fields);
  }
  return null;
};
