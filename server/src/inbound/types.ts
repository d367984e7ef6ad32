import type { Readable } from 'node:stream';
import type { Envelope } from '../mail';
import type { ReadMail } from '../mime-worker';
import type { Transaction } from '../storage';

/** States of an inbound email. `received` is the only one that is not final. */
export type InboundState =
  'received' | 'delivered' | 'reported' | 'rejected' | 'ignored' | 'unroutable' | 'failed';

/** Where one copy of a mail came from and what is known of its way. */
export interface Delivery {
  source: {
    type: 'imap' | 'http' | 'smtp' | 'lmtp' | 'service';
    /** For people: name of the incoming server, of the API token, where the listener listens … */
    name: string;
    /** documentId of the incoming server, where there is one. */
    incomingServerId: string | null;
  };
  /** Identity of this copy at its source; null where the source has none. */
  sourceKey: string | null;
  envelope: Envelope;
  /** When the source took the mail in (IMAP: INTERNALDATE). */
  receivedAt: Date;
  /** Imported history: delivered without notices or redistribution. */
  quiet: boolean;
}

export interface StoredMail {
  /** documentId of the journal row; of the earlier row when this copy is already stored. */
  documentId: string;
  /** The source's key was there before: nothing was written. */
  duplicate: boolean;
  /** Where it was claimed in the same commit, for whoever processes it next. */
  claimed?: ClaimedRow;
}

/** A journal row as the pipeline reads it. */
export interface JournalRow {
  documentId: string;
  state: InboundState;
  reason: string | null;
  sourceType: string | null;
  sourceName: string | null;
  incomingServerId: string | null;
  envelope: { recipients?: readonly string[]; sender?: string | null } | null;
  messageId: string | null;
  contentKey: string | null;
  subject: string | null;
  /** Address of the author. */
  from: string | null;
  fromName: string | null;
  receivedAt: string;
  createdAt: string;
  quiet: boolean | null;
  rawStored: boolean | null;
  attempts: number | null;
  /** Bytes, as they were counted when the mail was stored. */
  size: number | string | null;
  /** The decision; what the loop window held back can be delivered later. */
  route: { held?: unknown[] } | null;
  results: unknown;
  /** What an editor decided about it; null where nobody did. */
  accepted: Acceptance | null;
}

/** An editor's word on a suggested mail. */
export interface Acceptance {
  /** The thread that it joins. */
  threadId: string;
  /** The editor's name. */
  by: string;
  /** It stays among colleagues. */
  asNote: boolean;
  /** Digest of the editor and the id of their request, by which a repeat is known. */
  request?: string;
}

/** The right to process one mail, as it stands in the journal. */
export interface ClaimedRow {
  row: JournalRow;
  /** What the row is locked by. */
  owner: string;
}

/** "Store first": what a door calls before it tells its source anything. */
export interface InboundStore {
  /**
   * Commits raw bytes and journal row (`received`).
   * @param alongside runs in the journal row's transaction (a mailbox moves its cursor here), also for a duplicate.
   */
  store(
    raw: Readable,
    delivery: Delivery,
    alongside?: (trx: Transaction) => Promise<void>
  ): Promise<StoredMail>;
  /**
   * The same for several mails in one commit, whose bytes are in memory. All are stored, or none is. They may be claimed
   * at once, for whoever stores them to have them processed.
   * @returns in the order of the mails.
   */
  storeAll(
    mails: readonly { raw: Buffer; delivery: Delivery }[],
    alongside?: (trx: Transaction) => Promise<void>
  ): Promise<StoredMail[]>;
  /**
   * Journals a mail that is too large to be fetched: `failed / too_large`, with what its header block says.
   * @param size bytes, as the source reports it.
   */
  storeOversize(
    headerBlock: Buffer,
    size: number,
    delivery: Delivery,
    alongside?: (trx: Transaction) => Promise<void>
  ): Promise<StoredMail>;
  /**
   * Journals a mail that its server does not hand over, or that could not be stored, in any of several attempts:
   * `failed / unfetchable`. It stays where it is at its source.
   * @param headerBlock empty when not even that could be read.
   * @param problem a sentence on the last attempt, for people.
   */
  storeUnfetchable(
    headerBlock: Buffer,
    size: number,
    problem: string,
    delivery: Delivery,
    alongside?: (trx: Transaction) => Promise<void>
  ): Promise<StoredMail>;
  /** Journals a copy that lies before the start of the import: `ignored / before_start`, header block only. */
  storeSkipped(
    headerBlock: Buffer,
    size: number,
    delivery: Delivery,
    alongside?: (trx: Transaction) => Promise<void>
  ): Promise<StoredMail>;
}

/** A mail in memory. */
export interface HeldMail {
  raw: Buffer;
  /** What it reads as; null: it has to be read piece by piece. */
  read(): Promise<ReadMail | null>;
}

/** A stored mail that is to be processed. */
export interface WaitingMail {
  documentId: string;
  /** Where it is at hand. */
  held?: HeldMail;
  /** Where that was done when it was stored. */
  claimed?: ClaimedRow;
}

/** Takes stored mails to their final states. Never rejects for what a mail contains. */
export interface InboundProcessor {
  /**
   * Holds a mail that is still to be stored. Where that is done beside the main thread, it begins to be read; what goes
   * wrong shows when it is processed.
   */
  hold(raw: Buffer): HeldMail;
  /** @returns the state it ended in; `received` when it waits for another mail or another process has it. */
  process(documentId: string): Promise<InboundState>;
  /**
   * Takes mails through together, a few dozen at most: they share look-ups and commits.
   * @param before mails that have to be through before these are decided; these are read meanwhile.
   */
  processAll(mails: readonly WaitingMail[], before?: Promise<void>): Promise<void>;
}
