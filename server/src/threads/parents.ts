import type { Core } from '@strapi/strapi';
import { UID } from '../constants';
import { addressKey, cleanString, hashKey, messageKey } from '../mail';
import { addressOwner } from '../rights';
import type { Tokens } from '../tokens';
import { entryExists } from './entry-exists';
import type { Direction, EntryRef, Follower } from './types';

/** A thread, with whether its entry is still there. */
export interface LedTo extends EntryRef {
  threadId: string;
  /** That of the mail which began it. */
  subject: string;
  madeBy: string | null;
  entryExists: boolean;
}

/** A thread that a Message-ID belongs to. */
export interface KnownParent extends LedTo {
  messageId: string;
  /** Whether the sender wrote in this thread before or follows it. Notes do not count: nobody let their sender speak. */
  senderTookPart: boolean;
  /** Whether this site signed the Message-ID. */
  ownSigned: boolean;
  /** Whether the message is a note among colleagues. */
  isNote: boolean;
}

/** A device that uses one Message-ID for all its mails leads to as many threads; the latest count. */
const PARENT_LIMIT = 20;

/** As many followed threads as a suggestion names. */
const FOLLOWED_LIMIT = 5;

/** Looks up where references lead. Every look-up is on an index. */
export interface Parents {
  /** The threads of those Message-IDs that are known, in the order asked for. */
  find(messageIds: readonly string[], sender: string | null): Promise<KnownParent[]>;
  /** Where one thread leads; null when there is none. */
  describe(threadId: string): Promise<LedTo | null>;
  /** Of these threads, those in which the address is blocked, and those that it follows as nobody's but its own. */
  standsIn(
    threadIds: readonly string[],
    address: string
  ): Promise<{ blockedIn: string[]; followsIn: string[] }>;
  /** Threads that the address follows, latest first, a few at most. */
  followedBy(address: string): Promise<LedTo[]>;
}

interface MessageRow {
  documentId: string;
  messageKey: string | null;
  threadId: string;
  direction: Direction;
}

/** A message that a Message-ID names. */
interface Referred {
  messageId: string;
  message: MessageRow;
  ownSigned: boolean;
}

interface ThreadRow extends EntryRef {
  documentId: string;
  subject: string | null;
  madeBy: string | null;
}

/** @see Parents */
export const createParents = ({
  strapi,
  tokens,
}: {
  strapi: Core.Strapi;
  tokens: Pick<Tokens, 'readMessageId'>;
}): Parents => {
  const tookPart = async (threadId: string, sender: string | null): Promise<boolean> => {
    if (sender === null) return false;
    const email = addressKey(sender);
    const [followers, messages] = await Promise.all([
      // An admin user proves more than that; the address of their row may have been another's.
      strapi.db
        .query(UID.follower)
        .count({ where: { threadId, email, state: 'active', adminUser: { $null: true } } }),
      strapi.db.query(UID.message).count({
        where: { threadId, authorKey: hashKey(email), direction: { $ne: 'note' } },
      }),
    ]);
    return followers + messages > 0;
  };

  const messagesWhere = (where: Record<string, unknown>): Promise<MessageRow[]> =>
    strapi.db.query(UID.message).findMany({
      where,
      select: ['documentId', 'messageKey', 'threadId', 'direction'],
      orderBy: { id: 'desc' },
      limit: PARENT_LIMIT,
    });

  /**
   * Messages by the Message-ID that they came with, or that we gave them; and by the ids that we signed for the mails to
   * single followers, of which no row holds a copy.
   */
  const referredBy = async (messageIds: readonly string[]): Promise<Referred[]> => {
    const owned = await Promise.all(messageIds.map((messageId) => tokens.readMessageId(messageId)));
    const ownIds = owned.flatMap((own) => own?.documentId ?? []);
    const [byKey, byId] = await Promise.all([
      messagesWhere({ messageKey: { $in: messageIds.map(messageKey) } }),
      ownIds.length === 0 ? [] : messagesWhere({ documentId: { $in: ownIds } }),
    ]);
    const known = [...new Map([...byKey, ...byId].map((row) => [row.documentId, row])).values()];
    return messageIds.flatMap((messageId, index) => {
      const own = owned[index] ?? null;
      const key = messageKey(messageId);
      return known
        .filter((row) => row.messageKey === key || row.documentId === own?.documentId)
        .map((message) => ({ messageId, message, ownSigned: own !== null }));
    });
  };

  const ledTo = async (thread: ThreadRow): Promise<LedTo> => ({
    threadId: thread.documentId,
    contentType: thread.contentType,
    entryDocumentId: thread.entryDocumentId,
    subject: thread.subject ?? '',
    madeBy: thread.madeBy,
    entryExists: await entryExists({ strapi }, thread),
  });

  const describe: Parents['describe'] = async (threadId) => {
    const row: ThreadRow | null = await strapi.db
      .query(UID.thread)
      .findOne({ where: { documentId: threadId } });
    return row && ledTo(row);
  };

  return {
    async find(messageIds, sender) {
      if (messageIds.length === 0) return [];
      const referred = await referredBy(messageIds);
      if (referred.length === 0) return [];
      const threads: ThreadRow[] = await strapi.db.query(UID.thread).findMany({
        where: { documentId: { $in: [...new Set(referred.map(({ message }) => message.threadId))] } },
      });
      const found: KnownParent[] = [];
      for (const { messageId, message, ownSigned } of referred) {
        const thread = threads.find((row) => row.documentId === message.threadId);
        if (!thread) continue;
        found.push({
          ...(await ledTo(thread)),
          messageId,
          senderTookPart: await tookPart(thread.documentId, sender),
          ownSigned,
          isNote: message.direction === 'note',
        });
      }
      return found;
    },

    describe,

    async standsIn(threadIds, address) {
      const email = cleanString(addressKey(address));
      const alike: Pick<Follower, 'threadId' | 'email' | 'state' | 'adminUser'>[] = await strapi.db
        .query(UID.follower)
        .findMany({
          where: { threadId: { $in: [...threadIds] }, email },
          select: ['threadId', 'email', 'state', 'adminUser'],
        });
      // MySQL takes "josé" for "jose", who are two people.
      const rows = alike.filter((row) => row.email === email);
      const following = rows.filter(({ state, adminUser }) => state === 'active' && adminUser === null);
      const blocked = rows.filter(({ state }) => state === 'blocked');
      // A row that was made for an admin user says nothing of an address that they let go.
      const owner = blocked.some(({ adminUser }) => adminUser !== null)
        ? await addressOwner({ strapi }, address)
        : null;
      const theirs = blocked.filter(({ adminUser }) => adminUser === null || adminUser === owner?.documentId);
      return {
        blockedIn: theirs.map(({ threadId }) => threadId),
        followsIn: following.map(({ threadId }) => threadId),
      };
    },

    async followedBy(address) {
      const rows: { threadId: string }[] = await strapi.db.query(UID.follower).findMany({
        where: { email: addressKey(address), state: 'active' },
        orderBy: { id: 'desc' },
        limit: FOLLOWED_LIMIT,
        select: ['threadId'],
      });
      const threads = await Promise.all(rows.map(({ threadId }) => describe(threadId)));
      return threads.filter((thread) => thread !== null);
    },
  };
};
