import type { Transaction } from '../../../storage';
import type { Delivery, HeldMail, InboundStore, StoredMail } from '../../types';
import { fetchHeaderBlock, startDownload, TooLarge } from './download';
import type { ImapLimits } from './limits';
import type { ListedMail } from './listing';
import type { Session } from './session';
import type { CommittedMail } from './together';

/** One mail on its way into the journal. */
export interface Arrival {
  mail: ListedMail;
  delivery: Delivery;
  /** Moves the cursor in the journal row's transaction. */
  alongside(trx: Transaction): Promise<void>;
}

export interface TakeIn {
  /**
   * Journals a mail with its bytes; one that is too large with its header block.
   * @throws what the server did wrong (ServerError, Stopped, Vanished), or what the store threw.
   */
  take(arrival: Arrival): Promise<{ kind: 'stored'; stored: StoredMail } | { kind: 'oversize' }>;
  /** Journals mails that were downloaded together, in one commit. @throws what the store threw. */
  takeAll(arrivals: readonly (Arrival & { held: HeldMail })[]): Promise<CommittedMail[]>;
  /** Journals a mail that could not be taken in, in any of several attempts. */
  giveUp(arrival: Arrival, problem: string, options: { withHeader: boolean }): Promise<void>;
  /** Journals a mail that lies before the start of the import, with the header fields that were listed. */
  skip(arrival: Arrival, headerBlock: Buffer): Promise<void>;
}

/** @param maxMessageSize bytes; larger mails are not downloaded. */
export const createTakeIn = ({
  session,
  store,
  limits,
  maxMessageSize,
}: {
  session: Session;
  store: InboundStore;
  limits: ImapLimits;
  maxMessageSize: number;
}): TakeIn => {
  const headerOnly = async (
    { mail, delivery, alongside }: Arrival,
    size: number
  ): Promise<{ kind: 'oversize' }> => {
    const block = await fetchHeaderBlock(session, mail.uid, limits);
    await store.storeOversize(block, size, delivery, alongside);
    return { kind: 'oversize' };
  };

  return {
    async take(arrival) {
      const { mail, delivery, alongside } = arrival;
      if (mail.size > maxMessageSize) return headerOnly(arrival, mail.size);
      const download = await startDownload(session, mail.uid, limits, maxMessageSize);
      try {
        return { kind: 'stored', stored: await store.store(download.raw, delivery, alongside) };
      } catch (error) {
        const fault = download.error();
        if (!(fault instanceof TooLarge)) throw fault ?? error;
      } finally {
        download.close();
      }
      return headerOnly(arrival, maxMessageSize + 1);
    },

    async takeAll(arrivals) {
      // The last one's position says that all before it are stored.
      const last = arrivals.at(-1);
      const stored = await store.storeAll(
        arrivals.map(({ delivery, held }) => ({ raw: held.raw, delivery })),
        (trx) => last?.alongside(trx) ?? Promise.resolve()
      );
      return stored.map((one, index) => {
        const arrival = arrivals[index];
        if (!arrival) throw new Error('The store answered for a mail that it was not given.');
        return { mail: arrival.mail, held: arrival.held, stored: one };
      });
    },

    async giveUp({ mail, delivery, alongside }, problem, { withHeader }) {
      const block = withHeader ? await fetchHeaderBlock(session, mail.uid, limits) : Buffer.alloc(0);
      await store.storeUnfetchable(block, mail.size, problem, delivery, alongside);
    },

    async skip({ mail, delivery, alongside }, headerBlock) {
      await store.storeSkipped(headerBlock, mail.size, delivery, alongside);
    },
  };
};
