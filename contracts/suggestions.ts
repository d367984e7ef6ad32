import { z } from 'zod';
import { documentId, instant, requestId } from './fields';
import { sentence, type SentenceOf } from './sentences';

/** Mails that may belong to a conversation, and that nothing proves to: an editor decides. */

/** Why a mail did not join by itself. */
export const SUGGESTION_REASONS = {
  colleague_unproven: ['sender'],
  follower_without_reference: ['sender'],
  sender_unknown_here: ['sender'],
} as const;
export type SuggestionReason = SentenceOf<typeof SUGGESTION_REASONS>;

/** `GET /mail-gateway/threads/:documentId/suggestions`: the oldest first, the first fifty. */
export const suggestion = z.strictObject({
  /** Of the inbound email. */
  documentId,
  subject: z.string(),
  from: z.string(),
  fromName: z.string(),
  /**
   * Whom answers, and all later messages, go to once it is accepted as a message, where that is another address than
   * `from`: Reply-To says so. Null: its sender, or nobody.
   */
  answersTo: z.string().nullable(),
  receivedAt: instant,
  /** Why it did not join by itself. */
  explanation: z.string(),
  /** What the explanation says. */
  about: sentence.pick({ code: true, values: true }),
  /**
   * Why it should be accepted as a note: it answers one, so that it becomes one in any case; or its sender's address is a
   * colleague's. Null where nothing speaks for it.
   */
  noteBecause: z.enum(['answers_note', 'colleague']).nullable(),
});
export type Suggestion = z.infer<typeof suggestion>;

/** `POST /mail-gateway/suggestions/:documentId/accept`: of the inbound email. It answers what became of it, as `…/refuse` does. */
export const acceptSuggestion = z.strictObject({
  /** `message`: for all who follow, its sender from now on as well. `note`: for colleagues alone. */
  as: z.enum(['message', 'note'], { error: 'A mail is accepted as message or as note.' }).default('message'),
  /** Made for this decision: sent again, it is answered as the first time, and not as if somebody else had decided. */
  requestId: requestId.optional(),
});
export type AcceptSuggestion = z.infer<typeof acceptSuggestion>;
