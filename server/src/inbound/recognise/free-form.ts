import {
  addressKey,
  headerValues,
  normaliseAddress,
  oneLine,
  parseAddresses,
  scanHeaders,
  type ParsedMail,
} from '../../mail';
import { readDeliveryStatus } from './delivery-status';
import { statusOf } from './status-codes';
import type { ReportAction, ReportedRecipient } from './types';

/** What is read of a report in prose. */
const LINES = 2_000;
const LINE_LENGTH = 500;
/** Lines of explanation that belong to one recipient. */
const EXPLANATION = 12;

/** Where the returned mail begins: what follows is not said by the reporter. */
const ORIGINAL_FOLLOWS =
  /^\s{0,8}-{0,60}\s{0,5}(?:Below this line is a copy|Original message\b|Message headers follow|This is a copy of (?:the|your)|The header of the original message|Included is a copy|Unsent message follows|Enclosed is a copy|Returned Message|original mail info|Your original message|Message (?:header|text) follows|Undelivered message follows)/i;

/** A person passes a report on. */
const FORWARDED =
  /^\s{0,5}(?:-{2,40}\s{0,5}(?:Forwarded message|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado)|Begin forwarded message|Anfang der weitergeleiteten)/i;

const ADDRESS = String.raw`([^\s<>"'()\[\]:;,|]{1,64}@[\w.\-\u0080-\uFFFF]{1,255})`;
/** A line that begins with the recipient: `<a@b>:`, `a@b on Thu, …`, `550 <a@b>... User unknown`, `"a@b":`. */
const BEGINS = new RegExp(
  String.raw`^\s{0,12}(?:\d{3}[ -])?(?:>>> )?["'<]{0,2}${ADDRESS}[>"']{0,2}\s{0,5}(?:[:(\[,]|\.{3}|$|on\b|<)`
);
/** A sentence that names the recipient. */
const NAMES = new RegExp(
  String.raw`(?:RCPT ?(?:TO)?|recipient(?: address)?|delivered to|deliver(?:ing)? (?:your |the )?(?:message|mail) to|undeliverable to|failed to deliver to|allowed size|unknown user|mailbox is full|delivery userid|delivery to|attempts?)\s{0,5}[:=]?\s{0,5}["'<]{0,2}${ADDRESS}`,
  'i'
);
/** The sender of the returned mail, not a recipient. */
const NAMES_SENDER = /\b(?:MAIL FROM|envelope-from|sender)\b/i;

/** The lines of a mail that a report in prose is read from. */
export const linesOf = (text: string): string[] =>
  text.split('\n', LINES).map((line) => line.slice(0, LINE_LENGTH).trimEnd());

export interface FreeForm {
  /** What the reporter says. */
  said: string[];
  /** The returned mail or its header, as far as it stands in the text. */
  original: string[];
}

/** Splits at the returned mail; null when a person passed the report on. */
export const splitReport = (lines: string[]): FreeForm | null => {
  const at = lines.findIndex((line) => ORIGINAL_FOLLOWS.test(line));
  const said = at < 0 ? lines : lines.slice(0, at);
  if (said.some((line) => FORWARDED.test(line))) return null;
  return { said, original: at < 0 ? [] : lines.slice(at + 1) };
};

const addressIn = (line: string): string | null => {
  const found =
    BEGINS.exec(line)?.[1] ?? (NAMES_SENDER.test(line) && !/RCPT/i.test(line) ? null : NAMES.exec(line)?.[1]);
  return found ? normaliseAddress(found.replace(/[.>]{1,5}$/, '')) : null;
};

const explanationAt = (said: readonly string[], at: number): string => {
  const rest: string[] = said.slice(at, at + 1);
  for (const line of said.slice(at + 1, at + 1 + EXPLANATION)) {
    if (addressIn(line) !== null && !/[45]\d\d[ -]/.test(line)) break;
    rest.push(line);
  }
  return oneLine(rest.join(' ').replace(/\s+/g, ' '));
};

/** Recipients named in prose, with what is said next to them. */
const recipientsInProse = (
  said: readonly string[],
  action: ReportAction,
  senders: ReadonlySet<string>
): ReportedRecipient[] => {
  const found = new Map<string, ReportedRecipient>();
  const everything = said.join('\n');
  said.forEach((line, at) => {
    const address = addressIn(line);
    if (address === null || senders.has(addressKey(address)) || found.has(addressKey(address))) return;
    const diagnostic = explanationAt(said, at);
    const status = statusOf(null, diagnostic) ?? statusOf(null, everything);
    found.set(addressKey(address), { address, original: null, action, status, diagnostic });
  });
  return [...found.values()];
};

/**
 * Who a report in prose is about: its delivery-status fields where it has some, X-Failed-Recipients, the addresses that
 * the reporter names, at last the recipients of the returned mail.
 */
export const recipientsOf = (
  mail: ParsedMail,
  { said, original }: FreeForm,
  action: ReportAction
): ReportedRecipient[] => {
  const structured = readDeliveryStatus(mail.report.deliveryStatus ?? said.join('\n')).recipients;
  if (structured.length > 0) return structured;
  const senders = new Set([...mail.to, ...mail.cc].map(({ address }) => addressKey(address)));
  const others = recipientsInProse(said, action, senders);
  // Somebody who wrote to himself is both.
  const prose = others.length > 0 ? others : recipientsInProse(said, action, new Set());
  const listed = headerValues(mail.headers, 'x-failed-recipients').flatMap(parseAddresses);
  const returned = scanHeaders(Buffer.from(mail.report.originalHeaders ?? original.join('\n').trim()));
  const written = headerValues(returned, 'to').flatMap(parseAddresses);
  const everything = said.join('\n');
  const bare = (addresses: typeof listed): ReportedRecipient[] =>
    addresses.map(({ address }) => ({
      address,
      original: null,
      action,
      status: statusOf(null, everything),
      diagnostic: oneLine(everything.replace(/\s+/g, ' ')).slice(0, LINE_LENGTH),
    }));
  if (listed.length > 0) {
    const keys = new Set(listed.map(({ address }) => addressKey(address)));
    const known = prose.filter(({ address }) => address !== null && keys.has(addressKey(address)));
    return known.length === listed.length ? known : bare(listed);
  }
  return prose.length > 0 ? prose : bare(written.length === 1 ? written : []);
};
