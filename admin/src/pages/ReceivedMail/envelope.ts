/** The envelope that a mail came in (RFC 5321), as far as its source knew it. */
export interface ShownEnvelope {
  /** '' is the null sender, null: not known. */
  sender: string | null;
  recipients: string[];
  clientIp: string | null;
  helo: string | null;
}

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Reads a stored envelope; what has another form is not known. */
export const envelopeOf = (stored: unknown): ShownEnvelope => {
  const fields: Partial<Record<keyof ShownEnvelope, unknown>> =
    typeof stored === 'object' && stored !== null ? stored : {};
  const recipients: unknown[] = Array.isArray(fields.recipients) ? fields.recipients : [];
  return {
    sender: textOr(fields.sender),
    recipients: recipients.filter((recipient) => typeof recipient === 'string'),
    clientIp: textOr(fields.clientIp),
    helo: textOr(fields.helo),
  };
};
