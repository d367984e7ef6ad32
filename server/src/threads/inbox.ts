import type { Core } from '@strapi/strapi';
import { UID } from '../constants';
import { hashKey } from '../mail';
import type { Database } from '../storage';
import type { Follower } from './types';

/** A conversation that an admin user follows, as far as the Inbox is ordered by it. */
export interface InboxRow {
  id: number;
  threadId: string;
  unread: number;
  lastMessageAt: Date;
}

/** Where a page of one part of the Inbox ended. */
export interface InboxPosition {
  at: Date;
  id: number;
}

/** What an admin user who follows has not read. */
export interface Inbox {
  /** Followed conversations, either with something unread or without, the latest first; on an index. */
  list(
    adminUser: string,
    wanted: { isUnread: boolean; behind: InboxPosition | null; limit: number }
  ): Promise<InboxRow[]>;
  /**
   * What was written up to a message is read. What came after it stays unread, also while this is done.
   * @returns how many remain; null where the message is none of the follower's thread.
   */
  markRead(follower: Follower, messageId: string): Promise<number | null>;
  /** As if the latest had not been read. @returns how many are unread. */
  markUnread(follower: Follower): Promise<number>;
}

/** A row as Strapi gives it. */
interface FollowerRow {
  id: number;
  threadId: string;
  unread: number | null;
  lastMessageAt: string | null;
}

/** The first condition is one that an index can begin at; the second only drops what was shown. */
const conditionsBehind = (position: InboxPosition | null): object[] => {
  if (position === null) return [];
  const at = position.at.toISOString();
  return [
    { lastMessageAt: { $lte: at } },
    { $or: [{ lastMessageAt: { $lt: at } }, { id: { $lt: position.id } }] },
  ];
};

/** @see Inbox */
export const createInbox = ({ strapi, database }: { strapi: Core.Strapi; database: Database }): Inbox => {
  const tableOf = (uid: string): string => strapi.db.metadata.get(uid).tableName;

  return {
    async list(adminUser, { isUnread, behind, limit }) {
      const rows: FollowerRow[] = await strapi.db.query(UID.follower).findMany({
        select: ['id', 'threadId', 'unread', 'lastMessageAt'],
        where: {
          $and: [
            { adminUser, state: 'active', unread: isUnread ? { $gt: 0 } : { $lte: 0 } },
            ...conditionsBehind(behind),
          ],
        },
        orderBy: [{ lastMessageAt: 'desc' }, { id: 'desc' }],
        limit,
      });
      return rows.map(({ id, threadId, unread, lastMessageAt }) => ({
        id,
        threadId,
        unread: unread ?? 0,
        lastMessageAt: new Date(lastMessageAt ?? 0),
      }));
    },

    async markRead({ documentId, threadId, email }, messageId) {
      const message: { id: number } | null = await strapi.db
        .query(UID.message)
        .findOne({ where: { documentId: messageId, threadId }, select: ['id'] });
      if (!message) return null;
      const now = new Date(await database.time());
      return database.transaction(async (trx) => {
        // Holds off whoever adds a message: they raise the number before the message is there.
        const row = () => trx(tableOf(UID.follower)).where({ document_id: documentId });
        await row().update({ last_read_at: now });
        const later = await trx(tableOf(UID.message))
          .where({ thread_id: threadId })
          .where('id', '>', message.id)
          .where((written) => written.whereNull('author_key').orWhereNot({ author_key: hashKey(email) }))
          .count({ count: '*' })
          .first();
        const before: { unread: number } | undefined = await row().first('unread');
        // Another window may have shown more than this one: what was read there is not unread again.
        const unread = Math.min(before?.unread ?? 0, Number(later?.count ?? 0));
        await row().update({ unread });
        return unread;
      });
    },

    markUnread: ({ documentId }) =>
      database.transaction(async (trx) => {
        const row = () => trx(tableOf(UID.follower)).where({ document_id: documentId });
        await row().where('unread', '<', 1).update({ unread: 1 });
        const after: { unread: number } | undefined = await row().first('unread');
        return after?.unread ?? 0;
      }),
  };
};
