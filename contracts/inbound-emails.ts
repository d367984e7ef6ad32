import { z } from 'zod';
import { keyPageQuery } from './answers';
import { documentId, instant, storableText } from './fields';

/** The journal of received mail: `/mail-gateway/inbound-emails`. */

export const inboundState = z.enum(
  ['received', 'delivered', 'reported', 'rejected', 'ignored', 'unroutable', 'failed'],
  { error: 'The state is received, delivered, reported, rejected, ignored, unroutable or failed.' }
);
export type InboundState = z.infer<typeof inboundState>;

const queryInstant = (label: string) =>
  z.iso.datetime({ error: `${label} is an instant in UTC, as in 2026-11-01T00:00:00Z.` });

/** `GET /mail-gateway/inbound-emails`: newest first, in the order of storing; between dates in that of receiving. */
const inboundFilters = keyPageQuery.extend({
  /** `meta.next` of the page before. */
  cursor: z
    .string({ error: 'cursor is a text.' })
    .regex(/^\d{1,15}(?:-\d{1,10})?$/, 'cursor is what meta.next of the page before said.')
    .optional(),
  state: inboundState.optional(),
  /** Reason code, as in `no_route`. */
  reason: storableText('reason').max(255, 'reason has at most 255 characters.').optional(),
  /** Part of a subject or a sender. */
  q: storableText('q').max(255, 'q has at most 255 characters.').optional(),
  incomingServerId: documentId.optional(),
  /** Received then or later. */
  from: queryInstant('from').optional(),
  /** Received before then. */
  to: queryInstant('to').optional(),
});

export const inboundEmailsQuery = inboundFilters.refine(
  // A list between dates goes on at an instant and a row, any other one at a row.
  ({ cursor, from, to }) =>
    cursor === undefined || cursor.includes('-') === (from !== undefined || to !== undefined),
  { path: ['cursor'], error: 'cursor is what meta.next of the page before, with the same filters, said.' }
);
export type InboundEmailsQuery = z.infer<typeof inboundEmailsQuery>;

/** What a mail did. */
export const inboundAction = z.strictObject({
  type: z.enum(['create', 'append', 'report']),
  /** UID of the entry's content type. */
  contentType: z.string().nullable(),
  /** documentId of the entry. */
  entry: z.string().nullable(),
  /** documentId of the thread. */
  thread: z.string().nullable(),
  /** documentId of the alias. */
  alias: z.string().nullable(),
});
export type InboundAction = z.infer<typeof inboundAction>;

/** A mail in the list. */
export const inboundEmail = z.strictObject({
  documentId,
  state: inboundState,
  /** For programs. */
  reason: z.string().nullable(),
  /** For people. */
  explanation: z.string().nullable(),
  subject: z.string().nullable(),
  from: z.string().nullable(),
  fromName: z.string().nullable(),
  /** Bytes. */
  size: z.number().nullable(),
  receivedAt: instant,
  sourceType: z.string().nullable(),
  sourceName: z.string().nullable(),
  incomingServerId: z.string().nullable(),
  /** Imported history: delivered without notices or redistribution. */
  quiet: z.boolean(),
  attempts: z.int(),
  nextAttemptAt: instant,
  /** What a person may want to know besides, as in `message_id_reused`. */
  flags: z.array(z.string()),
  /** The entry that the mail became or joined. */
  contentType: z.string().nullable(),
  entryDocumentId: z.string().nullable(),
  threadId: z.string().nullable(),
  /** Whether the exact bytes are still here. */
  rawStored: z.boolean(),
});
export type InboundEmail = z.infer<typeof inboundEmail>;

/** `GET /mail-gateway/inbound-emails/:documentId` */
export const inboundEmailDetail = inboundEmail.extend({
  messageId: z.string().nullable(),
  envelope: z.unknown(),
  /** The decision with its evidence. */
  route: z.unknown(),
  actions: z.array(inboundAction),
});
export type InboundEmailDetail = z.infer<typeof inboundEmailDetail>;

/** What became of a mail: answer of the doors and of `POST …/inbound-emails/:documentId/replay`. */
export const inboundOutcome = z.strictObject({
  documentId,
  state: inboundState,
  reason: z.string().nullable(),
  explanation: z.string().nullable(),
  actions: z.array(inboundAction),
});
export type InboundOutcome = z.infer<typeof inboundOutcome>;

/**
 * `GET /mail-gateway/inbound-emails/:documentId/like`: the mails, newest first, that ended for the same reason at the same
 * alias and can be replayed; the one itself is not among them.
 */
export const inboundEmailsLike = z.strictObject({
  /** documentId of the alias at which the mail ended; null where it ended at none. */
  alias: z.string().nullable(),
  documentIds: z.array(documentId),
  /** There may be more than are named. */
  hasMore: z.boolean(),
});
export type InboundEmailsLike = z.infer<typeof inboundEmailsLike>;
