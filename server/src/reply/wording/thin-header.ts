/** Headers of which a program, or whoever shortened them, left a field or two. */

import { headerKinds, holdsSent } from './header-labels';

/** The rule of Outlook, right above its header: people draw shorter ones. */
const PROGRAM_RULE = /^_{20,}$/;

/** A sender with name and address, as programs write them. */
const NAME_AND_ADDRESS = /[:：]\**\s?[^\s<>@][^<>@]{0,80}<(?:mailto:)?[^<>@\s]{1,64}@[^<>@\s]{1,255}>/;
const YEAR = /(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2}/;
const ENGLISH = /^\**from/i;

/** A figure, or a day in one word; more words are of a thing that was sent. */
const TIME = /\d|[:：]\**\s?(?!(?:yes|no|ok|ja|nein|oui|non|sí|sì|sim)\b)[\p{L}-]{1,14}\.?$/iu;

/** A field that no header has: what stands there is a form, as of a parcel, or a patch. */
const OTHER_FIELD = /^\p{L}[\p{L}\p{N} .'’/-]{0,23}[:：] ?[^\s/]/u;

/** Fields of a header that stand in a row. */
const FIELDS = 5;

/**
 * Whether a header begins at this line that tells less than others do, below other words: right below the rule that Outlook
 * draws, with any sender; a sender and, next to it, the label that programs have for when a mail was sent; a sender with
 * name and address and a date with its year. In languages other than English, in which patches begin like that, a
 * receiver or a subject will do below such a sender.
 */
export const isThinHeader = (lines: readonly { text: string }[], at: number): boolean => {
  const sender = lines[at]?.text ?? '';
  if (at === 0 || !headerKinds(sender).includes('from')) return false;
  let end = at + 1;
  while (end < at + FIELDS && headerKinds(lines[end]?.text ?? '').length > 0) end += 1;
  if (OTHER_FIELD.test(lines[end]?.text ?? '')) return false;
  const next = lines[at + 1]?.text ?? '';
  const below = headerKinds(next);
  const hasAddress = NAME_AND_ADDRESS.test(sender);
  const isTimed = end > at + 2 || TIME.test(next);
  if ((below.includes('sent') && isTimed) || (holdsSent(sender) && TIME.test(sender))) return true;
  if (PROGRAM_RULE.test(lines[at - 1]?.text ?? '')) return hasAddress || !below.includes('to');
  if (!hasAddress) return false;
  if (below.includes('date')) return YEAR.test(next);
  return !ENGLISH.test(sender) && (below.includes('to') || below.includes('subject'));
};

const SENDER = /^[^<>:：]{1,80}<[^<>@\s]{1,64}@[^<>@\s]{1,255}>$/;
const DATE_AND_TIME = /^\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?(?: [A-Z]{3,5})?$/;

/** Lines from the sender to the time, and from there to the subject. */
const TO_TIME = 3;
const TO_SUBJECT = 10;

/**
 * Whether the header of Lotus Notes begins at this line: the sender, the time, and the other fields one below the other,
 * each label in a line of its own.
 */
export const isNotesHeader = (lines: readonly { text: string }[], at: number): boolean => {
  if (!SENDER.test(lines[at]?.text ?? '')) return false;
  const time = lines.slice(at + 1, at + TO_TIME).findIndex(({ text }) => DATE_AND_TIME.test(text));
  if (time < 0) return false;
  const fields = lines
    .slice(at + 2 + time, at + 2 + time + TO_SUBJECT)
    .map(({ text }) => headerKinds(`${text}:`));
  const to = fields.findIndex((kinds) => kinds.includes('to'));
  return to >= 0 && fields.slice(to).some((kinds) => kinds.includes('subject'));
};
