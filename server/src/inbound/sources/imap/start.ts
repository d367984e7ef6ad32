import type { Cursor } from './types';
import { parseUids } from './uid-set';

const DAY = 86_400_000;

/** Mail received longer ago than this before the confirmation is imported without notices or redistribution. */
const QUIET_AFTER = 2 * DAY;

/** The server's clock may be behind ours, and INTERNALDATE knows no fractions of a second. In doubt a mail is new. */
const CLOCKS_DIFFER = 10 * 60_000;

/** What of the mail that is already in a folder is imported. */
export type StartRule =
  /** The default: not read yet, and received in the last seven days. */
  { kind: 'unseen'; days: number } | { kind: 'days'; days: number } | { kind: 'now' } | { kind: 'all' };

/** Reads `startFrom` of a row; what it does not know is the default. */
export const parseStart = (startFrom: string): StartRule => {
  if (startFrom === 'now' || startFrom === 'all') return { kind: startFrom };
  const days = /^days:(\d{1,5})$/.exec(startFrom)?.[1];
  return days === undefined ? { kind: 'unseen', days: 7 } : { kind: 'days', days: Number(days) };
};

/** The IMAP search that finds what the rule imports among the UIDs 1 to `last`; null: nothing. */
export const startSearch = (
  rule: StartRule,
  confirmedAt: Date,
  last: number
): { uid: string; seen?: false; since?: Date } | null => {
  if (last < 1 || rule.kind === 'now') return null;
  const uid = `1:${last}`;
  if (rule.kind === 'all') return { uid };
  const since = new Date(confirmedAt.getTime() - rule.days * DAY);
  return rule.kind === 'unseen' ? { uid, seen: false, since } : { uid, since };
};

/** What is known of a mail before it is downloaded. */
export interface MailAge {
  uid: number;
  /** INTERNALDATE; null when the server gives none that can be read. */
  receivedAt: Date | null;
  /** The Date header; known only where a folder was renumbered. */
  headerDate: Date | null;
  seen: boolean;
}

/**
 * When the mail was received. A server that has moved a mailbox may give every mail the day of the move; the Date header
 * then tells that it is old.
 */
const ageOf = ({ receivedAt, headerDate }: MailAge): Date | null => {
  if (receivedAt === null || headerDate === null) return receivedAt ?? headerDate;
  return headerDate.getTime() < receivedAt.getTime() - QUIET_AFTER ? headerDate : receivedAt;
};

/**
 * Which mails lie before the start of the import. UIDs decide where the folder is the one that was confirmed. After a
 * change of UIDVALIDITY the same rule is applied to each mail's age instead; what was imported before is recognised by
 * its content later on.
 */
export const createStart = (
  cursor: Pick<Cursor, 'startUid' | 'startUids'>,
  { startFrom, confirmedAt }: { startFrom: string; confirmedAt: Date }
): { isBefore(mail: MailAge): boolean } => {
  if (cursor.startUids !== null) {
    const chosen = parseUids(cursor.startUids);
    return { isBefore: ({ uid }) => uid < cursor.startUid && !chosen.has(uid) };
  }
  const rule = parseStart(startFrom);
  return {
    isBefore(mail) {
      const age = ageOf(mail);
      if (mail.uid >= cursor.startUid || rule.kind === 'all') return false;
      if (age === null || age.getTime() >= confirmedAt.getTime() - CLOCKS_DIFFER) return false;
      if (rule.kind === 'now' || (rule.kind === 'unseen' && mail.seen)) return true;
      return age.getTime() < confirmedAt.getTime() - rule.days * DAY;
    },
  };
};

/** Whether a mail is history: delivered without notices or redistribution. */
export const isQuiet = (mail: MailAge, confirmedAt: Date): boolean => {
  const age = ageOf(mail);
  return age !== null && age.getTime() < confirmedAt.getTime() - QUIET_AFTER;
};
