import type { ReadMail } from '../../mime-worker';
import { senderKeyOf, type FactFinder } from '../facts';
import type { Claim, Outcome } from '../journal';
import type { HeldMail, InboundProcessor } from '../types';
import { createMeeting, type Meeting } from './meeting';
import { ATTEMPTS, tryLater } from './outcome';
import { createWay, WAIT, type WayOptions } from './way';

const LOOK_AGAIN_MS = 15_000;

/** One mail under way. */
interface UnderWay {
  claim: Claim;
  /** Where it is at hand. */
  held: HeldMail | null;
  read: ReadMail | null;
}

export interface ProcessorOptions extends WayOptions {
  /** Makes a finder for each set of mails that are read together. */
  finders(): FactFinder;
  /** Milliseconds that a claim lasts; it is renewed at every third of them. */
  takeOverMs: number;
}

/**
 * Takes stored mails through parse, route and deliver to their final states. Mails that are taken through together share
 * look-ups and commits; each is decided and delivered by itself. A crash anywhere leaves a mail `received`; the next
 * pass resumes with the actions that have no effect yet.
 */
export const createProcessor = ({ finders, takeOverMs, ...options }: ProcessorOptions): InboundProcessor => {
  const { states } = options;
  const way = createWay(options);

  const read = async (one: UnderWay): Promise<Outcome | typeof WAIT | null> => {
    const { row } = one.claim;
    // A crash of the whole process counts as well: the attempt is counted when the mail is claimed.
    if ((row.attempts ?? 0) > ATTEMPTS) return tryLater(row, new Error('The process ended.'));
    if (one.read) return null;
    try {
      const found = await way.read(row, one.held);
      if (found === WAIT || 'state' in found) return found;
      one.read = found;
      return null;
    } catch (error) {
      return tryLater(row, error);
    }
  };

  const go = async (
    { claim, read: content }: UnderWay,
    finder: FactFinder,
    ahead: readonly string[],
    { meet, leave }: Meeting
  ): Promise<Outcome | typeof WAIT> => {
    if (!content) throw new Error('A mail that was not read cannot go on.');
    try {
      return await way.go(claim.row, content, finder, { ahead, meet });
    } catch (error) {
      return tryLater(claim.row, error);
    } finally {
      leave();
    }
  };

  const finish = async ({ claim, read: content }: UnderWay, outcome: Outcome): Promise<void> => {
    // A lost claim shows here: nothing is written, and the ledger keeps effects from happening twice.
    await claim.finish(outcome);
    if (content) await way.tidy(content.mail);
  };

  /** @returns those that wait for others. */
  const takeThrough = async (mails: readonly UnderWay[]): Promise<UnderWay[]> => {
    const finder = finders();
    const early = await Promise.all(mails.map(read));
    const senders = mails.map(({ read: content }) => (content ? senderKeyOf(content.mail) : null));
    const meeting = createMeeting(early.filter((outcome) => outcome === null).length);
    const outcomes = await Promise.all(
      mails.map(async (one, index) => {
        const ahead = senders.slice(0, index).filter((key) => key !== null);
        return early[index] ?? (await go(one, finder, ahead, meeting()));
      })
    );
    await Promise.all(
      mails.map(async (one, index) => {
        const outcome = outcomes[index];
        if (outcome !== undefined && outcome !== WAIT) await finish(one, outcome);
      })
    );
    return mails.filter((_, index) => outcomes[index] === WAIT);
  };

  /** Mails that depend on each other are taken through one after the other; what waits for others is put back. */
  const takeAllThrough = async (mails: UnderWay[]): Promise<void> => {
    let left = mails;
    for (let before = Infinity; left.length > 0 && left.length < before;) {
      before = left.length;
      left = await takeThrough(left);
    }
    for (const { claim, read: content } of left) {
      await claim.postpone(LOOK_AGAIN_MS);
      if (content) await way.tidy(content.mail);
    }
  };

  const processAll: InboundProcessor['processAll'] = async (mails, before) => {
    const held = new Map(mails.map((mail) => [mail.documentId, mail.held ?? null]));
    const { claims, renew } = await states.claim(mails);
    if (claims.length === 0) return;
    const heartbeat = setInterval(() => {
      renew().catch(() => undefined);
    }, takeOverMs / 3);
    heartbeat.unref();
    try {
      const underWay: UnderWay[] = claims.map((claim) => ({
        claim,
        held: held.get(claim.row.documentId) ?? null,
        read: null,
      }));
      if (before) {
        // Reading needs nothing of the mails before; what it comes to is told when it is asked again.
        await Promise.all(underWay.map(read));
        await before;
      }
      await takeAllThrough(underWay);
    } finally {
      clearInterval(heartbeat);
    }
  };

  return {
    processAll,

    hold(raw) {
      const { mime } = options;
      // A mail at which the process ends has to be in the journal by then.
      if (!mime.isBeside) return { raw, read: () => mime.read(raw) };
      const reading = mime.read(raw);
      // Whoever processes the mail is told; nobody may come to.
      reading.catch(() => undefined);
      return { raw, read: () => reading };
    },

    async process(documentId) {
      await processAll([{ documentId }]);
      return (await states.find(documentId))?.state ?? 'received';
    },
  };
};
