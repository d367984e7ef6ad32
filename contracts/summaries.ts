import { z } from 'zod';
import { requiredText } from './fields';

/** Numbers for the home page, each counted up to a limit, so that they cost the same on a site with millions of mails. */

/** Where counting ends: this number stands for itself and for all above. */
export const SUMMARY_LIMIT = 1000;

/** How far back what came and what left is counted. */
export const SUMMARY_DAYS = 7;

/** `GET /mail-gateway/inbound-emails/summary` */
export const inboundSummary = z.strictObject({
  /** Came in within `SUMMARY_DAYS`. */
  received: z.int(),
  /** Wait for a person, however old they are: found no place, or failed. */
  attention: z.int(),
});
export type InboundSummary = z.infer<typeof inboundSummary>;

/** `GET /mail-gateway/outbound-emails/summary` */
export const outboundSummary = z.strictObject({
  /** Taken by a server within `SUMMARY_DAYS`. */
  accepted: z.int(),
  /** Wait to leave. */
  queued: z.int(),
  /** Wait for a person: nobody knows whether they arrived. */
  uncertain: z.int(),
});
export type OutboundSummary = z.infer<typeof outboundSummary>;

/** `POST /mail-gateway/test-mails`: a mail of ours goes through everything that one of a customer would. */
export const createTestMail = z.strictObject({
  /** The address that it is for. */
  to: requiredText('The address'),
});
export type CreateTestMail = z.infer<typeof createTestMail>;
