import { currentHops, withHops } from '../../hops';
import { NO_PROOF, type SenderProof } from '../../authentication';
import type { ParsedMail } from '../../mail';
import { reached } from '../../moments';
import { containsText, hasSameContent, normalisedText } from '../../parse';
import type { NewRows, Transaction, Writer } from '../../storage';
import { isCopy, type Effect, type Holder, type Ledger, type Rival } from '../ledger';

/** How an effect ended: made (now, or by this very mail before a crash), or made by the mail that this is a copy of. */
export type Once<T> = { kind: 'made'; made: T; reused: boolean } | { kind: 'copy'; holder: Holder };

/** Reads a mail that was stored before; null when its bytes are gone. */
export interface StoredMails {
  parse(inboundId: string): Promise<ParsedMail | null>;
  /** What the domain of its sender stands for. @param mail as this site read it. */
  proofOf(inboundId: string, mail: Pick<ParsedMail, 'from' | 'headers'>): Promise<SenderProof>;
}

/** What an effect of a mail consists of. */
export interface Making<T> {
  /**
   * Runs inside the transaction whose first statement takes the effect; what it returns is kept with it. It may run again
   * when the database asks for the transaction to be repeated, or when another mail of the same transaction failed.
   */
  make(trx: Transaction, rows: NewRows): Promise<T>;
  /** Turns what the ledger kept (JSON) back into what `make` returned. */
  revive(kept: unknown): T;
  /** Whether it shares no transaction with other mails: it takes long, and they would wait for it. */
  alone: boolean;
}

/** Makes effects happen once. */
export interface OnceOnly {
  /** @param holders reads who has the effect so far. */
  perform<T>(
    effect: Effect,
    mail: ParsedMail,
    holders: (effectKey: string) => Promise<Holder[]>,
    making: Making<T>
  ): Promise<Once<T>>;
}

/** Two processes that deliver copies at the same moment take turns; more rounds than copies are never needed. */
const ROUNDS = 20;

/** As many earlier mails under one key as are compared by their text. */
const LIKENESS_LIMIT = 5;

const isRedistributed = (mail: ParsedMail): boolean =>
  mail.headers.some(({ name }) => name === 'list-id' || name.startsWith('resent-'));

const trustIn = ({ isAuthentic, unvouched }: SenderProof): Pick<Rival, 'authenticated' | 'vouched'> => ({
  authenticated: isAuthentic,
  vouched: isAuthentic && unvouched.length === 0,
});

/** @see OnceOnly */
export const createOnceOnly = ({
  writer,
  ledger,
  stored,
}: {
  /** Shared by all mails that are under way. */
  writer: Writer;
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
    const proof = latest.length > 0 ? await stored.proofOf(effect.inboundId, mail) : NO_PROOF;
    for (const holder of latest) {
      const earlier = await stored.parse(holder.inboundId);
      if (!earlier) continue;
      const arriving = {
        contentKey: effect.contentKey,
        redistributed: isRedistributed(mail),
        ...trustIn(proof),
      };
      const rival = {
        contentKey: holder.contentKey,
        redistributed: isRedistributed(earlier),
        ...trustIn(proof.isAuthentic ? await stored.proofOf(holder.inboundId, earlier) : NO_PROOF),
      };
      const isAlike =
        hasSameContent(mail, earlier) || containsText(normalisedText(mail), normalisedText(earlier));
      if (isCopy(arriving, rival, isAlike)) return holder;
    }
    return null;
  };

  /** @returns what was made; null when somebody else took the ordinal meanwhile: nothing was made. */
  const take = <T>(
    effect: Effect,
    ordinal: number,
    { make, alone }: Making<T>
  ): Promise<{ made: T } | null> => {
    const hops = currentHops();
    const write = alone ? writer.writeAlone : writer.write;
    return write(
      async (trx, within) => {
        if (!within.isMine) return null;
        reached('effect.taken');
        // A shared transaction runs in the context of whichever mail opened it.
        const made = await withHops(hops, () => make(trx, within.rows));
        await ledger.complete(within.update, effect, ordinal, made);
        return { made };
      },
      ledger.rowOf(effect, ordinal)
    );
  };

  return {
    async perform(effect, mail, holdersOf, making) {
      for (let round = 0; round < ROUNDS; round += 1) {
        const holders = await holdersOf(effect.effectKey);
        const mine = holders.find((holder) => holder.inboundId === effect.inboundId);
        if (mine) return { kind: 'made', made: making.revive(mine.result), reused: mine.ordinal > 0 };
        const holder = await copied(effect, mail, holders);
        if (holder) return { kind: 'copy', holder };
        const ordinal = holders.length;
        const taken = await take(effect, ordinal, making);
        if (taken) return { kind: 'made', made: taken.made, reused: ordinal > 0 };
      }
      throw new Error(`The effect on ${effect.target} was taken by others ${ROUNDS} times in a row.`);
    },
  };
};
