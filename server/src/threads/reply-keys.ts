import type { Core } from '@strapi/strapi';
import type { OutboundExplanation } from '../../../contracts';
import { PLUGIN_ID } from '../constants';
import { addressKey } from '../mail';
import { explain } from '../outbound';
import { addressOwner } from '../rights';
import type { Followers } from './followers';
import type { LedTo, Parents } from './parents';
import type { Standings, Voided } from './standings';

/** What a follower's reply key leads to. */
export interface KnownKey extends LedTo {
  followerId: string;
  /** As the follower is called. */
  name: string;
  address: string;
  /** documentId of the admin user for whom the key was made; null for an address, whosever it is by now. */
  adminUser: string | null;
  /** Why the key is worth nothing any more. */
  voided: Voided | null;
  /** Whether the sender's address is the follower's. */
  isSender: boolean;
  /** Whether the follower may answer in the panel; true for an address of nobody who logs in here. */
  mayPost: boolean;
}

/** Looks up what reply keys are worth now: leaving, being blocked and losing the right to the entry void them. */
export interface ReplyKeys {
  /** Of those followers that exist; each once. */
  find(followerIds: readonly string[], sender: string | null): Promise<KnownKey[]>;
  /**
   * Why a mail must not go to the follower any more; null: it may.
   * @param recipient where it was to go when it was written.
   */
  refusesFollower(followerId: string, recipient: string): Promise<OutboundExplanation | null>;
}

const REFUSALS: Record<Voided, OutboundExplanation> = {
  unfollowed: explain('recipient_left', {}, 'The recipient follows the conversation no longer.'),
  blocked: explain('recipient_blocked', {}, 'The recipient was blocked in the conversation.'),
  no_right: explain(
    'recipient_without_right',
    {},
    'The recipient may not read the entry any more, or is no longer active.'
  ),
};

const MOVED = explain(
  'recipient_moved',
  {},
  'The recipient has another address by now. They find the message in the conversation.'
);

/** What the panel asks of whoever answers there. */
const ANSWER = `plugin::${PLUGIN_ID}.threads.post`;

/** No mail carries more keys of ours than a discussion has followers who are written to at once. */
const KEY_LIMIT = 20;

/** @see ReplyKeys */
export const createReplyKeys = ({
  strapi,
  followers,
  standings,
  parents,
}: {
  strapi: Core.Strapi;
  followers: Pick<Followers, 'find'>;
  standings: Pick<Standings, 'of' | 'worth'>;
  parents: Pick<Parents, 'describe'>;
}): ReplyKeys => {
  const describe = async (followerId: string, sender: string | null): Promise<KnownKey | null> => {
    const follower = await followers.find(followerId);
    const thread = follower && (await parents.describe(follower.threadId));
    if (!thread) return null;
    const represented = await standings.of(follower);
    const { voided, user } = await standings.worth(represented, thread);
    // A colleague's address of now; and the one for which the row was made, where it was made for an address.
    const own = [
      ...(user ? [addressKey(user.email)] : []),
      ...(user && follower.adminUser !== null ? [] : [follower.email]),
    ];
    return {
      followerId,
      name: follower.name,
      address: follower.address,
      // An account may bear anybody's address: who writes from it with its key is no admin user by that.
      adminUser: follower.adminUser,
      ...thread,
      isSender: sender !== null && own.includes(addressKey(sender)),
      voided,
      mayPost: voided === null && (user?.ability.can(ANSWER) ?? true),
    };
  };

  const describeAll: ReplyKeys['find'] = async (followerIds, sender) => {
    const found: KnownKey[] = [];
    for (const id of [...new Set(followerIds)].slice(0, KEY_LIMIT)) {
      const known = await describe(id, sender);
      if (known) found.push(known);
    }
    return found;
  };

  return {
    find: describeAll,

    async refusesFollower(followerId, recipient) {
      const [known] = await describeAll([followerId], null);
      if (!known) return REFUSALS.unfollowed;
      if (known.voided !== null) return REFUSALS[known.voided];
      if (known.adminUser === null) return null;
      // The old address of a colleague may be anybody's by now.
      const owner = await addressOwner({ strapi }, recipient);
      return owner?.documentId === known.adminUser ? null : MOVED;
    },
  };
};
