/** One address of a header or an envelope. The domain is in lower case ASCII (punycode); the local part is as written. */
export interface MailAddress {
  address: string;
  /** Display name, decoded; empty when there is none. */
  name: string;
}

/** One header field in the order of the mail, topmost first. */
export interface HeaderField {
  /** Lower case. */
  name: string;
  /** Unfolded, not decoded (RFC 2047 words stay as they are). */
  value: string;
}

/**
 * The decoded bytes of one attachment: small ones wait in memory, larger ones are already in the chunk store under
 * `owner` (an orphan there is swept when the mail never becomes a message).
 */
export type PartContent = { kind: 'memory'; bytes: Buffer } | { kind: 'stored'; owner: string };

/** A leaf of the MIME tree that is not one of the two bodies. */
export interface ParsedAttachment {
  /** Position among the attachments, from 0. */
  index: number;
  fileName: string | null;
  /** Lower case `type/subtype`, as declared. */
  contentType: string;
  /** Without angle brackets. */
  contentId: string | null;
  disposition: 'attachment' | 'inline' | null;
  /** Decoded size in bytes. */
  size: number;
  /** SHA-256 of the decoded bytes, lower-case hexadecimal. */
  digest: string;
  content: PartContent;
}

/**
 * The machine-readable parts of a report (RFC 6522), as text; null where the mail has none. Old mailers send them outside
 * a `multipart/report`: then `reportType` is null and the rest is filled.
 */
export interface ReportParts {
  /** The `report-type` parameter, lower case; null when the top level is no `multipart/report`. */
  reportType: string | null;
  /** `message/delivery-status` or `message/global-delivery-status` (RFC 3464, 6533). */
  deliveryStatus: string | null;
  /** `message/feedback-report` (RFC 5965). */
  feedbackReport: string | null;
  /** Header block of the embedded original: `message/rfc822` or `text/rfc822-headers`. */
  originalHeaders: string | null;
}

/** What parsing noticed and a person may want to know; never a reason to lose the mail. */
export type ParseWarning =
  /** The MIME structure was given up; what was read until then is there. Always together with the cause, where known. */
  | 'unparsable'
  /** Reading it took longer than the time that one mail may have. */
  | 'too_slow'
  | 'too_many_parts'
  | 'header_too_large'
  | 'message_id_missing'
  | 'message_id_duplicate'
  | 'date_missing'
  | 'date_invalid'
  | 'from_missing'
  | 'from_invalid'
  | 'from_duplicate'
  | 'subject_duplicate'
  | 'charset_unknown'
  | 'html_too_complex'
  | 'text_cut'
  | 'encrypted_or_tnef';

/** What the header block of a mail says. Strings are storable: no NUL, no lone surrogate (see `cleanText`). */
export interface MailHead {
  headers: readonly HeaderField[];
  /** `<…>` with its brackets; null when missing or unusable. The first one counts. */
  messageId: string | null;
  inReplyTo: readonly string[];
  references: readonly string[];
  /** Null when missing or not a date; never "now". */
  date: Date | null;
  /** Decoded; empty when missing. */
  subject: string;
  from: readonly MailAddress[];
  sender: readonly MailAddress[];
  replyTo: readonly MailAddress[];
  to: readonly MailAddress[];
  cc: readonly MailAddress[];
  resentTo: readonly MailAddress[];
  resentCc: readonly MailAddress[];
}

/** One mail, decoded once. */
export interface ParsedMail extends MailHead {
  /** Decoded plain text body, line ends LF; null when the mail has none, or only blanks. */
  text: string | null;
  /** Decoded HTML body, **not** sanitised; null when the mail has none. */
  html: string | null;
  attachments: readonly ParsedAttachment[];
  report: ReportParts;
  /** The digest that equal copies share, however they came (`parse/content-key.ts`). */
  contentKey: string;
  /** SHA-256 of the raw bytes. */
  rawDigest: string;
  /** Raw size in bytes. */
  size: number;
  warnings: readonly ParseWarning[];
}

/** How the mail reached us, beyond what it says of itself (RFC 5321). */
export interface Envelope {
  /** RCPT TO, as given by the door; empty when the door knows none (IMAP). */
  recipients: readonly string[];
  /** RCPT TO that are no addresses, as given: they route nothing, and are kept to be seen. */
  ignoredRecipients?: readonly string[];
  /** MAIL FROM: '' = null sender, null = the door does not know. */
  sender: string | null;
  clientIp?: string | null;
  helo?: string | null;
}
