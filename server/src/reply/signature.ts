import type { Line } from './lines';
import { isFooter, isSignatureMark } from './wording';

/** Lines that a signature may have; more are somebody's words. */
const LONGEST = 15;

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

/** Where the signature begins with which these lines end; `to` where there is none, `from` where there is nothing else. */
export const signatureAt = (lines: readonly Line[], from: number, to: number): number => {
  let end = to;
  for (;;) {
    const next = markedAt(lines, from, footedAt(lines, from, hintedAt(lines, from, end)));
    if (next === end) return end;
    end = next;
  }
};
