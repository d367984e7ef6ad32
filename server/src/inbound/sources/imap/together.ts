import type { HeldMail, InboundProcessor, StoredMail } from '../../types';
import { CursorLost } from './cursor-store';
import { downloadTogether, type Downloads } from './download';
import type { ImapLimits } from './limits';
import type { ListedMail } from './listing';
import type { Session } from './session';
import type { Arrival, TakeIn } from './take-in';

/** A mail whose bytes and journal row are committed. */
export interface CommittedMail {
  mail: ListedMail;
  stored: StoredMail;
  /** Where it is at hand. */
  held?: HeldMail;
}

/** Gathers small mails, to take them in with one command to the server and one commit. */
export interface Together {
  /** @returns false for a mail that is too large to be held in memory with others. */
  add(mail: ListedMail): boolean;
  /** Whether `flush` is due. */
  isFull(): boolean;
  /** Takes in the mails that were gathered, in their order; what cannot be taken in together is taken in by itself. */
  flush(): Promise<void>;
}

type Downloaded = { mail: ListedMail; held: HeldMail };

/** The first set is smaller, so that its processing begins while the second one is downloaded. */
const FIRST = 10;

/** @see Together */
export const createTogether = ({
  session,
  limits,
  maxMessageSize,
  process,
  takeIn,
  arrivalOf,
  follow,
  alone,
  blame,
}: {
  session: Session;
  limits: ImapLimits;
  maxMessageSize: number;
  process: Pick<InboundProcessor, 'hold'>;
  takeIn: TakeIn;
  arrivalOf(mail: ListedMail): Arrival;
  /** What comes after the commit. */
  follow(mails: readonly CommittedMail[]): Promise<void>;
  /** Takes in one mail by itself, whatever it costs. */
  alone(mail: ListedMail): Promise<void>;
  /** The server failed at this mail. @throws when the run cannot go on. */
  blame(mail: ListedMail, error: unknown): Promise<void>;
}): Together => {
  const heldMail = Math.min(limits.heldMail, maxMessageSize);
  let mails: ListedMail[] = [];
  let bytes = 0;
  let isFirst = true;

  const takeAll = async (downloaded: readonly Downloaded[]): Promise<void> => {
    let committed: CommittedMail[];
    try {
      committed = await takeIn.takeAll(downloaded.map(({ mail, held }) => ({ ...arrivalOf(mail), held })));
    } catch (error) {
      if (error instanceof CursorLost) throw error;
      // One of them, or the database: each by itself tells.
      for (const { mail } of downloaded) await alone(mail);
      return;
    }
    await follow(committed);
  };

  /** @returns what the server failed with at this mail; null for one that has to be taken in alone. */
  const heldOf = ({ uid }: ListedMail, downloads: Downloads): HeldMail | Error | null => {
    const held = downloads.mails.get(uid);
    if (held) return held;
    // The first one that is missing is the one at which the server failed.
    const { error } = downloads;
    downloads.error = null;
    return error;
  };

  return {
    add(mail) {
      if (mail.size > heldMail) return false;
      mails.push(mail);
      bytes += mail.size;
      return true;
    },

    isFull: () =>
      mails.length >= (isFirst ? Math.min(FIRST, limits.together) : limits.together) ||
      bytes + heldMail > limits.bytesTogether,

    async flush() {
      const gathered = mails;
      mails = [];
      bytes = 0;
      isFirst = false;
      if (gathered.length < 2) {
        for (const mail of gathered) await alone(mail);
        return;
      }
      const uids = gathered.map(({ uid }) => uid);
      const downloads = await downloadTogether(session, uids, limits, process.hold);
      let whole: Downloaded[] = [];
      for (const mail of gathered) {
        const held = heldOf(mail, downloads);
        if (held && 'raw' in held && held.raw.length <= maxMessageSize) {
          whole.push({ mail, held });
          continue;
        }
        // What came before is taken in first: the cursor must not pass a mail that is not stored.
        if (whole.length > 0) await takeAll(whole);
        whole = [];
        if (held instanceof Error) await blame(mail, held);
        else await alone(mail);
      }
      if (whole.length > 0) await takeAll(whole);
    },
  };
};
