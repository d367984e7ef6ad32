import { normaliseAddress } from './addresses';
import { cleanText } from './text';
import type { Envelope } from './types';

/** Longer than any address or host name may be (RFC 5321 4.5.3.1), in characters. */
const ENVELOPE_TEXT = 1000;

const storable = (text: string): string => cleanText(text, ENVELOPE_TEXT);

const storableOrNull = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : storable(text);

/** What a door was told of a mail's way, made storable. Whatever it is, the mail is kept. */
export const storableEnvelope = (told: {
  /** RCPT TO. */
  recipients: readonly string[];
  /** MAIL FROM; empty: the null sender. */
  sender?: string | null | undefined;
  clientIp?: string | null | undefined;
  helo?: string | null | undefined;
}): Envelope => {
  const recipients = told.recipients.map(storable);
  const ignored = recipients.filter((text) => normaliseAddress(text) === null);
  return {
    recipients: recipients.flatMap((text) => normaliseAddress(text) ?? []),
    ...(ignored.length > 0 ? { ignoredRecipients: ignored } : {}),
    sender: storableOrNull(told.sender),
    clientIp: storableOrNull(told.clientIp),
    helo: storableOrNull(told.helo),
  };
};
