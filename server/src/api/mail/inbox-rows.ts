import type { Core } from '@strapi/strapi';
import { UID } from '../../constants';
import { gatewayOf } from '../../gateway';
import { readableEntries } from '../../rights';
import type { InboxRow, Inbox } from '../../threads';

/** A thread as far as the Inbox shows it. */
export interface ThreadFacts {
  documentId: string;
  subject: string | null;
  contentType: string;
  entryDocumentId: string;
  lastMessageAt: string | null;
}

/** A row of the Inbox whose entry the user may read. */
export interface ReadableRow extends InboxRow {
  thread: ThreadFacts;
}

const byContentType = (threads: readonly ThreadFacts[]): Map<string, ThreadFacts[]> => {
  const groups = new Map<string, ThreadFacts[]>();
  for (const thread of threads)
    groups.set(thread.contentType, [...(groups.get(thread.contentType) ?? []), thread]);
  return groups;
};

/** Those of the threads whose entries the user may read, by documentId. */
const readableThreads = async (
  { strapi }: { strapi: Core.Strapi },
  ability: unknown,
  threadIds: readonly string[]
): Promise<Map<string, ThreadFacts>> => {
  const threads: ThreadFacts[] = await strapi.db.query(UID.thread).findMany({
    select: ['documentId', 'subject', 'contentType', 'entryDocumentId', 'lastMessageAt'],
    where: { documentId: { $in: [...threadIds] }, archivedAt: { $null: true } },
  });
  const readable = new Map<string, ThreadFacts>();
  for (const [contentType, group] of byContentType(threads)) {
    const entries = group.map(({ entryDocumentId }) => entryDocumentId);
    const allowed = await readableEntries({ strapi }, ability, contentType, entries);
    for (const thread of group)
      if (allowed.has(thread.entryDocumentId)) readable.set(thread.documentId, thread);
  }
  return readable;
};

/**
 * Followed conversations without those whose entry is gone, or that the user may not read any more.
 * @returns besides those, all that were looked at, in their order.
 */
export const readInboxRows = async (
  { strapi }: { strapi: Core.Strapi },
  ability: unknown,
  adminUser: string,
  wanted: Parameters<Inbox['list']>[1]
): Promise<{ readable: ReadableRow[]; all: InboxRow[] }> => {
  const all = await gatewayOf(strapi).threads.inbox.list(adminUser, wanted);
  const threads = await readableThreads(
    { strapi },
    ability,
    all.map(({ threadId }) => threadId)
  );
  const readable = all.flatMap((row) => {
    const thread = threads.get(row.threadId);
    return thread ? [{ ...row, thread }] : [];
  });
  return { readable, all };
};
