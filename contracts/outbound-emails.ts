import { z } from 'zod';
import { keyPageQuery } from './answers';
import { documentId, instant, storableText } from './fields';

/**
 * The outbox, one row for one mail to one recipient: `/mail-gateway/outbound-emails`. What a mail says is not part of
 * it: not the subject either, because the site's own mail (password resets) is sealed.
 */

export const outboundState = z.enum(
  ['queued', 'sending', 'accepted', 'failed', 'uncertain', 'cancelled', 'bounced', 'complained'],
  {
    error: 'The state is queued, sending, accepted, failed, uncertain, cancelled, bounced or complained.',
  }
);
export type OutboundState = z.infer<typeof outboundState>;

/** `GET /mail-gateway/outbound-emails`: newest first. */
export const outboundEmailsQuery = keyPageQuery.extend({
  state: outboundState.optional(),
  /** Part of a recipient, a sender or a Message-ID. */
  q: storableText('q').max(255, 'q has at most 255 characters.').optional(),
});
export type OutboundEmailsQuery = z.infer<typeof outboundEmailsQuery>;

/** A mail in the list. */
export const outboundEmail = z.strictObject({
  documentId,
  state: outboundState,
  kind: z.enum(['transactional', 'mass']),
  recipient: z.string().nullable(),
  /** The From that left; before the first attempt the one that was asked for. */
  from: z.string().nullable(),
  /** The outgoing server of the last attempt; null before it. */
  serverId: z.string().nullable(),
  serverName: z.string().nullable(),
  /** Attempts that count; a server's own fault costs none. */
  attempts: z.int(),
  nextAttemptAt: instant,
  /** What the server answered last (RFC 5321, RFC 3463). */
  smtpCode: z.int().nullable(),
  enhancedCode: z.string().nullable(),
  response: z.string().nullable(),
  /** For programs. */
  failureType: z.string().nullable(),
  /** For people. */
  explanation: z.string().nullable(),
  queuedAt: instant,
  acceptedAt: instant,
  bouncedAt: instant,
  /** After this time the mail is not sent any more. */
  expiresAt: instant,
  /** With its angle brackets. */
  messageId: z.string().nullable(),
  /** Sent again after a connection was lost at its end: the recipient may have got it twice. */
  maybeTwice: z.boolean(),
  /** The entry that it belongs to. */
  contentType: z.string().nullable(),
  entryDocumentId: z.string().nullable(),
  /** documentId of the message that it carries; null for mail of no conversation. */
  threadMessageId: z.string().nullable(),
});
export type OutboundEmail = z.infer<typeof outboundEmail>;

/** `GET /mail-gateway/outbound-emails/:documentId` */
export const outboundEmailDetail = outboundEmail.extend({
  /** MAIL FROM; empty: the null sender; null before the first attempt. */
  envelopeFrom: z.string().nullable(),
  /** Which server and which From were chosen, and why. */
  decision: z.unknown(),
});
export type OutboundEmailDetail = z.infer<typeof outboundEmailDetail>;
