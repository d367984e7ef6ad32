import { z } from 'zod';
import { instant } from './fields';
import { sentence, type SentenceOf } from './sentences';

/** What *Test connection*, *Test & confirm* and *Fetch now* answer. None of it contains a password. */

/** What went wrong at a server, for the person who set it up. */
export const connectionFailure = z.strictObject({
  /** For programs: `no_answer`, `wrong_password` … */
  code: z.string(),
  /** What was being done. */
  tried: z.string(),
  /** The server's own words; null before a valid greeting, and where it said nothing. */
  serverSaid: z.string().nullable(),
  /** What happened. */
  message: z.string(),
  /** What to do about it. */
  advice: z.string(),
});
export type ConnectionFailure = z.infer<typeof connectionFailure>;

/** What is done at a server, beside the commands of SMTP, which are shown as they are. */
export const CONNECTION_STEPS = {
  look_up: ['host'],
  connect: ['host', 'port'],
  secure: [],
  greeting: [],
  password: [],
  connect_and_log_in: ['host', 'port', 'encryption', 'user'],
  open_folder: ['folder'],
  look_for_folder: ['folder'],
  count_mails: ['folder'],
  list_folder: ['folder'],
  download: ['uid'],
  download_many: ['count'],
  read_header: ['uid'],
  after_fetch: ['action'],
} as const;
export type StepSentence = SentenceOf<typeof CONNECTION_STEPS>;

/** One thing that was done at the server, in order. */
export const connectionStep = z.strictObject({
  tried: z.string(),
  /** What `tried` says; null for a command of SMTP. */
  about: sentence.pick({ code: true, values: true }).nullable(),
  ok: z.boolean(),
  /** The server's words, or what happened instead; null where nothing is known. */
  serverSaid: z.string().nullable(),
});
export type ConnectionStep = z.infer<typeof connectionStep>;

/** `POST …/outgoing-servers/:documentId/test` and `POST …/outgoing-servers/test`. No mail is sent. */
export const connectionTest = z.strictObject({
  ok: z.boolean(),
  /** Null when all is well. */
  failure: connectionFailure.nullable(),
  steps: z.array(connectionStep),
});
export type ConnectionTest = z.infer<typeof connectionTest>;

/** What is kept with a saved server of its last test. */
export const keptTest = {
  /** Null: it was never tested. */
  lastTestedAt: instant,
  /** Null where the last test went well. */
  testErrorCode: z.string().nullable(),
  /** What went wrong, and what to do about it. */
  testErrorMessage: z.string().nullable(),
  /** The server is set up differently since then: the test says nothing about it as it is now. */
  testOutdated: z.boolean(),
};

/** `POST …/incoming-servers/:documentId/confirm` */
export const confirmation = connectionTest.extend({
  /** Mails that the next runs import; null after a failure. */
  willImport: z.int().nullable(),
  /** Mails in the folder; null after a failure. */
  folderSize: z.int().nullable(),
});
export type Confirmation = z.infer<typeof confirmation>;

const fetchCounts = {
  /** Mails looked at. */
  listed: z.int(),
  /** Mails taken in. */
  stored: z.int(),
  duplicates: z.int(),
  oversize: z.int(),
  /** Journaled without import, because they lie before its start. */
  skipped: z.int(),
  /** To be tried again later. */
  postponed: z.int(),
  unfetchable: z.int(),
};

/**
 * `GET …/incoming-servers/:documentId/fetch`: how far *Fetch now* has come in the process that answers; null while none
 * runs there.
 */
export const fetchProgress = z.strictObject(fetchCounts);
export type FetchProgress = z.infer<typeof fetchProgress>;

/** `POST …/incoming-servers/:documentId/fetch` */
export const fetchResult = z.strictObject({
  /** `busy`: another run has the mailbox; `kept_quiet`: this site looks like a copy. */
  outcome: z.enum(['fetched', 'failed', 'stopped', 'busy', 'inactive', 'kept_quiet']),
  ...fetchCounts,
  failure: connectionFailure.nullable(),
  /** Something that kept no mail from being taken in. */
  warning: connectionFailure.nullable(),
  steps: z.array(connectionStep),
});
export type FetchResult = z.infer<typeof fetchResult>;
