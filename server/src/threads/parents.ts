import type { Core } from '@strapi/strapi';
import { UID } from '../constants';
import { addressKey, hashKey, messageKey } from '../mail';
import type { EntryRef } from './types';

/** A thread that a Message-ID belongs to. */
export interface KnownParent extends EntryRef {
  messageId: string;
  threadId: string;
  madeBy: string | null;
  /** Whether the entry is still there. */
  entryExists: boolean;
  /** Whether the sender wrote in this thread before or follows it. */
  senderTookPart: boolean;
}

/** A device that uses one Message-ID for all its mails leads to as many threads; the latest count. */
const PARENT_LIMIT = 20;

/** As many followed threads as a suggestion names. */
const FOLLOWED_LIMIT = 5;

/** Looks up where references lead. Every look-up is on an index. */
export interface Parents {
  /** The threads of those Message-IDs that are known, in the order asked for. */
  find(messageIds: readonly string[], sender: string | null): Promise<KnownParent[]>;
  /** documentIds of threads that the address follows, latest first, a few at most. */
  followedBy(address: string): Promise<string[]>;
}

interface MessageRow {
  messageKey: string;
  threadId: string;
}

interface ThreadRow extends EntryRef {
  documentId: string;
  madeBy: string | null;
}

/** @see Parents */
export const createParents = ({ strapi }: { strapi: Core.Strapi }): Parents => {
  const entryExists = async ({ contentType, entryDocumentId }: EntryRef): Promise<boolean> => {
    if (!strapi.contentTypes[contentType as keyof typeof strapi.contentTypes]) return false;
    return (await strapi.db.query(contentType).count({ where: { documentId: entryDocumentId } })) > 0;
  };

  const tookPart = async (threadId: string, sender: string | null): Promise<boolean> => {
    if (sender === null) return false;
    const email = addressKey(sender);
    const [followers, messages] = await Promise.all([
      strapi.db.query(UID.follower).count({ where: { threadId, email, state: 'active' } }),
      strapi.db.query(UID.message).count({ where: { threadId, authorKey: hashKey(email) } }),
    ]);
    return followers + messages > 0;
  };

  const describe = async (
    thread: ThreadRow,
    messageId: string,
    sender: string | null
  ): Promise<KnownParent> => ({
    messageId,
    threadId: thread.documentId,
    contentType: thread.contentType,
    entryDocumentId: thread.entryDocumentId,
    madeBy: thread.madeBy,
    entryExists: await entryExists(thread),
    senderTookPart: await tookPart(thread.documentId, sender),
  });

  return {
    async find(messageIds, sender) {
      if (messageIds.length === 0) return [];
      const keys = new Map(messageIds.map((messageId) => [messageKey(messageId), messageId]));
      const messages: MessageRow[] = await strapi.db.query(UID.message).findMany({
        where: { messageKey: { $in: [...keys.keys()] } },
        select: ['messageKey', 'threadId'],
        orderBy: { id: 'desc' },
        limit: PARENT_LIMIT,
      });
      const threads: ThreadRow[] = await strapi.db.query(UID.thread).findMany({
        where: { documentId: { $in: [...new Set(messages.map((message) => message.threadId))] } },
      });
      const found: KnownParent[] = [];
      for (const [key, messageId] of keys) {
        for (const message of messages.filter((row) => row.messageKey === key)) {
          const thread = threads.find((row) => row.documentId === message.threadId);
          if (thread) found.push(await describe(thread, messageId, sender));
        }
      }
      return found;
    },

    async followedBy(address) {
      const rows: { threadId: string }[] = await strapi.db.query(UID.follower).findMany({
        where: { email: addressKey(address), state: 'active' },
        orderBy: { id: 'desc' },
        limit: FOLLOWED_LIMIT,
        select: ['threadId'],
      });
      return rows.map((row) => row.threadId);
    },
  };
};
