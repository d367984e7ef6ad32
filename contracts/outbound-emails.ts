import { z } from 'zod';
import { keyPageQuery } from './answers';
import { documentId, instant, storableText } from './fields';
import type { SentenceOf } from './sentences';

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

/**
 * Why a mail is where it is; what comes next stands in front of what went wrong. `said`: the words of the server or of the
 * connection. `failure`: the code of what went wrong at the server, where there is one, as in a connection test.
 */
export const OUTBOUND_EXPLANATIONS = {
  waits: [],
  tried_again: [],
  given_up: [],
  no_active_server: [],
  every_server_rests: [],
  server_unusable: ['failure', 'said'],
  login_refused: ['said'],
  closing: ['said'],
  authentication_required: ['said'],
  sending_limit: ['said'],
  relay_denied: ['said'],
  connection_lost: ['said'],
  sender_refused: ['said'],
  recipient_refused: ['said'],
  mailbox_full: ['said'],
  too_large: ['said'],
  content_refused: ['said'],
  address_invalid: ['said'],
  unreadable: ['said'],
  unknown: ['said'],
  sent_twice: [],
  uncertain: [],
  uncertain_sent_again: [],
  interrupted: [],
  expired: [],
  content_erased: [],
  content_incomplete: [],
  content_gone: [],
  content_locked: [],
  attachment_unreadable: ['problem'],
  hook_failed: ['problem'],
  hook_left_out: [],
  unexpected: ['problem'],
  recipient_left: [],
  recipient_blocked: [],
  recipient_without_right: [],
  recipient_moved: [],
} as const;
export type OutboundExplanation = SentenceOf<typeof OUTBOUND_EXPLANATIONS>;

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
