import { isReplySubject } from './citation';
import { attributionEnd, introduces } from './introductions';
import { leadingQuote } from './leading-quote';
import { isAngled, joined, type Line } from './lines';
import { goesOnBelow, hasOwn, pointsBelow, type Span } from './own-words';
import { signatureAt } from './signature';
import { introducesItself, trailingQuote } from './trailing-quote';
import {
  headerEnd,
  headerKinds,
  isClosing,
  isDated,
  isForwardMark,
  isForwardSubject,
  isHeaderOf,
  isOriginalMark,
  isGreeting,
  isReplyAbove,
  isRule,
  isRunIn,
} from './wording';

/** Where a quote begins: its introduction, and the first line below that. */
interface Beginning {
  at: number;
  body: number;
}

const isRuled = (lines: readonly Line[], at: number): boolean =>
  at > 0 && isRule(lines[at - 1]?.text ?? '') && lines[at - 1]?.quoted === null;

const markEnd = (lines: readonly Line[], at: number): number | null => {
  const line = lines[at];
  if (!line) return null;
  if (line.hint === 'rule' && headerKinds(line.text).includes('from')) return at;
  if (line.hint === 'earlier' || isHeaderOf(lines, at, isRuled(lines, at))) return at;
  const isAboveHeader = headerKinds(lines[at + 1]?.text ?? '').length > 0;
  return isOriginalMark(line.text, isAboveHeader) || isReplyAbove(line.text) ? at + 1 : null;
};

const isQuotedFrom = (lines: readonly Line[], at: number): boolean => (lines[at]?.quoted ?? null) !== null;

const beginningAt = (lines: readonly Line[], at: number): Beginning | null => {
  const mark = markEnd(lines, at);
  if (mark !== null) {
    const below = headerEnd(lines, mark);
    return { at: isRuled(lines, at) ? at - 1 : at, body: isQuotedFrom(lines, below) ? below : mark };
  }
  const end = attributionEnd(lines, at);
  if (end !== null) return { at, body: end };
  return isRunIn(lines[at]?.text ?? '') && !isQuotedFrom(lines, at + 1) ? { at, body: at + 1 } : null;
};

/** Where the run of quoted lines ends, with introductions of quotes in it that are not marked themselves. */
const quoteEnd = (lines: readonly Line[], from: number): number => {
  let end = from;
  while (end < lines.length) {
    if (lines[end]?.quoted) end += 1;
    else {
      const inner = attributionEnd(lines, end);
      if (inner === null || !lines[inner]?.quoted) break;
      end = inner;
    }
  }
  return end;
};

/**
 * Whether quotes and own words take turns: then each is needed to understand the other. A quote with which the mail ends
 * is none of them.
 */
const isInterleaved = (lines: readonly Line[], from: number, to: number): boolean =>
  lines.slice(to).some(({ quoted }) => quoted !== null) ||
  (to < lines.length && lines.slice(0, from).some(({ quoted }) => quoted !== null));

/** Whether answers may stand in a quote without a mark of their own: not where each line has its own. */
const mayHoldAnswers = (lines: readonly Line[], from: number, to: number): boolean =>
  lines.slice(from, to).some(({ text }) => !isAngled(text));

/** Whether a forwarded mail begins at the line; some programs mark all of that as a quote. */
const forwardsAt = (lines: readonly Line[], at: number): boolean => {
  const line = lines[at];
  if (!line || (line.quoted && lines[at - 1]?.quoted)) return false;
  return line.hint === 'forward' || isForwardMark(line.text.replace(/^[>＞] ?/, ''));
};

/** How people set their answers apart in a text: by an arrow, or by their name in brackets each time. */
const ARROW = /^(?:[-=]{1,3}>|→|»(?! ?\S+ ?«)) ?\S/;
const TAG = /^\[[\p{L}. ]{1,20}\](?= ?\S)/u;

/**
 * Whether what nobody marked as a quote is more than an earlier mail: several people are cited by turns, none of them with
 * a date, or somebody set answers apart in it.
 */
const isConversation = (lines: readonly Line[], from: number, body: number): boolean => {
  const isUndated =
    body > from && attributionEnd(lines, from) === body && !isDated(joined(lines, from, body));
  const tags = new Set<string>();
  for (let at = body; at < lines.length; at += 1) {
    const { text, quoted } = lines[at] ?? { text: '', quoted: null };
    if (quoted) continue;
    if (ARROW.test(text)) return true;
    const tag = TAG.exec(text)?.[0];
    if (tag !== undefined && tags.has(tag)) return true;
    if (tag !== undefined) tags.add(tag);
    if (isUndated && introduces(lines, at, at + 1) && !isDated(text)) return true;
  }
  return false;
};

