import { z } from 'zod';
import { documentId, instant } from './fields';

/** Mails that may belong to a conversation, and that nothing proves to: an editor decides. */

/** `GET /mail-gateway/threads/:documentId/suggestions`: the oldest first, the first fifty. */
export const suggestion = z.strictObject({
  /** Of the inbound email. */
  documentId,
  subject: z.string(),
  from: z.string(),
  fromName: z.string(),
  receivedAt: instant,
  /** Why it did not join by itself. */
  explanation: z.string(),
});
export type Suggestion = z.infer<typeof suggestion>;

/** `POST /mail-gateway/suggestions/:documentId/accept` and `…/refuse`: of the inbound email. Both answer what became of it. */
