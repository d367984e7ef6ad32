import { joined, type Line } from './lines';
import { hasOwn, type Span } from './own-words';
import { ATTRIBUTION_LINES, isAttribution, isForwardMark, isRule, openingOf } from './wording';

/**
 * Whether the line above a quote in the container introduces it: the container stands for the date and the address that
 * the line may lack, and not for the verb, nor for how it begins.
 */
const introduces = (line: string): boolean => {
  const dated = line.replace(/ ?[:：]$/, ' 1 <a@b.example>:');
  return dated !== line && openingOf(dated) === 3 && isAttribution(dated, 'quote');
};

/** Whether the container holds a forwarded mail, or what is no reply that is known here. */
const isUnknown = (lines: readonly Line[], from: number, to: number): boolean =>
  lines
    .slice(from, to)
    .some(
      ({ text, hint }) => hint === 'forward' || hint === 'earlier' || isForwardMark(text) || isRule(text)
    );

/** The container of a reply: a quote to its end, and above that an introduction at most. */
const settleQuote = (lines: readonly Line[], from: number, to: number, quote: number): void => {
  const isAnswered = lines.slice(quote, to).some(({ quoted }) => quoted === null);
  if (isAnswered || isUnknown(lines, from, quote) || quote - from > ATTRIBUTION_LINES) return;
  const [first] = lines.slice(from, from + 1);
  const isIntroduced = quote === from || (first && quote === from + 1 && introduces(first.text));
  if (!isIntroduced && !isAttribution(joined(lines, from, quote), 'quote')) return;
  for (const line of lines.slice(quote, to)) line.quoted = 'sure';
  if (first && isIntroduced) first.hint = quote === from ? 'quote' : 'introduced';
};

/** The lines of such an element; a wrapper is one of a program whose users do not get lines of their own into one alone. */
export interface Container extends Span {
  isWrapper: boolean;
}

/**
 * Gmail and its kin put what they quote into an element of its own, in which people answer: it is a quote where nothing
 * else stands in it. Where no quote stands in it at all, it is one as the last thing in the mail, and if it is the only
 * one: editors make several of it when somebody goes on to write in it.
 */
export const settleContainers = (lines: readonly Line[], containers: readonly Container[]): void => {
  for (const { from, to, isWrapper } of containers) {
    const quote = lines.slice(from, to).findIndex(({ quoted }) => quoted !== null);
    if (quote >= 0) {
      settleQuote(lines, from, to, from + quote);
      continue;
    }
    const content = lines.slice(from, to);
    const isAlone = containers.length === 1 && !hasOwn(lines, to, lines.length);
    const isMarked = content.some(({ hint }) => hint === 'introduction');
    if (isMarked || isUnknown(lines, from, to) || !(isAlone || isWrapper)) continue;
    for (const line of content) line.quoted = 'sure';
    if (content[0]) content[0].hint = 'quote';
  }
};
