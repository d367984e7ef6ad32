/** The header that Outlook and its kin put above what they quote. */

import { headerKinds, type HeaderKind } from './header-labels';
import { isNotesHeader, isThinHeader } from './thin-header';

/** Lines that a header may take: long lists of recipients are wrapped. */
const HEADER_LINES = 8;

/** Labels that a header has once. */
const ONCE: readonly HeaderKind[] = ['from', 'date', 'subject'];

/** What no program puts above a quote: whoever shows these shows the header itself, or a patch. */
const RAW =
  /^From [\da-f]{7,64} |^(?:message-id|received|return-path|delivered-to|mime-version|content-[a-z-]+|x-[a-z-]+|dkim-signature)[:：]/i;

const WITH_YEAR = /(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2}/;
const WITH_TIME = /(?<![\d.])\d{1,2}[:.h時时点]\d\d(?![\d.])|\d ?[AaPp]\.?[Mm]/;
const WITH_FIGURE = /\d/;
const WITH_ADDRESS = /@|<[^<>]{1,200}>|\[mailto:/i;

/**
 * Whether all of a header begins at this line: sender and date with its year, and the subject, or the receiver where the sender
 * has an address or a rule parts it; all four where the subject stands first. An address stands in for the year beside a
 * subject; without a receiver, a letter may begin like that, too, but for the time. Forms that people fill in ("From:
 * Berlin, To: Paris", "Date: today") have less.
 */
const isFullHeader = (lines: readonly { text: string }[], at: number, isRuled: boolean): boolean => {
  const first = headerKinds(lines[at]?.text ?? '');
  const isSubject = first.includes('subject');
  if (!first.includes('from') && !first.includes('date') && !isSubject) return false;
  const found = new Set<HeaderKind>();
  let hasAddress = false;
  let hasYear = false;
  let hasFigure = false;
  let hasTime = false;
  for (const { text } of lines.slice(at, at + HEADER_LINES)) {
    const kinds = headerKinds(text);
    // A second subject belongs to the header: the first line was somebody's own.
    if (isSubject && found.size > 0 && kinds.includes('subject')) return false;
    if (ONCE.some((kind) => kinds.includes(kind) && found.has(kind))) break;
    for (const kind of kinds) {
      found.add(kind);
      if (kind === 'from' && WITH_ADDRESS.test(text)) hasAddress = true;
      if (kind === 'date' && WITH_FIGURE.test(text)) hasFigure = true;
      if (kind === 'date' && WITH_TIME.test(text)) hasTime = true;
      if (kind === 'date' && WITH_YEAR.test(text)) hasYear = true;
    }
  }
  if (!found.has('from') || !found.has('date') || (isSubject && !found.has('to'))) return false;
  if (!(hasYear || (hasAddress && hasFigure))) return false;
  if (found.has('subject')) return found.has('to') || hasTime || hasAddress || isRuled;
  return found.has('to') && (hasAddress || isRuled) && hasYear;
};

/** Whether a header begins at this line, with all that one has or with enough of it. */
export const isHeaderOf = (lines: readonly { text: string }[], at: number, isRuled: boolean): boolean =>
  !RAW.test(lines[at - 1]?.text ?? '') &&
  (isFullHeader(lines, at, isRuled) || isThinHeader(lines, at) || isNotesHeader(lines, at));

/** Below the last of the fields that stand at the line; there, where none does. */
export const headerEnd = (lines: readonly { text: string }[], at: number): number =>
  at + lines.slice(at, at + HEADER_LINES).findLastIndex(({ text }) => headerKinds(text).length > 0) + 1;
