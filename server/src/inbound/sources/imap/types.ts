import type { StepSentence } from '../../../../../contracts';
/** Steps of a run that can fail or stall on their own; each has its own time limit. */
export type Phase =
  | 'dns'
  | 'connect'
  | 'greeting'
  | 'starttls'
  | 'login'
  | 'open'
  | 'list'
  | 'download'
  | 'after_fetch'
  | 'logout'
  /** Ours, not the server's: reading the password, storing a mail. */
  | 'store';

export type Encryption = 'none' | 'starttls' | 'tls';

/** What becomes of a mail's copy on the server once it is committed here. */
export type AfterFetch = 'leave' | 'seen' | 'move' | 'delete';

/** An incoming server of protocol IMAP, as its row says. */
export interface IncomingServer {
  documentId: string;
  name: string;
  host: string;
  port: number;
  encryption: Encryption;
  username: string;
  folder: string;
  state: 'draft' | 'confirmed';
  active: boolean;
  priority: number;
  afterFetch: AfterFetch;
  /** Target of `move`. */
  afterFetchFolder: string | null;
  /** `unseen` | `now` | `days:n` | `all` (`start.ts`). */
  startFrom: string;
  /** PEM of an authority that the site owner trusts for this server beside the well-known ones. */
  certificateAuthority: string | null;
  /** Bytes; null: the site's limit. */
  maxMessageSize: number | null;
  confirmedAt: Date | null;
  /** `accountKey` at the last confirmation: another account or folder has to be confirmed first. */
  confirmedAccount: string | null;
  cursor: Cursor;
  errorSince: Date | null;
  errorCode: string | null;
  failures: number;
  nextAttemptAt: Date | null;
}

/** How far a folder has been taken in. */
export interface Cursor {
  /** Null: never confirmed. UIDs count only below one UIDVALIDITY (RFC 9051 2.3.1.1). */
  uidValidity: string | null;
  /** Every UID up to here has a journal row, or lies before the start of the import. */
  lastUid: number;
  /** Up to here the after-fetch action has been done; a crash leaves it behind `lastUid`. */
  actedUid: number;
  /** From this UID on everything is imported: it was not there when the folder was confirmed, or renumbered. */
  startUid: number;
  /**
   * Which UIDs below `startUid` are imported, as an IMAP sequence set; empty: none. Null after the server has
   * renumbered the folder: each mail is then judged by its age.
   */
  startUids: string | null;
  troubles: readonly Trouble[];
}

/** A mail that could not be taken in yet. */
export interface Trouble {
  uid: number;
  attempts: number;
  /** Milliseconds since 1970: not tried before. */
  notBefore: number;
  problem: string;
}

/** What went wrong with a server, for the person who set it up. Contains no password. */
export interface ServerFailure {
  /** Stable, for the API and the row's `errorCode`. */
  code: string;
  phase: Phase;
  /** What was being done. */
  tried: string;
  /** The server's own words; null before a valid greeting, and where it said nothing. */
  serverSaid: string | null;
  /** What happened. */
  message: string;
  /** What to do about it. */
  advice: string;
}

/** One thing that was done at a server, in order. */
export interface Step {
  tried: StepSentence;
  ok: boolean;
}

export interface FetchReport {
  documentId: string;
  name: string;
  /**
   * - `fetched`: the whole folder was looked through, or as much of it as the run had time for, see `more`
   * - `failed`: the run ended early, see `failure`
   * - `stopped`: the lease was lost or the process is shutting down; another run goes on
   * - `busy`: another process or run has this mailbox
   * - `inactive`: not confirmed, or switched off
   * - `kept_quiet`: this site looks like a copy and may not fetch
   */
  outcome: 'fetched' | 'failed' | 'stopped' | 'busy' | 'inactive' | 'kept_quiet';
  /** Mails looked at, known ones included. */
  listed: number;
  /** Journaled with their bytes in this run. */
  stored: number;
  /** Found to be journaled already while being stored. */
  duplicates: number;
  /** Journaled as `failed / too_large`. */
  oversize: number;
  /** Journaled as `ignored / before_start`. */
  skipped: number;
  /** Could not be taken in; tried again later. */
  postponed: number;
  /** Journaled as `failed / unfetchable`. */
  unfetchable: number;
  /** The run's time was over before the folder was looked through: go on soon. */
  more: boolean;
  failure: ServerFailure | null;
  /** Something that did not keep mails from being taken in, such as an after-fetch folder that does not exist. */
  warning: ServerFailure | null;
  steps: readonly Step[];
}

/** Answer of *Test & confirm*. */
export type ConfirmReport =
  | { ok: true; willImport: number; folderSize: number; steps: readonly Step[] }
  | { ok: false; failure: ServerFailure; steps: readonly Step[] };
