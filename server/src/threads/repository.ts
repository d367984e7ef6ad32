import type { Core } from '@strapi/strapi';
import { UID } from '../constants';
import { addressKey, cleanString, hashKey, messageKey } from '../mail';
import { newDocumentId, type InsertRow, type NewRows, type Row, type Transaction } from '../storage';
import type { Attachments } from './attachments';
import { followerRow, type Followers } from './followers';
import type { Newcomer } from './newcomer';
import type { Author, EntryRef, NewMessage, Thread } from './types';

/** What a mail begins a thread with. */
export interface Beginning {
  subject: string;
  madeBy: string | null;
  message: NewMessage;
  /** Whoever is to be answered, as `newcomerOf` says; null when nobody can be. */
  follower: Newcomer | null;
}

/** Threads, messages and followers as rows. Own rows are written past the document service, which would fire the site's `entry.*` events. */
export interface ThreadRepository {
  find(documentId: string): Promise<Thread | null>;
  forEntry(entry: EntryRef): Promise<Thread | null>;
  /**
   * Gives a new entry its thread with the first message; a thread that a hook of the site has made for it meanwhile is
   * joined. Within the caller's transaction.
   */
  start(
    trx: Transaction,
    rows: NewRows,
    entry: EntryRef,
    beginning: Beginning
  ): Promise<{ threadId: string; messageDocumentId: string }>;
  /** Adds a message with its attachments and moves the thread's counters. Within the caller's transaction. @returns its documentId. */
  append(trx: Transaction, insert: InsertRow, threadId: string, message: NewMessage): Promise<string>;
}

type ThreadRow = EntryRef & {
  documentId: string;
  subject: string | null;
  madeBy: string | null;
  messageCount: number | null;
  lastMessageAt: string | null;
  archivedAt: string | null;
};

/** Digest of the author's address, by which "did this sender take part" is one indexed look-up. */
const authorKey = (author: Author): string | null => {
  const address = author.type === 'admin' ? author.email : author.address;
  return address ? hashKey(addressKey(address)) : null;
};

const messageRow = (documentId: string, threadId: string, message: NewMessage): Row => {
  const now = new Date();
  return {
    document_id: documentId,
    thread_id: threadId,
    direction: message.direction,
    message_id: message.messageId,
    message_key: message.messageId === null ? null : messageKey(message.messageId),
    in_reply_to: message.inReplyTo,
    references: message.references.join(' '),
    from: JSON.stringify(message.from),
    to: JSON.stringify(message.to),
    cc: JSON.stringify(message.cc),
    subject: cleanString(message.subject),
    html: message.html,
    text: message.text,
    reply: message.own?.text ?? message.text,
    cut: message.own && JSON.stringify({ ...message.own, whole: false }),
    author: JSON.stringify(message.author),
    author_key: authorKey(message.author),
    proof: message.proof,
    via: message.via === null ? null : JSON.stringify(message.via),
    inbound_id: message.inboundId,
    is_automatic: message.isAutomatic === true,
    sent_at: message.sentAt,
    created_at: now,
    updated_at: now,
  };
};

const threadOf = (row: ThreadRow): Thread => ({
  documentId: row.documentId,
  contentType: row.contentType,
  entryDocumentId: row.entryDocumentId,
  subject: row.subject ?? '',
  madeBy: row.madeBy,
  messageCount: row.messageCount ?? 0,
  lastMessageAt: row.lastMessageAt ? new Date(row.lastMessageAt) : null,
  archivedAt: row.archivedAt ? new Date(row.archivedAt) : null,
});

/** @see ThreadRepository */
export const createThreadRepository = ({
  strapi,
  attachments,
  followers,
}: {
  strapi: Core.Strapi;
  attachments: Attachments;
  followers: Pick<Followers, 'noteMessage' | 'follow'>;
}): ThreadRepository => {
  const tableOf = (uid: string): string => strapi.db.metadata.get(uid).tableName;

  const findBy = async (where: Record<string, string>): Promise<Thread | null> => {
    const row: ThreadRow | null = await strapi.db.query(UID.thread).findOne({ where });
    return row ? threadOf(row) : null;
  };

  const forEntry = ({ contentType, entryDocumentId }: EntryRef): Promise<Thread | null> =>
    findBy({ contentType, entryDocumentId });

  const insertMessage = async (insert: InsertRow, threadId: string, message: NewMessage): Promise<string> => {
    const documentId = message.documentId ?? newDocumentId();
    await insert(tableOf(UID.message), messageRow(documentId, threadId, message));
    await attachments.add(insert, documentId, message.attachments);
    return documentId;
  };

  const append: ThreadRepository['append'] = async (trx, insert, threadId, message) => {
    const now = new Date();
    const moved = await trx(tableOf(UID.thread))
      .where({ document_id: threadId })
      .update({ message_count: trx.raw('message_count + 1'), last_message_at: now });
    if (moved !== 1) throw new Error(`The thread ${threadId} is gone.`);
    const { author } = message;
    await followers.noteMessage(trx, threadId, now, author.type === 'admin' ? author.id : null);
    return insertMessage(insert, threadId, message);
  };

  return {
    find: (documentId) => findBy({ documentId }),
    forEntry,
    append,

    async start(trx, { insert, insertNew }, entry, { subject, madeBy, message, follower }) {
      const now = new Date();
      const threadId = newDocumentId();
      const row = {
        document_id: threadId,
        content_type: entry.contentType,
        entry_document_id: entry.entryDocumentId,
        subject: cleanString(subject),
        made_by: madeBy,
        message_count: 1,
        last_message_at: now,
        created_at: now,
        updated_at: now,
      };
      const ofEntry = { columns: ['content_type', 'entry_document_id'], named: 'document_id' };
      if (await insertNew(tableOf(UID.thread), row, ofEntry)) {
        if (follower) await insert(tableOf(UID.follower), followerRow(threadId, follower, now));
        return { threadId, messageDocumentId: await insertMessage(insert, threadId, message) };
      }
      const known = await forEntry(entry);
      if (!known)
        throw new Error(`The thread of ${entry.contentType} ${entry.entryDocumentId} could not be opened.`);
      if (follower) await followers.follow(known.documentId, follower);
      return {
        threadId: known.documentId,
        messageDocumentId: await append(trx, insert, known.documentId, message),
      };
    },
  };
};