/** Where a quote ends that nobody marked: with the mail, or with the element in which a program began it. */
const unmarkedEnd = (lines: readonly Line[], body: number): number => {
  const after =
    lines[body]?.hint === 'earlier' ? lines.findIndex(({ hint }, at) => at > body && hint === 'after') : -1;
  return after < 0 ? lines.length : after;
};

/** Whether a program's own element for what it quotes begins at the line, or an element that holds its introduction. */
const beginsMarked = (lines: readonly Line[], at: number): boolean => {
  const line = lines[at];
  if (!line?.quoted || lines[at - 1]?.quoted) return false;
  if (line.hint === 'quote' && line.quoted === 'sure') return true;
  return !isAngled(line.text) && introducesItself(lines, at);
};

/** The quote that begins the first, and what of the mail goes with it; null: everything stays, of a forwarded one, too. */
const introducedQuote = (lines: readonly Line[]): Span | 'forward' | null => {
  for (let at = 0; at < lines.length; at += 1) {
    if (forwardsAt(lines, at)) return 'forward';
    const isMarked = beginsMarked(lines, at);
    if (lines[at]?.quoted && !isMarked) continue;
    const beginning = isMarked ? { at: isRuled(lines, at) ? at - 1 : at, body: at } : beginningAt(lines, at);
    if (beginning === null) continue;
    const { at: from, body } = beginning;
    if (isQuotedFrom(lines, body)) {
      const to = quoteEnd(lines, body);
      if (isInterleaved(lines, from, to)) return null;
      if (isMarked && (pointsBelow(lines, from) || goesOnBelow(lines, lines.length))) return null;
      const hasMore = hasOwn(lines, to - 1, lines.length);
      if (mayHoldAnswers(lines, body, to) && goesOnBelow(lines, from, hasMore)) return null;
      return hasMore || hasOwn(lines, 0, from) ? { from, to } : null;
    }
    // What nobody marked as a quote is one to its end. Without own words above it is what the mail is about.
    const isCertain =
      hasOwn(lines, 0, from) && !pointsBelow(lines, from) && !isConversation(lines, from, body);
    return isCertain ? { from, to: unmarkedEnd(lines, body) } : null;
  }
  return null;
};

/** What stays of the lines after one quote and the signatures are gone: all of a forwarded mail. */
const withoutOne = (lines: readonly Line[], quote: Span | 'forward' | null): readonly Line[] => {
  if (quote === 'forward') return lines;
  const runs = quote
    ? [
        { from: 0, to: quote.from },
        { from: quote.to, to: lines.length },
      ]
    : [{ from: 0, to: lines.length }];
  return runs.flatMap(({ from, to }) => lines.slice(from, signatureAt(lines, from, to)));
};

/** Whether nothing but a greeting is left, or a closing above a quote: whoever wrote no more than that wrote it further down. */
const isBare = (left: readonly Line[], isQuoteGone: boolean): boolean => {
  const words = joined(left, 0, left.length);
  return isGreeting(words) && (isQuoteGone || !isClosing(words));
};

/** Times that the rest is looked at again: a mail quoted below answers to another one is rare, more is unheard of. */
const ROUNDS = 4;

/** Where the lines that stay stand among all of them. */
const spansOf = (lines: readonly Line[], own: readonly Line[]): Span[] => {
  const spans: Span[] = [];
  let next = 0;
  for (const [at, line] of lines.entries()) {
    if (line !== own[next]) continue;
    next += 1;
    const last = spans.at(-1);
    if (last?.to === at) last.to = at + 1;
    else spans.push({ from: at, to: at + 1 });
  }
  return spans;
};

/**
 * What of a mail is not its author's own: the quote, if there is one for certain, and the signature. Own words always
 * remain; answers between quoted lines and forwarded mails stay whole.
 * @returns the lines that stay, as spans in their order; null where all of them do.
 */
export const ownLines = (lines: readonly Line[], subject: string): Span[] | null => {
  if (isForwardSubject(subject)) return null;
  let own = lines;
  let isQuoteGone = false;
  const isReply = isReplySubject(subject);
  for (let round = 0; round < ROUNDS; round += 1) {
    const introduced = introducedQuote(own);
    const trailing = introduced === null ? trailingQuote(own, isReply && !isQuoteGone) : null;
    // A program introduces what it quotes: the other one is its author's.
    const isOwn = isQuoteGone && trailing !== null;
    if (isOwn && !mayHoldAnswers(own, trailing.from, trailing.to)) return null;
    const quote = introduced ?? (isOwn ? null : (trailing ?? leadingQuote(own)));
    const left = withoutOne(own, quote);
    if (left.length === own.length || left.length === 0 || isBare(left, isQuoteGone || quote !== null)) break;
    own = left;
    isQuoteGone ||= introduced !== null;
  }
  return own.length === lines.length ? null : spansOf(lines, own);
};
