/** The budget of one mail. Beyond it a mail is still accepted, but read less far; the raw source keeps everything. */
export interface ParseLimits {
  /** Decoded bytes of all plain text parts that become the text body; the same again for HTML. */
  bodyBytes: number;
  /** An attachment up to this size waits in memory; a larger one goes to the chunk store. */
  memoryPerAttachment: number;
  /** All attachments in memory together. */
  memoryTogether: number;
  /** MIME parts, containers included. */
  parts: number;
  /** Header block of the mail or of one part. */
  headerBytes: number;
  /** Time spent on reading it, without waiting for its source or for the chunk store. */
  milliseconds: number;
}

const MB = 1024 * 1024;

export const DEFAULT_LIMITS: ParseLimits = {
  bodyBytes: 2 * MB,
  memoryPerAttachment: MB,
  memoryTogether: 4 * MB,
  parts: 1000,
  headerBytes: MB,
  milliseconds: 120_000,
};
