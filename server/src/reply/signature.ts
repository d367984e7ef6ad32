import type { Line } from './lines';
import { noticeAt } from './notices';
import { isDisclaimer, isFooter, isPostscript, isSentence, isSignatureMark } from './wording';

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

/** Whether one of the lines marked as a signature by a program stands above one that is not: that was typed below it. */
const goesOn = (lines: readonly Line[], from: number, to: number): boolean =>
  lines[from]?.hint === 'signature' && lines.slice(from, to).some(({ hint }) => hint !== 'signature');

/** What a program writes of itself into a signature that it marks. */
const OF_PROGRAM = /^sent (?:with|from|via|using) /i;

/** A question, a postscript, a sentence in the place of the name or apart from it: somebody's words, and no signature. */
const hasWords = (lines: readonly Line[], from: number, to: number): boolean => {
  const name = isSignatureMark(lines[from]?.text ?? '') ? from + 1 : from;
  return lines.slice(from, to).some(({ text, hint, parted }, at) => {
    if (/\?$/.test(text) || isPostscript(text)) return true;
    if (hint === null && text.length > LONGEST_LINE) return true;
    if (isFooter(text) || isDisclaimer(text) || (hint === 'signature' && OF_PROGRAM.test(text))) return false;
    return from + at === name ? isSentence(text) : parted && from + at > name && isSentence(text);
  });
};

/** Where the signature begins with which these lines end; `to` where there is none, `from` where there is nothing else. */
export const signatureAt = (lines: readonly Line[], from: number, to: number): number => {
  let end = to;
  for (;;) {
    const notice = noticeAt(lines, from, end);
    if (notice < end) {
      end = notice;
      continue;
    }
    const next = markedAt(lines, from, footedAt(lines, from, hintedAt(lines, from, end)));
    if (next === end || goesOn(lines, next, end) || hasWords(lines, next, end)) return end;
    end = next;
  }
};
