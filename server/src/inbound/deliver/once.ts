import type { ParsedMail } from '../../mail';
import { reached } from '../../moments';
import type { Database, Transaction } from '../../storage';
import { isCopy, type Effect, type Holder, type Ledger } from '../ledger';
import { containsText, normalisedText } from '../parse';

/** How an effect ended: made (now, or by this very mail before a crash), or made by the mail that this is a copy of. */
export type Once<T> = { kind: 'made'; made: T; reused: boolean } | { kind: 'copy'; holder: Holder };

/** Reads a mail that was stored before; null when its bytes are gone. */
export interface StoredMails {
  parse(inboundId: string): Promise<ParsedMail | null>;
  /** Whether the sender is proven: DMARC pass of the From domain. False when it cannot be told. */
  isAuthentic(inboundId: string): Promise<boolean>;
}

/** Makes effects happen once. */
export interface OnceOnly {
  /**
   * @param make runs inside the transaction whose first statement takes the effect; what it returns is kept with it.
   *   It may run again when the database asks for the transaction to be repeated.
   * @param revive turns what the ledger kept (JSON) back into what `make` returned.
   */
  perform<T>(
    effect: Effect,
    mail: ParsedMail,
    make: (trx: Transaction) => Promise<T>,
    revive: (kept: unknown) => T
  ): Promise<Once<T>>;
}

/** Two processes that deliver copies at the same moment take turns; more rounds than copies are never needed. */
const ROUNDS = 20;

/** As many earlier mails under one key as are compared by their text. */
const LIKENESS_LIMIT = 5;

const isRedistributed = (mail: ParsedMail): boolean =>
  mail.headers.some(({ name }) => name === 'list-id' || name.startsWith('resent-'));

/** @see OnceOnly */
export const createOnceOnly = ({
  database,
  ledger,
  stored,
}: {
  database: Database;
  ledger: Ledger;
  stored: StoredMails;
}): OnceOnly => {
  /** Likeness costs a parse and look-ups in DNS: it is asked of the latest holders only, and after the exact keys. */
  const copied = async (
    effect: Effect,
    mail: ParsedMail,
    holders: readonly Holder[]
  ): Promise<Holder | null> => {
    const same = holders.find((holder) => holder.contentKey === effect.contentKey);
    if (same) return same;
    const latest = holders.slice(-LIKENESS_LIMIT);
    const authenticated = latest.length > 0 && (await stored.isAuthentic(effect.inboundId));
    for (const holder of latest) {
      const earlier = await stored.parse(holder.inboundId);
      if (!earlier) continue;
      const arriving = {
        contentKey: effect.contentKey,
        redistributed: isRedistributed(mail),
        authenticated,
      };
      const rival = {
        contentKey: holder.contentKey,
        redistributed: isRedistributed(earlier),
        authenticated: authenticated && (await stored.isAuthentic(holder.inboundId)),
      };
      if (isCopy(arriving, rival, containsText(normalisedText(mail), normalisedText(earlier)))) return holder;
    }
    return null;
  };

  return {
    async perform(effect, mail, make, revive) {
      for (let round = 0; round < ROUNDS; round += 1) {
        const holders = await ledger.holders(effect.effectKey);
        const mine = holders.find((holder) => holder.inboundId === effect.inboundId);
        if (mine) return { kind: 'made', made: revive(mine.result), reused: mine.ordinal > 0 };
        const holder = await copied(effect, mail, holders);
        if (holder) return { kind: 'copy', holder };
        const ordinal = holders.length;
        const made = await database.transaction(async (trx) => {
          if (!(await ledger.begin(trx, effect, ordinal))) return null;
          reached('effect.taken');
          const result = await make(trx);
          await ledger.complete(trx, effect, ordinal, result);
          return { result };
        });
        if (made) return { kind: 'made', made: made.result, reused: ordinal > 0 };
      }
      throw new Error(`The effect on ${effect.target} was taken by others ${ROUNDS} times in a row.`);
    },
  };
};
