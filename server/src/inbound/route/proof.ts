import type { Evidence } from './decision';
import type { KeyFacts, ParentFacts, RoutingFacts } from './facts';

/**
 * How far a mail proves that its sender may speak in a thread. `A`: the follower, by a proven sender and their own key,
 * or that of another who wrote to them directly.
 * `B`: somebody who has a key, or a mail of ours. `C`: somebody who knows another's Message-ID and took part. Null: a
 * person has to decide.
 */
export type Proof = 'A' | 'B' | 'C' | null;

/** What entitles the mail to speak in one thread, or keeps it from it. */
export interface Standing {
  proof: Proof;
  /** Whose key it came with; null without one. */
  via: KeyFacts | null;
  code: Exclude<Extract<Evidence, { step: 'proof' }>['code'], 'leads_unsigned'>;
}

/**
 * A mail speaks for an admin user at level A alone: with their own key, a proven sender and the right to answer. For
 * level A the sender's own words lead to the thread, in a field that their domain vouches for; a key in the envelope alone,
 * or in a field that no signature covers, may be somebody else's doing. Leaving,
 * being blocked and losing the right void a key, and with it what else the mail of ours would prove.
 * @param known the references that lead to this thread.
 */
export const standingIn = (
  threadId: string,
  known: readonly ParentFacts[],
  { keys, sender }: Pick<RoutingFacts, 'keys' | 'sender'>
): Standing => {
  const here = keys.filter((key) => key.threadId === threadId);
  const live = here.filter(({ voided }) => voided === null);
  const own = live.find(({ isSender }) => isSender) ?? null;
  const via = own ?? live[0] ?? null;
  // A proven mail to somebody else, handed in again with a key in the envelope, was not meant for this thread.
  const isMeant = live.some(({ isWritten }) => isWritten);
  const answersOurs = isMeant || (here.length === live.length && known.some(({ ownSigned }) => ownSigned));
  const isProven = sender.provenIn.includes(threadId);
  const isFollower = isProven && sender.followsIn.includes(threadId);

  if (sender.blockedIn.includes(threadId)) return { proof: null, via: null, code: 'sender_blocked' };
  if (own?.isWritten && isProven && own.mayPost) return { proof: 'A', via: own, code: 'key_of_sender' };
  if (sender.isAdmin) return { proof: null, via: null, code: 'admin_not_proven' };
  // They have a key themselves; this one came to them in the mail of another, which they answer to all.
  if (answersOurs && isFollower) return { proof: 'A', via: null, code: 'key_of_other' };
  if (via) return { proof: 'B', via, code: 'key_of_follower' };
  if (here.length > 0) return { proof: null, via: null, code: 'key_void' };
  if (known.some(({ ownSigned, isKeyGone }) => ownSigned && !isKeyGone))
    return { proof: 'B', via: null, code: 'own_message_id' };
  if (known.some(({ senderTookPart }) => senderTookPart)) {
    return { proof: 'C', via: null, code: 'sender_took_part' };
  }
  return { proof: null, via: null, code: 'not_proven' };
};
