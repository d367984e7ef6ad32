import type { Core } from '@strapi/strapi';
import { localPartOf, type ParsedMail } from '../../mail';
import { addressOwner } from '../../rights';
import type { LedTo, Parents, ReplyKeys } from '../../threads';
import type { Tokens } from '../../tokens';
import {
  referencedIds,
  unwrapAddress,
  type AcceptedFacts,
  type KeyFacts,
  type ParentFacts,
  type RecipientGroup,
  type RoutingFacts,
  type ThreadFacts,
} from '../route';
import type { JournalRow } from '../types';

/** Where a mail leads, and what its sender proves there. */
export interface ThreadFinding {
  parents: ParentFacts[];
  keys: KeyFacts[];
  accepted: AcceptedFacts | null;
  sender: Pick<RoutingFacts['sender'], 'isAdmin' | 'isAuthentic' | 'blockedIn' | 'followsIn'>;
}

export interface ThreadFinderOptions {
  strapi: Core.Strapi;
  parents: Parents;
  keys: ReplyKeys;
  tokens: Pick<Tokens, 'readMessageId' | 'readReplyKey'>;
  /** Whether the domain of this sender of a stored mail is proven (DMARC); looks up DNS. */
  isAuthentic(inboundId: string, sender: string): Promise<boolean>;
}

/** What was looked up of a thread, in the router's words. */
export const threadFacts = <Known extends LedTo>({ entryDocumentId, ...known }: Known) => ({
  ...known,
  entry: entryDocumentId,
});

/** Looks up the threads of a mail. What costs more is asked only where the mail leads to one. */
export const createThreadFinder = ({ strapi, parents, keys, tokens, isAuthentic }: ThreadFinderOptions) => {
  const keysOf = async (addresses: readonly string[]) => {
    const read = await Promise.all(addresses.map((address) => tokens.readReplyKey(localPartOf(address))));
    return read.filter((key) => key !== null);
  };

  /** The keys that the mail carries, and those of the Message-IDs that name a follower's row that is gone. */
  const keysIn = async (
    mail: Pick<ParsedMail, 'to' | 'cc'>,
    ids: readonly string[],
    groups: readonly RecipientGroup[],
    sender: string | null
  ): Promise<{ carried: KeyFacts[]; gone: Set<string> }> => {
    const own = await keysOf(groups.flatMap((group) => group.addresses));
    const written = await keysOf([...mail.to, ...mail.cc].map(({ address }) => unwrapAddress(address)));
    const inAddresses = new Set(own.map(({ followerId }) => followerId));
    const ofNotes = new Set(own.flatMap(({ followerId, isNote }) => (isNote ? [followerId] : [])));
    const referred = await Promise.all(ids.map((id) => tokens.readMessageId(id)));
    const named = referred.flatMap((id) => id?.followerId ?? []);
    const bySender = new Set([...written.map(({ followerId }) => followerId), ...named]);
    const found = await keys.find([...inAddresses, ...named], sender);
    const carried = found.map((key) => ({
      ...threadFacts(key),
      inAddress: inAddresses.has(key.followerId),
      isWritten: bySender.has(key.followerId),
      isNote: ofNotes.has(key.followerId),
    }));
    const isGone = (followerId: string | null | undefined): boolean =>
      typeof followerId === 'string' && !found.some((key) => key.followerId === followerId);
    return { carried, gone: new Set(ids.filter((_, index) => isGone(referred[index]?.followerId))) };
  };

  const acceptedBy = async ({ accepted }: Pick<JournalRow, 'accepted'>): Promise<AcceptedFacts | null> => {
    const thread = accepted && (await parents.describe(accepted.threadId));
    return thread ? { ...threadFacts(thread), by: accepted.by, asNote: accepted.asNote } : null;
  };

  const about = async (
    address: string | null,
    known: readonly ParentFacts[],
    carried: readonly KeyFacts[],
    inboundId: string
  ): Promise<ThreadFinding['sender']> => {
    const threads: ThreadFacts[] = [...known, ...carried];
    if (address === null || threads.length === 0) {
      return { isAdmin: false, isAuthentic: false, blockedIn: [], followsIn: [] };
    }
    const threadIds = [...new Set(threads.map(({ threadId }) => threadId))];
    const standing = await parents.standsIn(threadIds, address);
    const live = carried.filter(({ voided }) => voided === null);
    const answersOurs = live.length > 0 || known.some(({ ownSigned }) => ownSigned);
    const matters =
      live.some(({ isSender, isWritten }) => isSender && isWritten) ||
      (answersOurs && standing.followsIn.length > 0);
    return {
      isAdmin: (await addressOwner({ strapi }, address)) !== null,
      isAuthentic: matters && (await isAuthentic(inboundId, address)),
      ...standing,
    };
  };

  return async (
    mail: ParsedMail,
    row: Pick<JournalRow, 'documentId' | 'accepted'>,
    groups: readonly RecipientGroup[]
  ): Promise<ThreadFinding> => {
    const address = mail.from[0]?.address ?? null;
    const ids = referencedIds(mail);
    const { carried, gone } = await keysIn(mail, ids, groups, address);
    const known = (await parents.find(ids, address)).map((parent) => ({
      ...threadFacts(parent),
      isKeyGone: gone.has(parent.messageId),
    }));
    return {
      parents: known,
      keys: carried,
      accepted: await acceptedBy(row),
      sender: await about(address, known, carried, row.documentId),
    };
  };
};
