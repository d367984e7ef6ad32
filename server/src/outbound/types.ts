import type { OutboundExplanation } from '../../../contracts';
import type { MailAddress } from '../mail';

export type OutboundState =
  'queued' | 'sending' | 'accepted' | 'failed' | 'uncertain' | 'cancelled' | 'bounced' | 'complained';

export type OutboundKind = 'transactional' | 'mass';

/** `thread`: part of a discussion, readable by who may read its entry. `send`: Strapi's own mail, sealed. */
export type OutboundPurpose = 'thread' | 'send';

/** An outgoing server as it is stored, without its secret. */
export interface OutgoingServer {
  documentId: string;
  name: string;
  host: string;
  port: number;
  encryption: 'none' | 'starttls' | 'tls';
  authentication: 'none' | 'password';
  username: string | null;
  /** Lower first. */
  priority: number;
  /** Comma list of addresses or domains whose From the server accepts; empty: all. */
  fromFilter: string;
  active: boolean;
  envelopeSender: 'auto' | 'bounce' | 'login' | 'from';
  /** What the last test found accepted as MAIL FROM; decides where `envelopeSender` is `auto`. */
  acceptedSender: 'bounce' | 'login' | 'from' | null;
  heloName: string | null;
  maxConnections: number;
  state: 'untested' | 'ok' | 'failing';
  /** Faults of the server in a row; the pause grows with them. */
  failures: number;
  pausedUntil: Date | null;
}

/** Where the bytes of an attachment lie. */
export interface AttachmentReference {
  /**
   * `message`: `id` is the documentId of a private attachment of a message. `sealed`: `id` is the owner of encrypted
   * chunks that belong to this content alone.
   */
  store: 'message' | 'sealed';
  id: string;
  fileName: string;
  contentType: string;
  /** Bytes. A stream that gives another number of them breaks the mail off. */
  size: number;
  /** Without angle brackets; set for what the HTML shows inline. */
  contentId: string | null;
}

/** One mail as it was composed, before a server is chosen. */
export interface OutboundContent {
  /** `<…>`, the same at every attempt and for every recipient. */
  messageId: string;
  date: Date;
  subject: string;
  html: string | null;
  text: string | null;
  /** As the author is called; the From that leaves may be another (`rewriteFrom`). */
  from: MailAddress;
  replyTo: readonly MailAddress[];
  to: readonly MailAddress[];
  cc: readonly MailAddress[];
  inReplyTo: string | null;
  references: readonly string[];
  /** Further header fields by name; names and values that could damage the mail are left out. */
  headers: Readonly<Record<string, string>>;
  attachments: readonly AttachmentReference[];
  /** `MAIL FROM:<>` (RFC 3834), for notices that must never be answered. */
  nullSender: boolean;
  /** documentId of the outgoing server that the mail names. */
  serverId: string | null;
}

/** Who is at fault decides what becomes of the mail, and of the server. */
export type Fault = 'server' | 'sender' | 'recipient' | 'content' | 'unknown';

/** Why one sending failed. */
export interface Failure {
  fault: Fault;
  /** Trying again cannot help. */
  permanent: boolean;
  /** Reply code of the server (RFC 5321). */
  code: number | null;
  /** Enhanced status code (RFC 3463). */
  enhancedCode: string | null;
  /** What the server said; empty when it said nothing. */
  response: string;
  /** What is wrong at the server, by the codes of its test; null where it is not at fault, or no code says it. */
  serverFault: string | null;
  /** For people. */
  sentence: OutboundExplanation;
}
