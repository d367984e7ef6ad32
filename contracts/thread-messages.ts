import { z } from 'zod';
import { documentId, flag } from './fields';

const body = (label: string) =>
  z
    .string({ error: `${label} is a text.` })
    .max(5_000_000, `${label} has at most 5 million characters.`)
    .refine((text) => text.trim() !== '', `${label} is empty.`);

/** `POST /mail-gateway/threads/:documentId/messages` */
export const postThreadMessage = z
  .strictObject({
    html: body('html').optional(),
    text: body('text').optional(),
    /** Seen by admin users only; no mail leaves. */
    note: flag('note').default(false),
  })
  .refine(({ html, text }) => html !== undefined || text !== undefined, {
    message: 'The message is missing: give html or text.',
  });
export type PostThreadMessage = z.infer<typeof postThreadMessage>;

/** One mail that leaves because of the message. */
export const postedMail = z.strictObject({
  documentId,
  recipient: z.string(),
  state: z.enum([
    'queued',
    'sending',
    'accepted',
    'failed',
    'uncertain',
    'cancelled',
    'bounced',
    'complained',
  ]),
});

/** The answer. */
export const postedMessage = z.strictObject({
  documentId,
  /** The Message-ID, with its angle brackets; null for a note. */
  messageId: z.string().nullable(),
  outbound: z.array(postedMail),
});
export type PostedMessage = z.infer<typeof postedMessage>;
