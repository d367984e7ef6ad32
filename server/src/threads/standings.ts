import type { Core } from '@strapi/strapi';
import {
  addressOwner,
  addressOwners,
  findAbleUser,
  isSameMailbox,
  mayReadEntry,
  type AbleUser,
} from '../rights';
import type { EntryRef, Follower } from './types';

/** Why a follower's row, and with it their key, is worth nothing now. */
export type Voided = 'unfollowed' | 'blocked' | 'no_right';

/** Whom a row stands for now: its address may have become an admin user's since it was written, or its admin user's another. */
export interface Represented {
  follower: Follower;
  /** documentId of the admin user; null for an address of nobody who logs in here. */
  adminUser: string | null;
  /** The row that says how they follow: this one, or another of the same admin user. */
  ruledBy: Follower;
}

/** What a row is worth now. */
export interface Standing {
  voided: Voided | null;
  /** Null for an address of nobody who logs in here, and where the row is void. */
  user: AbleUser | null;
}

export interface Standings {
  /**
   * All rows of a thread, with whom they stand for.
   * @param written addresses whose admin users are wanted as well.
   */
  ofThread(
    followers: readonly Follower[],
    written?: readonly string[]
  ): Promise<{ represented: Represented[]; adminUsers: Set<string> }>;
  /** The same for one row. */
  of(follower: Follower): Promise<Represented>;
  /** Asks an admin user's rights, as every way to what the conversation says does. */
  worth(represented: Represented, entry: EntryRef): Promise<Standing>;
}

/** A block before all, then who follows. */
const RANK: Record<Follower['state'], number> = { blocked: 0, active: 1, unfollowed: 2 };

/**
 * Whether what an admin user does with a row holds for that of an address of theirs. The row that was made for them
 * knows the address that they had then: what they have called theirs since may be somebody else's, who follows on.
 */
const bindsAddress = ({ adminUser, email }: Follower, { address }: Follower): boolean =>
  adminUser === null || isSameMailbox(email, address);

/**
 * Which row rules where several stand for one admin user: the one that was made for them, of which each thread has one,
 * before those of their addresses.
 */
const rulerOf = (own: readonly Follower[]): Follower | undefined =>
  own.find(({ adminUser }) => adminUser !== null) ??
  [...own].sort((one, other) => RANK[one.state] - RANK[other.state])[0];

/**
 * Whom the rows of a thread stand for.
 * @param userOf documentId of the admin user whom an address belongs to.
 */
export const represent = (
  followers: readonly Follower[],
  userOf: (address: string) => string | undefined
): Represented[] => {
  const found = followers.map((follower) => ({
    follower,
    adminUser: follower.adminUser ?? userOf(follower.address) ?? null,
  }));
  return found.map(({ follower, adminUser }) => {
    if (adminUser === null || follower.adminUser !== null) return { follower, adminUser, ruledBy: follower };
    const own = found
      .filter((other) => other.adminUser === adminUser && bindsAddress(other.follower, follower))
      .map((other) => other.follower);
    return { follower, adminUser, ruledBy: rulerOf(own) ?? follower };
  });
};

/** @see Standings */
export const createStandings = ({
  strapi,
  listFollowers,
}: {
  strapi: Core.Strapi;
  listFollowers(threadId: string): Promise<Follower[]>;
}): Standings => {
  const ofThread: Standings['ofThread'] = async (followers, written = []) => {
    const unowned = followers.filter(({ adminUser }) => adminUser === null).map(({ address }) => address);
    const owners = await addressOwners({ strapi }, [...unowned, ...written]);
    return {
      represented: represent(followers, (address) => owners.get(address)?.documentId),
      adminUsers: new Set(written.flatMap((address) => owners.get(address)?.documentId ?? [])),
    };
  };

  return {
    ofThread,

    async of(follower) {
      const { adminUser, address, threadId } = follower;
      const itself = { follower, adminUser, ruledBy: follower };
      if (adminUser !== null || !(await addressOwner({ strapi }, address))) return itself;
      const { represented } = await ofThread(await listFollowers(threadId));
      return represented.find((one) => one.follower.documentId === follower.documentId) ?? itself;
    },

    async worth({ adminUser, ruledBy: { state } }, entry) {
      if (state !== 'active') return { voided: state, user: null };
      if (adminUser === null) return { voided: null, user: null };
      const user = await findAbleUser({ strapi }, adminUser);
      if (user && (await mayReadEntry({ strapi }, user.ability, entry))) return { voided: null, user };
      return { voided: 'no_right', user: null };
    },
  };
};
