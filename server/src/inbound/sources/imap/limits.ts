const SECOND = 1000;
const KB = 1024;

/** Bounds of a run: milliseconds for each phase, and what is held in memory. */
export interface ImapLimits {
  dns: number;
  connect: number;
  greeting: number;
  login: number;
  open: number;
  /** One page. */
  list: number;
  /** Silence of the server in the middle of a mail. */
  downloadStall: number;
  /** One mail from its first byte to its last, however busily the server drips. */
  download: number;
  afterFetch: number;
  /** Between two signs of life while a mail is processed: under the idle time that any server allows. */
  keepAlive: number;
  logout: number;
  /** A mailbox's turn when all are fetched, after which the others have theirs; looked at between mails. */
  runBudget: number;
  /** Mails listed at a time. */
  pageSize: number;
  /** Bytes asked for at a time. */
  chunkSize: number;
  /** Mails that are taken in together, in one commit. */
  together: number;
  /** Bytes of the largest of them; larger mails are taken in alone, as a stream. */
  heldMail: number;
  /** Bytes of all of them. */
  bytesTogether: number;
  /** Bytes of the largest mail that is downloaded, where its server has no limit of its own. */
  maxMessageSize: number;
  /** Pauses before a mail that could not be taken in is tried again; after the last one it is given up. */
  troublePauses: readonly number[];
  /** Mailboxes fetched at the same time by one process. */
  concurrency: number;
}

export const DEFAULT_LIMITS: ImapLimits = {
  dns: 10 * SECOND,
  connect: 15 * SECOND,
  greeting: 15 * SECOND,
  login: 30 * SECOND,
  open: 30 * SECOND,
  list: 60 * SECOND,
  downloadStall: 60 * SECOND,
  download: 15 * 60 * SECOND,
  afterFetch: 30 * SECOND,
  keepAlive: 30 * SECOND,
  logout: 5 * SECOND,
  runBudget: 120 * SECOND,
  pageSize: 500,
  chunkSize: 256 * KB,
  together: 50,
  heldMail: 2 * KB * KB,
  bytesTogether: 8 * KB * KB,
  maxMessageSize: 50 * KB * KB,
  troublePauses: [60 * SECOND, 15 * 60 * SECOND],
  concurrency: 4,
};
