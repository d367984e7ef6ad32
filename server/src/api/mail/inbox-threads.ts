import type { Core } from '@strapi/strapi';
import type { InboxThread, LatestMessage } from '../../../../contracts';
import { UID } from '../../constants';
import { oneLine } from '../../mail';
import { findContentType } from '../content-types';
import type { ReadableRow } from './inbox-rows';

/** Characters of a text that are read, and those that are shown of it. */
const READ = 600;
const SHOWN = 160;

/** A message as knex gives it. */
interface MessageRow {
  document_id: string;
  thread_id: string;
  direction: LatestMessage['direction'];
  author: unknown;
  from: unknown;
  sent_at: unknown;
  beginning: string | null;
}

/** JSON columns come as text from some databases and as values from others. */
const parsed = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
};

/** Name or address of whoever wrote, as `threads` writes it. */
const nameOf = (value: unknown): string => {
  const person = (value ?? {}) as { name?: string; address?: string; email?: string | null };
  return person.name || person.address || person.email || '';
};

const authorOf = ({ author, from }: MessageRow): string => {
  const senders = parsed(from);
  return nameOf(parsed(author)) || nameOf(Array.isArray(senders) ? senders[0] : null);
};

const instantOf = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  const date = new Date(value as string | number | Date);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
};

const beginningOf = (text: string | null): string => {
  const line = oneLine((text ?? '').replace(/\s+/g, ' '));
  return line.length > SHOWN
    ? `${line
        .slice(0, SHOWN)
        .replace(/\p{Surrogate}$/u, '')
        .trimEnd()}…`
    : line;
};

/** The latest message of each thread; of their texts only as much as is shown. */
const latestOf = async (
  { strapi }: { strapi: Core.Strapi },
  threadIds: readonly string[]
): Promise<Map<string, LatestMessage>> => {
  const knex = strapi.db.connection;
  const table = strapi.db.metadata.get(UID.message).tableName;
  // A subquery would be read by MySQL for each row; a list of ids is not.
  const ids: { id: number }[] = await knex(table)
    .whereIn('thread_id', [...threadIds])
    .groupBy('thread_id')
    .max({ id: 'id' });
  const rows: MessageRow[] = await knex(table)
    .whereIn(
      'id',
      ids.map(({ id }) => id)
    )
    .select('document_id', 'thread_id', 'direction', 'author', 'from', 'sent_at')
    .select(
      knex.raw(`SUBSTR(COALESCE(NULLIF(??, ''), ??), 1, ?) AS ??`, ['reply', 'text', READ, 'beginning'])
    );
  return new Map(
    rows.map((row) => [
      row.thread_id,
      {
        documentId: row.document_id,
        direction: row.direction,
        author: authorOf(row),
        sentAt: instantOf(row.sent_at),
        beginning: beginningOf(row.beginning),
      },
    ])
  );
};

/** The rows of a page as they are shown. */
export const inboxThreads = async (
  { strapi }: { strapi: Core.Strapi },
  rows: readonly ReadableRow[]
): Promise<InboxThread[]> => {
  if (rows.length === 0) return [];
  const latest = await latestOf(
    { strapi },
    rows.map(({ threadId }) => threadId)
  );
  return rows.map(({ threadId, unread, lastMessageAt, thread }) => ({
    documentId: threadId,
    subject: thread.subject ?? '',
    contentType: thread.contentType,
    contentTypeName: findContentType(strapi, thread.contentType)?.info.displayName ?? thread.contentType,
    entry: thread.entryDocumentId,
    lastMessageAt: lastMessageAt.toISOString(),
    latest: latest.get(threadId) ?? null,
    unread,
  }));
};
