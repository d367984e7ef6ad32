import { z } from 'zod';
import { documentId, instant } from './fields';

/** The conversations that the user follows: `/mail-gateway/inbox`. Only those whose entry they may still read. */

/** `GET /mail-gateway/inbox`: unread ones first, of either the latest first. */
export const inboxQuery = z.strictObject({
  /** `meta.next` of the page before. */
  after: z
    .string({ error: 'after is a text.' })
    .regex(/^[ur]-\d{1,16}-\d{1,10}$/, 'after is what meta.next of the page before said.')
    .optional(),
  limit: z.coerce
    .number({ error: 'limit is a number.' })
    .int()
    .min(1, 'limit is between 1 and 100.')
    .max(100, 'limit is between 1 and 100.')
    .default(25),
  filter: z.enum(['unread', 'all'], { error: 'filter is unread or all.' }).default('all'),
});
export type InboxQuery = z.infer<typeof inboxQuery>;

/** The latest message of a conversation, in short. */
export const latestMessage = z.strictObject({
  documentId,
  direction: z.enum(['incoming', 'outgoing', 'note']),
  /** Name or address; empty where neither is known. */
  author: z.string(),
  sentAt: instant,
  /** How its text begins, in one line. */
  beginning: z.string(),
});
export type LatestMessage = z.infer<typeof latestMessage>;

/** A conversation in the Inbox. */
export const inboxThread = z.strictObject({
  /** documentId of the thread. */
  documentId,
  subject: z.string(),
  /** UID of the content type. */
  contentType: z.string(),
  /** As the content type is called; the UID where it has gone. */
  contentTypeName: z.string(),
  /** documentId of the entry. */
  entry: z.string(),
  lastMessageAt: instant,
  /** Null for a conversation without messages. */
  latest: latestMessage.nullable(),
  unread: z.int(),
});
export type InboxThread = z.infer<typeof inboxThread>;

/** Up to so many conversations are counted; more are as many for whoever looks. */
export const INBOX_COUNT_LIMIT = 100;

/** `GET /mail-gateway/inbox/count` */
export const inboxCount = z.strictObject({
  /** Conversations with something unread, at most `INBOX_COUNT_LIMIT`. */
  unread: z.int(),
});
export type InboxCount = z.infer<typeof inboxCount>;

/** `PUT /mail-gateway/inbox/:threadId/read`: everything up to this message. */
export const markRead = z.strictObject({
  /** documentId of the message. */
  message: documentId,
});
export type MarkRead = z.infer<typeof markRead>;

/** Its answer, and that of `PUT …/unread`. */
export const readState = z.strictObject({ unread: z.int() });
export type ReadState = z.infer<typeof readState>;
