import { z } from 'zod';
import { documentId, instant, storableText } from './fields';
import { follower, ownFollower } from './followers';

/** Conversations of entries: `/mail-gateway/threads`. Only those whose entry the user may read. */

/** `GET /mail-gateway/threads?contentType=api::ticket.ticket&entry=…`: the conversation of an entry; null where it has none. */
export const threadQuery = z.strictObject({
  /** UID of the content type. */
  contentType: storableText('contentType').min(1, 'contentType is empty.').max(255),
  /** documentId of the entry. */
  entry: documentId,
});
export type ThreadQuery = z.infer<typeof threadQuery>;

/** Also the answer of `GET /mail-gateway/threads/:documentId`. */
export const thread = z.strictObject({
  documentId,
  /** UID of the content type. */
  contentType: z.string(),
  /** documentId of the entry. */
  entry: z.string(),
  subject: z.string(),
  messageCount: z.int(),
  lastMessageAt: instant,
  /** When its entry was deleted; null while there is one. */
  archivedAt: instant,
  /** In every state, in the order in which they came. An answer goes to those who are active by mail. */
  followers: z.array(follower),
  /** The one of them who asks, in whatever state; null for whoever never followed. */
  own: ownFollower.nullable(),
});
export type Thread = z.infer<typeof thread>;
