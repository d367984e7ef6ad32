import type { Line } from './lines';
import { isFooter, isSignatureMark } from './wording';

/** Lines that a signature may have; more are somebody's words. */
const LONGEST = 15;

/** Characters of one of its lines. */
const LONGEST_LINE = 250;

const markedAt = (lines: readonly Line[], from: number, to: number): number => {
  for (let at = Math.max(from + 1, to - LONGEST); at < to; at += 1) {
    const line = lines[at];
    if (line?.quoted === null && isSignatureMark(line.text)) return at;
  }
  return to;
};

const hintedAt = (lines: readonly Line[], from: number, to: number): number => {
  let at = to;
  while (at > from && lines[at - 1]?.hint === 'signature') at -= 1;
  return to - at > LONGEST * 2 ? to : at;
};

const footedAt = (lines: readonly Line[], from: number, to: number): number => {
  let at = to;
  while (at > from && lines[at - 1]?.quoted === null && isFooter(lines[at - 1]?.text ?? '')) at -= 1;
  return at;
};

/** A question, or a postscript, is no signature; neither is a long text below two dashes that may just part it. */
const hasWords = (lines: readonly Line[], from: number, to: number): boolean =>
  lines
    .slice(from, to)
    .some(
      ({ text, hint }) => /\?$|^P\. ?S\b|^PS\b/.test(text) || (hint === null && text.length > LONGEST_LINE)
    );

/** Where the signature begins with which these lines end; `to` where there is none, `from` where there is nothing else. */
export const signatureAt = (lines: readonly Line[], from: number, to: number): number => {
  let end = to;
  for (;;) {
    const next = markedAt(lines, from, footedAt(lines, from, hintedAt(lines, from, end)));
    if (next === end || hasWords(lines, next, end)) return end;
    end = next;
  }
};
