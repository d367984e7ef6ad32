/** Where the lines are that introduce a quote, and what stands above them. */

import { joined, type Line } from './lines';
import {
  ATTRIBUTION_LINES,
  closesAttribution,
  isAttribution,
  isDated,
  mayIntroduce,
  openingOf,
  type Context,
} from './wording';

/** Whether lines may be one that was wrapped: a sentence that ends is somebody's own. */
const isWrapped = (lines: readonly Line[], from: number, to: number): boolean =>
  lines.slice(from, to - 1).every(({ text }) => !/[!?:：。！？]$|[^.]\p{L}{3}\.$/u.test(text));

/** Mail programs name what they put around the introduction; people write into it, too. */
const isHinted = (line: Line | undefined): boolean =>
  line?.hint === 'introduction' && mayIntroduce(line.text);

/** Whether these lines are the introduction of a quote. */
export const introduces = (lines: readonly Line[], from: number, to: number): boolean => {
  if (!isWrapped(lines, from, to)) return false;
  const context: Context = lines[to]?.quoted ? 'quote' : 'words';
  if (isAttribution(joined(lines, from, to), context)) return true;
  if (context === 'quote' && to === from + 1 && lines[from]?.hint === 'introduced') return true;
  return context === 'quote' && to === from + 1 && isHinted(lines[from]);
};

const opening = (lines: readonly Line[], at: number): number => openingOf(lines[at]?.text ?? '');

/** Whether the introduction from a later line on is one without the lines above it, which are somebody's own then. */
const isWithout = (lines: readonly Line[], at: number, later: number, end: number): boolean => {
  if (!introduces(lines, later, end)) return false;
  if (opening(lines, later) >= opening(lines, at)) return true;
  if (opening(lines, later) < 2) return false;
  const above = joined(lines, at, later);
  return isDated(joined(lines, later, end)) || !(isDated(above) || above.endsWith(','));
};

/** Below the introduction that begins at the line; null where none does. */
export const attributionEnd = (lines: readonly Line[], at: number): number | null => {
  for (let end = at + 1; end <= Math.min(at + ATTRIBUTION_LINES, lines.length); end += 1) {
    const last = lines[end - 1];
    if (!last || last.quoted || (last.parted && end - 1 > at)) break;
    if (!closesAttribution(last.text) || !introduces(lines, at, end)) continue;
    // The last words of the reply stand above it, and must not go with it.
    let later = at + 1;
    while (later < end && !isWithout(lines, at, later, end)) later += 1;
    if (later === end) return end;
  }
  return null;
};
