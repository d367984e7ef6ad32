import type { Core } from '@strapi/strapi';
import { UID } from '../constants';
import { addressKey, cleanString, hashKey, messageKey, type MailAddress } from '../mail';
import { newDocumentId, type Database, type Transaction } from '../storage';
import type { Attachments } from './attachments';
import type { Author, EntryRef, Follower, NewMessage, Thread } from './types';

/** Threads, messages and followers as rows. Own rows go through `db.query`, which fires none of the site's `entry.*` events. */
export interface ThreadRepository {
  find(documentId: string): Promise<Thread | null>;
  forEntry(entry: EntryRef): Promise<Thread | null>;
  /** The entry's thread, made when it has none. Within the caller's transaction. */
  open(trx: Transaction, entry: EntryRef, start: { subject: string; madeBy: string | null }): Promise<Thread>;
  /** Adds a message with its attachments and moves the thread's counters. Within the caller's transaction. @returns its documentId. */
  append(trx: Transaction, thread: Thread, message: NewMessage): Promise<string>;
  follow(trx: Transaction, threadId: string, follower: MailAddress): Promise<void>;
  unfollow(threadId: string, email: string): Promise<void>;
  followers(threadId: string): Promise<Follower[]>;
}

type ThreadRow = EntryRef & {
  documentId: string;
  subject: string | null;
  madeBy: string | null;
  messageCount: number | null;
  lastMessageAt: string | null;
};

/** Digest of the author's address, by which "did this sender take part" is one indexed look-up. */
const authorKey = (author: Author): string | null => {
  const address = author.type === 'admin' ? author.email : author.address;
  return address ? hashKey(addressKey(address)) : null;
};

const threadOf = (row: ThreadRow): Thread => ({
  documentId: row.documentId,
  contentType: row.contentType,
  entryDocumentId: row.entryDocumentId,
  subject: row.subject ?? '',
  madeBy: row.madeBy,
  messageCount: row.messageCount ?? 0,
  lastMessageAt: row.lastMessageAt ? new Date(row.lastMessageAt) : null,
});

/** @see ThreadRepository */
export const createThreadRepository = ({
  strapi,
  database,
  attachments,
}: {
  strapi: Core.Strapi;
  database: Database;
  attachments: Attachments;
}): ThreadRepository => {
  const tableOf = (uid: string): string => strapi.db.metadata.get(uid).tableName;

  const findBy = async (where: Record<string, string>): Promise<Thread | null> => {
    const row: ThreadRow | null = await strapi.db.query(UID.thread).findOne({ where });
    return row ? threadOf(row) : null;
  };

  const forEntry = ({ contentType, entryDocumentId }: EntryRef): Promise<Thread | null> =>
    findBy({ contentType, entryDocumentId });

  return {
    find: (documentId) => findBy({ documentId }),
    forEntry,

    async open(trx, entry, { subject, madeBy }) {
      const known = await forEntry(entry);
      if (known) return known;
      const now = new Date();
      const row = {
        document_id: newDocumentId(),
        content_type: entry.contentType,
        entry_document_id: entry.entryDocumentId,
        subject: cleanString(subject),
        made_by: madeBy,
        message_count: 0,
        created_at: now,
        updated_at: now,
      };
      // Another process may open the thread of the same entry right now: the unique index decides.
      await database.insertOnce(trx, tableOf(UID.thread), row, ['content_type', 'entry_document_id']);
      const opened = await forEntry(entry);
      if (!opened)
        throw new Error(`The thread of ${entry.contentType} ${entry.entryDocumentId} could not be opened.`);
      return opened;
    },

    async append(trx, thread, message) {
      const documentId = message.documentId ?? newDocumentId();
      await strapi.db.query(UID.message).create({
        data: {
          documentId,
          threadId: thread.documentId,
          direction: message.direction,
          messageId: message.messageId,
          messageKey: message.messageId === null ? null : messageKey(message.messageId),
          inReplyTo: message.inReplyTo,
          references: message.references.join(' '),
          from: message.from,
          to: message.to,
          cc: message.cc,
          subject: cleanString(message.subject),
          html: message.html,
          text: message.text,
          reply: message.text,
          author: message.author,
          authorKey: authorKey(message.author),
          proof: message.proof,
          inboundId: message.inboundId,
          sentAt: message.sentAt,
        },
      });
      await attachments.add(trx, documentId, message.attachments);
      await trx(tableOf(UID.thread))
        .where({ document_id: thread.documentId })
        .update({ message_count: trx.raw('message_count + 1'), last_message_at: new Date() });
      return documentId;
    },

    async follow(trx, threadId, { address, name }) {
      const now = new Date();
      const row = {
        document_id: newDocumentId(),
        thread_id: threadId,
        email: cleanString(addressKey(address)),
        address: cleanString(address),
        name: cleanString(name),
        channel: 'email',
        created_at: now,
        updated_at: now,
      };
      await database.insertOnce(trx, tableOf(UID.follower), row, ['thread_id', 'email']);
    },

    async unfollow(threadId, email) {
      await strapi.db.query(UID.follower).deleteMany({ where: { threadId, email: addressKey(email) } });
    },

    async followers(threadId) {
      const rows = await strapi.db
        .query(UID.follower)
        .findMany({ where: { threadId, channel: 'email' }, orderBy: { id: 'asc' } });
      return rows.map((row: { email: string; address: string | null; name: string | null }) => ({
        email: row.email,
        address: row.address ?? row.email,
        name: row.name ?? '',
      }));
    },
  };
};
