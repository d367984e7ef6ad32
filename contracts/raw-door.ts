import { z } from 'zod';

/**
 * `POST /api/mail-gateway/inbound/raw`, body `message/rfc822`: 200 with the final state, 202 while it is still
 * `received`, then `GET /api/mail-gateway/inbound/:documentId`. Both answer an `InboundOutcome` as `data`.
 */
export { inboundOutcome as rawDoorOutcome, type InboundOutcome as RawDoorOutcome } from './inbound-emails';

const texts = z.preprocess(
  // More than 100 repeated parameters reach us as an object with numbers as keys.
  (given) =>
    given === undefined ? [] : typeof given === 'object' && given !== null ? Object.values(given) : [given],
  z.array(z.string({ error: 'recipient is an address.' }).max(1000))
);

/** The envelope, as far as the caller knows it. */
export const rawDoorQuery = z.strictObject({
  /** RCPT TO, repeated for several. */
  recipient: texts,
  /** MAIL FROM; empty: the null sender; left out: not known. */
  sender: z.string().max(1000).optional(),
  client_ip: z.string().max(64).optional(),
  helo: z.string().max(255).optional(),
});
export type RawDoorQuery = z.infer<typeof rawDoorQuery>;
