import type { Core } from '@strapi/strapi';
import { NO_PROOF, type LeadingField, type SenderProof } from '../../authentication';
import { baseSubject, localPartOf, type ParsedMail } from '../../mail';
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
  sender: Pick<RoutingFacts['sender'], 'isAdmin' | 'provenIn' | 'unvouched' | 'blockedIn' | 'followsIn'>;
}

export interface ThreadFinderOptions {
  strapi: Core.Strapi;
  parents: Parents;
  keys: ReplyKeys;
  tokens: Pick<Tokens, 'readMessageId' | 'readReplyKey'>;
  /** What the domain of the sender of a stored mail stands for (DMARC); looks up DNS. */
  proofOf(inboundId: string, mail: Pick<ParsedMail, 'from' | 'headers'>): Promise<SenderProof>;
}

/** What was looked up of a thread, in the router's words. */
export const threadFacts = <Known extends LedTo>({ entryDocumentId, ...known }: Known) => ({
  ...known,
  entry: entryDocumentId,
});

/** What leads to a thread, with the fields in which the sender wrote it; none where only servers on the way did. */
type Leading<Facts extends ThreadFacts> = Facts & { subject: string; by: readonly LeadingField[] };

type LeadingProperty = 'to' | 'cc' | 'inReplyTo' | 'references';

const fieldsWith = (
  messageId: string,
  { inReplyTo, references }: Pick<ParsedMail, 'inReplyTo' | 'references'>
): LeadingField[] => [
  ...(inReplyTo.includes(messageId) ? (['in-reply-to'] as const) : []),
  ...(references.includes(messageId) ? (['references'] as const) : []),
];

/**
 * The threads to which a mail leads by what its proven domain vouches for: a field that is covered, or else the subject
 * of the conversation where the domain covers no such field.
 */
const provenThreads = (
  leads: readonly Leading<ThreadFacts>[],
  mail: Pick<ParsedMail, 'subject'>,
  { isAuthentic, unvouched, isBoundBySubject }: SenderProof
): string[] => {
  if (!isAuthentic) return [];
  const base = baseSubject(mail.subject);
  const isProven = ({ by, subject }: Leading<ThreadFacts>): boolean =>
    by.some((field) => !unvouched.includes(field)) ||
    (isBoundBySubject && by.length > 0 && base !== '' && base === baseSubject(subject));
  return [...new Set(leads.filter(isProven).map(({ threadId }) => threadId))];
};

/** Looks up the threads of a mail. What costs more is asked only where the mail leads to one. */
export const createThreadFinder = ({ strapi, parents, keys, tokens, proofOf }: ThreadFinderOptions) => {
  const keysOf = async (addresses: readonly string[]) => {
    const read = await Promise.all(addresses.map((address) => tokens.readReplyKey(localPartOf(address))));
    return read.filter((key) => key !== null);
  };

  /** The keys that the mail carries, and those of the Message-IDs that name a follower's row that is gone. */
  const keysIn = async (
    mail: Pick<ParsedMail, LeadingProperty>,
    ids: readonly string[],
    groups: readonly RecipientGroup[],
    sender: string | null
  ): Promise<{ carried: Leading<KeyFacts>[]; gone: Set<string> }> => {
    const own = await keysOf(groups.flatMap((group) => group.addresses));
    const inAddresses = new Set(own.map(({ followerId }) => followerId));
    const ofNotes = new Set(own.flatMap(({ followerId, isNote }) => (isNote ? [followerId] : [])));
    const referred = await Promise.all(ids.map((id) => tokens.readMessageId(id)));
    const written: { followerId: string; by: LeadingField[] }[] = [];
    for (const by of ['to', 'cc'] as const) {
      const keysHere = await keysOf(mail[by].map(({ address }) => unwrapAddress(address)));
      written.push(...keysHere.map(({ followerId }) => ({ followerId, by: [by] })));
    }
    referred.forEach((id, index) => {
      if (id?.followerId) written.push({ followerId: id.followerId, by: fieldsWith(ids[index] ?? '', mail) });
    });
    const named = referred.flatMap((id) => id?.followerId ?? []);
    const found = await keys.find([...inAddresses, ...named], sender);
    const carried = found.map((key) => {
      const leads = written.filter(({ followerId }) => followerId === key.followerId);
      return {
        ...threadFacts(key),
        inAddress: inAddresses.has(key.followerId),
        isWritten: leads.length > 0,
        isNote: ofNotes.has(key.followerId),
        by: leads.flatMap(({ by }) => by),
      };
    });
    const isGone = (followerId: string | null | undefined): boolean =>
      typeof followerId === 'string' && !found.some((key) => key.followerId === followerId);
    return { carried, gone: new Set(ids.filter((_, index) => isGone(referred[index]?.followerId))) };
  };

  const acceptedBy = async ({ accepted }: Pick<JournalRow, 'accepted'>): Promise<AcceptedFacts | null> => {
    const thread = accepted && (await parents.describe(accepted.threadId));
    return thread ? { ...threadFacts(thread), by: accepted.by, asNote: accepted.asNote } : null;
  };

  const about = async (
    mail: ParsedMail,
    known: readonly Leading<ParentFacts>[],
    carried: readonly Leading<KeyFacts>[],
    inboundId: string
  ): Promise<ThreadFinding['sender']> => {
    const address = mail.from[0]?.address ?? null;
    const threadIds = [...new Set([...known, ...carried].map(({ threadId }) => threadId))];
    if (address === null || threadIds.length === 0) {
      return { isAdmin: false, provenIn: [], unvouched: [], blockedIn: [], followsIn: [] };
    }
    const standing = await parents.standsIn(threadIds, address);
    const live = carried.filter(({ voided }) => voided === null);
    const ours = known.filter(({ ownSigned }) => ownSigned);
    const matters =
      live.some(({ isSender, isWritten }) => isSender && isWritten) ||
      (live.length + ours.length > 0 && standing.followsIn.length > 0);
    const proof = matters ? await proofOf(inboundId, mail) : NO_PROOF;
    return {
      isAdmin: (await addressOwner({ strapi }, address)) !== null,
      provenIn: provenThreads([...live, ...ours], mail, proof),
      unvouched: proof.unvouched,
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
      by: fieldsWith(parent.messageId, mail),
    }));
    return {
      parents: known,
      keys: carried,
      accepted: await acceptedBy(row),
      sender: await about(mail, known, carried, row.documentId),
    };
  };
};
