import { z } from 'zod';

/** What a received mail says: `GET /mail-gateway/inbound-emails/:documentId/content`. */

/** One header field, as people read it. */
export const shownHeader = z.strictObject({
  /** Lower case. */
  name: z.string(),
  /** On one line, encoded words decoded. */
  value: z.string(),
});
export type ShownHeader = z.infer<typeof shownHeader>;

/** An attachment of the mail, without its bytes. */
export const shownAttachment = z.strictObject({
  name: z.string().nullable(),
  /** As declared: `application/pdf`. */
  type: z.string(),
  /** Decoded bytes. */
  size: z.number(),
});
export type ShownAttachment = z.infer<typeof shownAttachment>;

/** A mail that can be shown. */
export const readableContent = z.strictObject({
  shown: z.literal(true),
  /** In the order of the mail. */
  headers: z.array(shownHeader),
  /** There are more fields, or longer ones, than are listed. */
  headersCut: z.boolean(),
  /** Sanitised; pictures of the mail are `data:` URLs. */
  html: z.string().nullable(),
  text: z.string().nullable(),
  attachments: z.array(shownAttachment),
  /** The mail is damaged, or beyond a limit, and was read in part. */
  partial: z.boolean(),
});

/** One that cannot: its original is not stored, or larger than what is read on demand. */
export const unreadableContent = z.strictObject({
  shown: z.literal(false),
  reason: z.enum(['not_stored', 'too_large']),
  /** Bytes up to which a mail is read on demand. */
  limit: z.number(),
});

export const inboundContent = z.discriminatedUnion('shown', [readableContent, unreadableContent]);
export type InboundContent = z.infer<typeof inboundContent>;
export type ReadableContent = z.infer<typeof readableContent>;
