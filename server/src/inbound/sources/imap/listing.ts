import type { FetchMessageObject, ImapFlow } from 'imapflow';

/** A mail in the folder, before it is downloaded. */
export interface ListedMail {
  uid: number;
  /** RFC822.SIZE; some servers estimate it. */
  size: number;
  receivedAt: Date | null;
  seen: boolean;
  /** The header fields that a journal row shows; only where they were asked for. */
  headerBlock: Buffer | null;
}

export interface Page {
  mails: ListedMail[];
  /** Everything up to this UID has been listed. */
  to: number;
}

/** Answers which mails have UIDs from `from` to `to`; may also answer with others, and in any order. */
export type ListWindow = (from: number, to: number) => AsyncIterable<ListedMail>;

const WIDEST = 2 ** 31;

/**
 * Lists the mails with UIDs from `from` to `to` in ascending order, `size` of them in memory at a time. UIDs may have
 * gaps of any width: windows grow over empty stretches, and what is too much of a crowded window comes with the next.
 */
export const listPages = async function* (
  list: ListWindow,
  { from, to, size }: { from: number; to: number; size: number }
): AsyncGenerator<Page> {
  let start = from;
  let width = size;
  while (start <= to) {
    const end = Math.min(to, start + width - 1);
    let mails: ListedMail[] = [];
    let cut = false;
    const trim = (): void => {
      mails.sort((left, right) => left.uid - right.uid);
      cut = cut || mails.length > size;
      mails = mails.slice(0, size);
    };
    for await (const mail of list(start, end)) {
      // A server may add changes of other mails, or answer a range past the end with its last mail.
      if (mail.uid < start || mail.uid > end) continue;
      mails.push(mail);
      if (mails.length >= 2 * size) trim();
    }
    trim();
    const reached = cut ? (mails.at(-1)?.uid ?? end) : end;
    yield { mails, to: reached };
    start = reached + 1;
    if (cut) width = size;
    else if (mails.length < size / 2) width = Math.min(WIDEST, width * 2);
  }
};

const SHOWN_FIELDS = ['date', 'from', 'to', 'cc', 'subject', 'message-id', 'in-reply-to', 'references'];

const asDate = (value: Date | string | undefined): Date | null => {
  const date = value === undefined ? null : new Date(value);
  return date === null || Number.isNaN(date.getTime()) ? null : date;
};

const listed = (row: FetchMessageObject): ListedMail => ({
  uid: row.uid,
  size: row.size ?? 0,
  receivedAt: asDate(row.internalDate),
  seen: row.flags?.has('\\Seen') ?? false,
  headerBlock: row.headers ?? null,
});

/**
 * Asks a server, one FETCH for each window. The answer is read to its end before anything else is sent: imapflow waits
 * for ever when a command is given in the middle of it.
 * @param withHeaders also asks for the header fields that a journal row shows.
 */
export const createListWindow = (client: ImapFlow, { withHeaders }: { withHeaders: boolean }): ListWindow =>
  async function* (from, to) {
    const query = {
      uid: true,
      flags: true,
      size: true,
      internalDate: true,
      ...(withHeaders ? { headers: SHOWN_FIELDS } : {}),
    };
    const seen = new Set<number>();
    for await (const row of client.fetch(`${from}:${to}`, query, { uid: true })) {
      // A row without a size is no answer but a change of flags that happened meanwhile.
      if (!row.uid || row.size === undefined || seen.has(row.uid)) continue;
      seen.add(row.uid);
      yield listed(row);
    }
  };

/** The highest UID in the open folder; 0 when it is empty. */
export const highestUid = async (client: ImapFlow): Promise<number> => {
  if (!client.mailbox || client.mailbox.exists === 0) return 0;
  if (client.mailbox.uidNext > 0) return client.mailbox.uidNext - 1;
  const last = await client.fetchOne('*', { uid: true });
  return last ? last.uid : 0;
};
