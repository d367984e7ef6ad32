import { joined, type Line } from './lines';
import {
  beginsNotice,
  detailsList,
  isNotice,
  isNoticeRule,
  isPostscript,
  namesItself,
  namesList,
  namesRecipient,
  saysSubscribed,
  speaksOfMail,
  speaksOfNotices,
} from './wording';

/** Lines that a notice may have. */
const LONGEST = 40;

/** Lines of a paragraph, and of what a list says of itself. */
const PARAGRAPH = 15;

/** Characters of a line that was wrapped. */
const WRAPPED = 40;

/** Lines above that may say that a notice is shown. */
const ABOVE = 3;

/** Where the last paragraph of the lines begins. */
const paragraphAt = (lines: readonly Line[], from: number, to: number): number => {
  let at = to - 1;
  while (at > from && lines[at]?.parted === false) at -= 1;
  return Math.max(at, from);
};

/** Who makes a list has something to say. */
const ITEM = /^(?:\d{1,2}[.)]|[-•]) /;

const isOpen = (lines: readonly Line[], from: number, to: number): boolean =>
  lines
    .slice(from, to)
    .every(({ text, quoted }) => quoted === null && !isPostscript(text) && !ITEM.test(text));

/** A rule and a notice below it, which ends with another rule or says to its end what notices say. */
const ruledAt = (lines: readonly Line[], from: number, to: number): number => {
  let end = to;
  while (end > from && isNoticeRule(lines[end - 1]?.text ?? '')) end -= 1;
  const first = Math.max(from, end - LONGEST);
  let at = end - 1;
  while (at >= first && !isNoticeRule(lines[at]?.text ?? '')) at -= 1;
  if (at < first || at + 1 >= end || !isOpen(lines, at + 1, end)) return to;
  const last = joined(lines, paragraphAt(lines, at + 1, end), end);
  const words = joined(lines, at + 1, end);
  return isNotice(words) && namesItself(words) && (end < to || speaksOfMail(last)) ? at : to;
};

/** A paragraph that begins as notices do, and says for whom the mail is and more that they say. */
const paragraphedAt = (lines: readonly Line[], from: number, to: number): number => {
  const first = Math.max(from, to - PARAGRAPH);
  for (let at = to - 1; at >= first; at -= 1) {
    const { text = '', parted = true } = lines[at] ?? {};
    if (at < to - 1 && text.length < WRAPPED) return to;
    if (beginsNotice(text)) {
      const words = joined(lines, at, to);
      return isOpen(lines, at, to) && isNotice(words) && namesRecipient(words) ? at : to;
    }
    if (parted) return to;
  }
  return to;
};

/** What a mailing list says of itself, below a rule or by how it begins. */
const listedAt = (lines: readonly Line[], from: number, to: number): number => {
  const first = Math.max(from, to - PARAGRAPH);
  for (let at = to - 1; at >= first; at -= 1) {
    const { text = '', quoted = null } = lines[at] ?? {};
    if (quoted !== null) return to;
    if (saysSubscribed(text)) return at;
    if (namesList(text) && at > first && isNoticeRule(lines[at - 1]?.text ?? '')) return at - 1;
    if (!detailsList(text)) return to;
  }
  return to;
};

/** Where the notice of a company or a mailing list begins with which these lines end; `to` where there is none. */
export const noticeAt = (lines: readonly Line[], from: number, to: number): number => {
  if (from >= to) return to;
  const at = Math.min(listedAt(lines, from, to), ruledAt(lines, from, to), paragraphedAt(lines, from, to));
  return at < to && speaksOfNotices(joined(lines, Math.max(from, at - ABOVE), at)) ? to : at;
};
