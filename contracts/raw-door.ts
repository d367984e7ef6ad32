import { z } from 'zod';

/**
 * `POST /api/mail-gateway/inbound/raw`, body `message/rfc822`: 200 with the final state, 202 while it is still
 * `received`, then `GET /api/mail-gateway/inbound/:documentId`. Both answer an `InboundOutcome` as `data`.
 */
export { inboundOutcome as rawDoorOutcome, type InboundOutcome as RawDoorOutcome } from './inbound-emails';

/** Every text of a parameter. More than 100 repeated parameters reach us as an object with numbers as keys. */
const textsOf = (given: unknown): string[] => {
  if (typeof given === 'string') return [given];
  return typeof given === 'object' && given !== null ? Object.values(given).flatMap(textsOf) : [];
};

const texts = z.unknown().optional().transform(textsOf);

const firstText = z
  .unknown()
  .optional()
  .transform((given) => textsOf(given).at(0));

/**
 * The envelope, as far as the caller knows it. No value is refused: a mail must not be lost for what its envelope says.
 * A parameter that is none of these is refused, because it is a mistake in the caller's URL and not in a mail.
 */
export const rawDoorQuery = z.strictObject({
  /** RCPT TO, repeated for several. */
  recipient: texts,
  /** MAIL FROM; empty: the null sender; left out: not known. */
  sender: firstText,
  client_ip: firstText,
  helo: firstText,
  /** `true`: 404 `recipient_unknown`, and nothing is stored, where no recipient is an address of the site. */
  refuse_unknown: z
    .enum(['true', 'false'], { error: 'refuse_unknown is true or false.' })
    .default('false')
    .transform((text) => text === 'true'),
});
export type RawDoorQuery = z.infer<typeof rawDoorQuery>;
