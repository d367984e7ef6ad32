import type { MailAddress, PartContent } from '../mail';

/** Who wrote a message. */
export type Author =
  | { type: 'address'; address: string; name: string }
  | { type: 'admin'; id: string; name: string; email: string | null };

export type Direction = 'incoming' | 'outgoing' | 'note';

/** The entry that a thread belongs to. */
export interface EntryRef {
  /** UID of the content type, as in `api::ticket.ticket`. */
  contentType: string;
  /** documentId of the entry. */
  entryDocumentId: string;
}

export interface Thread extends EntryRef {
  documentId: string;
  subject: string;
  /** What made the entry: `alias:<documentId>`, `fallback:<uid>`; null for an entry that was there before its thread. */
  madeBy: string | null;
  messageCount: number;
  lastMessageAt: Date | null;
  /** When its entry went, with its last version in its last locale; null while there is one. */
  archivedAt: Date | null;
}

/** An attachment to be kept with a message. */
export interface NewAttachment {
  /** Given when something refers to it already. */
  documentId?: string;
  name: string;
  contentType: string;
  /** Bytes. */
  size: number;
  /** SHA-256 of the bytes, lower-case hexadecimal. */
  digest: string;
  contentId: string | null;
  disposition: 'attachment' | 'inline' | null;
  content: PartContent;
}

/** One contribution to a thread. Texts are storable (`cleanText`), HTML is sanitised. */
export interface NewMessage {
  /** Given when the Message-ID was made from it. */
  documentId?: string;
  direction: Direction;
  messageId: string | null;
  inReplyTo: string | null;
  references: readonly string[];
  from: readonly MailAddress[];
  to: readonly MailAddress[];
  cc: readonly MailAddress[];
  subject: string;
  html: string | null;
  text: string | null;
  /** The author's own words, where something else was cut off them; null: all of it is their own. */
  own: { html: string | null; text: string } | null;
  author: Author;
  /**
   * Level of proof that the author may speak here (A to D), or that an editor vouched for it; null for what needs none.
   */
  proof: 'A' | 'B' | 'C' | 'D' | 'accepted' | null;
  /** Whose reply key it came with, or who accepted it. */
  via: { name: string; address: string } | null;
  /** documentId of the inbound email that it came from. */
  inboundId: string | null;
  /** A machine answered: recorded, and told to nobody. */
  isAutomatic?: boolean;
  sentAt: Date;
  attachments: readonly NewAttachment[];
}

/** `unfollowed` and `blocked` rows stay, so that the reply keys that were made for them are known to be void. */
export type FollowerState = 'active' | 'unfollowed' | 'blocked';

/** One who is kept informed of a thread, or was. */
export interface Follower {
  documentId: string;
  threadId: string;
  /**
   * In lower case: the key by which two spellings are one follower. Of an admin user's row, the address that they had when it
   * was made; their documentId where somebody else follows by that address now.
   */
  email: string;
  /** As it was written: the local part may be case-sensitive (RFC 5321 2.4). */
  address: string;
  name: string;
  /** documentId of the admin user; null for an address. */
  adminUser: string | null;
  /** How new messages reach them. Only an admin user has an inbox. */
  channel: 'email' | 'inbox';
  state: FollowerState;
  /** Messages that they have not read; counted for admin users alone. */
  unread: number;
  lastReadAt: Date | null;
}
