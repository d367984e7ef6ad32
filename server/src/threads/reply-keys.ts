import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';
import { addressKey } from '../mail';
import { findAbleUser, mayReadEntry } from '../rights';
import type { Followers } from './followers';
import type { LedTo, Parents } from './parents';
import type { EntryRef, Follower } from './types';

/** Why a key is worth nothing any more. */
export type VoidKey = 'unfollowed' | 'blocked' | 'no_right';

/** What a follower's reply key leads to. */
export interface KnownKey extends LedTo {
  followerId: string;
  /** As the follower is called. */
  name: string;
  address: string;
  /** documentId of the admin user whose key it is; null for an address. */
  adminUser: string | null;
  voided: VoidKey | null;
  /** Whether the sender's address is the follower's. */
  isSender: boolean;
  /** Whether the follower may answer in the panel; true for an address, which has no panel. */
  mayPost: boolean;
}

/** Looks up what reply keys are worth now: leaving, being blocked and losing the right to the entry void them. */
export interface ReplyKeys {
  /** Of those followers that exist; each once. */
  find(followerIds: readonly string[], sender: string | null): Promise<KnownKey[]>;
  /** Why a mail must not go to the follower any more, as a sentence; null: it may. */
  refusesFollower(followerId: string): Promise<string | null>;
}

const REFUSALS: Record<VoidKey, string> = {
  unfollowed: 'The recipient follows the conversation no longer.',
  blocked: 'The recipient was blocked in the conversation.',
  no_right: 'The recipient may not read the entry any more, or is no longer active.',
};

/** What the panel asks of whoever answers there. */
const ANSWER = `plugin::${PLUGIN_ID}.threads.post`;

/** No mail carries more keys of ours than a discussion has followers who are written to at once. */
const KEY_LIMIT = 20;

/** @see ReplyKeys */
export const createReplyKeys = ({
  strapi,
  followers,
  parents,
}: {
  strapi: Core.Strapi;
  followers: Pick<Followers, 'find'>;
  parents: Pick<Parents, 'describe'>;
}): ReplyKeys => {
  /** Address of now, and what the follower may do. */
  const standing = async (
    { adminUser, email, state }: Follower,
    thread: EntryRef
  ): Promise<Pick<KnownKey, 'voided' | 'mayPost'> & { email: string }> => {
    if (state !== 'active') return { voided: state, mayPost: false, email };
    if (adminUser === null) return { voided: null, mayPost: true, email };
    const user = await findAbleUser({ strapi }, { documentId: adminUser });
    if (!user || !(await mayReadEntry({ strapi }, user.ability, thread))) {
      return { voided: 'no_right', mayPost: false, email };
    }
    const mayPost = user.ability.can(ANSWER);
    return { voided: null, mayPost, email: addressKey(user.email) };
  };

  const describe = async (followerId: string, sender: string | null): Promise<KnownKey | null> => {
    const follower = await followers.find(followerId);
    const thread = follower && (await parents.describe(follower.threadId));
    if (!thread) return null;
    const { email, ...worth } = await standing(follower, thread);
    return {
      followerId,
      name: follower.name,
      address: follower.address,
      adminUser: follower.adminUser,
      ...thread,
      isSender: sender !== null && addressKey(sender) === email,
      ...worth,
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

    async refusesFollower(followerId) {
      const [known] = await describeAll([followerId], null);
      if (!known) return 'The recipient follows the conversation no longer.';
      return known.voided === null ? null : REFUSALS[known.voided];
    },
  };
};
