/** Words with which mail programs begin what they quote, in English, German and French. */

/** Characters that such a line may have; longer ones are somebody's own words. */
const LONGEST = 400;

/** A date with its year. Without one, "On Monday Bob wrote:" may be a person's own sentence. */
const DATE = /\b(?:\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})\b/;
const ATTRIBUTIONS = [/^On\s.+\swrote\s?:$/, /^Am\s.+\sschrieb\s?.*:$/, /^Le\s.+\sa écrit\s?:$/];

/** Whether the words introduce a quote: "On … wrote:", "Am … schrieb …:", "Le … a écrit :". */
export const isAttribution = (words: string): boolean =>
  words.length <= LONGEST && DATE.test(words) && ATTRIBUTIONS.some((pattern) => pattern.test(words));

const ORIGINAL =
  /^-{2,}\s?(?:Original Message|Original-Nachricht|Originalnachricht|Ursprüngliche Nachricht|Message d['’]origine|Message original|Message initial)\s?-{2,}$/i;

/** Whether the line says that an earlier mail follows: "-----Original Message-----". */
export const isOriginalMarker = (words: string): boolean => words.length <= LONGEST && ORIGINAL.test(words);

/** Whether the line only sets apart what follows. */
export const isRule = (words: string): boolean => /^(?:_{5,}|-{5,})$/.test(words);

/** Labels of the header that Outlook puts above what it quotes; a space may stand before the colon, stars around it all. */
const HEADERS = [
  { from: 'From', date: 'Sent|Date', subject: 'Subject' },
  { from: 'Von', date: 'Gesendet(?: am)?|Datum', subject: 'Betreff' },
  { from: 'De', date: 'Envoyé(?: le)?|Date', subject: 'Objet|Sujet' },
].map(({ from, date, subject }) => {
  const label = (names: string) => new RegExp(`^\\*?(?:${names})\\s?:`);
  return { from: label(from), date: label(date), subject: label(subject) };
});

/** Lines that a header may take: long lists of recipients are wrapped. */
export const HEADER_LINES = 8;

/** Whether lines begin with such a header. @param lines a few, from the first line on that may be one. */
export const isHeader = (lines: readonly string[]): boolean =>
  HEADERS.some(
    ({ from, date, subject }) =>
      from.test(lines[0] ?? '') &&
      lines.some((line) => date.test(line)) &&
      lines.some((line) => subject.test(line))
  );

/** Whether the subject is that of a forwarded mail, in which the earlier mail is what matters. */
export const isForward = (subject: string | null): boolean => /^\s*(?:fwd?|wg|tr)\s?:/i.test(subject ?? '');
