import { z } from 'zod';
import { keyPageQuery } from './answers';
import { documentId, flag, instant, requestId } from './fields';
import { outboundState } from './outbound-emails';
import { sentence } from './sentences';

const body = (label: string) =>
  z
    .string({ error: `${label} is a text.` })
    .max(5_000_000, `${label} has at most 5 million characters.`)
    .refine((text) => text.trim() !== '', `${label} is empty.`);

/** Bytes of all files of a message: many servers take no larger mail. */
export const FILES_SIZE_LIMIT = 15_000_000;
/** Files of a message. */
export const FILE_COUNT_LIMIT = 20;

/** The fields of a message that has files, which are all it needs. */
export const postThreadMessageWithFiles = z.strictObject({
  html: body('html').optional(),
  text: body('text').optional(),
  /** Seen by admin users only; no mail leaves. */
  note: flag('note').default(false),
  /** Made for this message: sent again, it sends nothing twice. */
  requestId: requestId.optional(),
});

/**
 * `POST /mail-gateway/threads/:documentId/messages`, as JSON; or as `multipart/form-data` with these fields and `files`, for
 * each file one.
 */
export const postThreadMessage = postThreadMessageWithFiles.refine(
  ({ html, text }) => html !== undefined || text !== undefined,
  {
    message: 'The message is missing: give html or text.',
  }
);
export type PostThreadMessage = z.infer<typeof postThreadMessage>;

/** One mail that leaves because of the message. */
export const postedMail = z.strictObject({
  documentId,
  recipient: z.string(),
  state: outboundState,
});

/** The answer. */
export const postedMessage = z.strictObject({
  documentId,
  /** The Message-ID, with its angle brackets; null for a note. */
  messageId: z.string().nullable(),
  outbound: z.array(postedMail),
});
export type PostedMessage = z.infer<typeof postedMessage>;

/** `GET /mail-gateway/threads/:documentId/messages` */
export const threadMessagesQuery = keyPageQuery.extend({
  /** `asc`: oldest first; `desc`: newest first. */
  order: z.enum(['asc', 'desc'], { error: 'order is asc or desc.' }).default('asc'),
});
export type ThreadMessagesQuery = z.infer<typeof threadMessagesQuery>;

const address = z.strictObject({ address: z.string(), name: z.string() });

/** Who wrote it: somebody with an address, or an admin user. */
export const messageAuthor = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('address'), address: z.string(), name: z.string() }),
  z.strictObject({
    type: z.literal('admin'),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
  }),
]);
export type MessageAuthor = z.infer<typeof messageAuthor>;

/** A file of a message; its bytes are private. */
export const messageAttachment = z.strictObject({
  documentId,
  name: z.string(),
  /** MIME type, as declared by the sender. */
  type: z.string(),
  /** Bytes. */
  size: z.number(),
  /** By which the HTML names it, as in `cid:…`; null where it does not. */
  contentId: z.string().nullable(),
});
export type MessageAttachment = z.infer<typeof messageAttachment>;

/** What became of one mail that left because of a message. */
export const messageMail = postedMail.extend({
  /** For people; null while there is nothing to say. */
  explanation: z.string().nullable(),
  /** The sentences of `explanation`; empty for what an older version stored. */
  sentences: z.array(sentence),
  /** The outgoing server of the last attempt; null before it. */
  serverName: z.string().nullable(),
});
export type MessageMail = z.infer<typeof messageMail>;

/** `PUT /mail-gateway/threads/:documentId/messages/:messageId/cut` */
export const cutMessage = z.strictObject({
  /** True: nothing of the message is quoted, show all of it. False: cut it again. */
  whole: z.boolean({ error: 'whole is true or false.' }),
});
export type CutMessage = z.infer<typeof cutMessage>;

/** The author's own words, without what their mail program quoted and without the signature. Also the answer. */
export const messageCut = z.strictObject({
  /** Sanitised; null where the message has no HTML. */
  html: z.string().nullable(),
  text: z.string(),
  /** Somebody said that the message is to be shown whole. */
  whole: z.boolean(),
});
export type MessageCut = z.infer<typeof messageCut>;

/** One contribution to a conversation. */
export const threadMessage = z.strictObject({
  documentId,
  /** `note`: seen by admin users only. */
  direction: z.enum(['incoming', 'outgoing', 'note']),
  from: z.array(address),
  to: z.array(address),
  cc: z.array(address),
  subject: z.string().nullable(),
  /** Sanitised when it was stored. */
  html: z.string().nullable(),
  text: z.string().nullable(),
  /** Null where nothing was cut: all of it is the author's own. */
  cut: messageCut.nullable(),
  author: messageAuthor.nullable(),
  /**
   * Why an incoming message may speak here: A (the follower, proven) to D (nothing proves it), or that an editor accepted
   * it; null for what needs no proof.
   */
  proof: z.enum(['A', 'B', 'C', 'D', 'accepted']).nullable(),
  /** Whose reply key it came with, or which editor accepted it; null without either. */
  via: address.nullable(),
  /** documentId of the received mail that it came from. */
  inboundId: z.string().nullable(),
  sentAt: instant,
  attachments: z.array(messageAttachment),
  /** One for each recipient of an outgoing message; empty for all others. */
  outbound: z.array(messageMail),
});
export type ThreadMessage = z.infer<typeof threadMessage>;
