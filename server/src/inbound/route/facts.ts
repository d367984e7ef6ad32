import type { LeadingField } from '../../authentication';
import type { ParsedMail } from '../../mail';
import type { RecipientGroup } from './groups';

/** What the router needs to know of an alias that one of the mail's addresses names. */
export interface AliasFacts {
  /** documentId. */
  id: string;
  /** Local part. */
  name: string;
  /** The address that people write to. */
  address: string;
  /** UID of the content type that its mail becomes. */
  contentType: string;
  autoReplies: 'ignore' | 'create';
}

/** Whom one address belongs to, as the table of claimed addresses says. */
export type Claim = { kind: 'alias'; alias: AliasFacts } | { kind: 'catchall' | 'bounce' | 'default-from' };

/** The mail is ours: Message-ID of an outbound row, or an `X-Mail-Gateway-Id` that this site signed. */
export interface OwnMail {
  /** `thread`: notification of a thread. `notice`: notice, mailing or probe. `send`: made by `send()`, a contact form. */
  kind: 'thread' | 'notice' | 'send';
  /** documentId of the outbound row; null when the signature alone shows that it is ours. */
  outboundId: string | null;
  /** How often this mail, or the mail that caused it, came back to the site, this time included. */
  hops: number;
}

/** A sent mail that an incoming one is proved to speak of. */
export interface SentMail {
  /** documentId of the outbound row. */
  outboundId: string;
  /** That row's recipient. */
  recipient: string;
}

/** A bounce, complaint or delivery notification, recognised by its content (RFC 3464, RFC 5965, known dialects). */
export interface ReportFacts {
  /** `success`: actions `delivered`, `relayed` and `expanded`. */
  kind: 'bounce' | 'delayed' | 'complaint' | 'success';
  /** Rows that the report proves: by VERP token, ENVID, or Message-ID together with the reported recipient. */
  matches: readonly SentMail[];
}

/**
 * What a machine sent, by RFC 3834 and its equivalents. `auto-replied`: answers a mail (vacation note).
 * `auto-generated`, `bulk` and `list` mail is routed like any other and only never answered.
 */
export type AutomaticClass = 'auto-replied' | 'auto-generated' | 'bulk' | 'list';

/** A thread that the mail leads to. */
export interface ThreadFacts {
  /** documentId. */
  threadId: string;
  /** UID of the entry's content type. */
  contentType: string;
  /** documentId of the entry. */
  entry: string;
  entryExists: boolean;
  /** Target that made the entry (`alias:<id>`, `fallback:<uid>`); null when no mail did. */
  madeBy: string | null;
}

/** A thread that holds a Message-ID which the mail refers to. One Message-ID may stand in several threads. */
export interface ParentFacts extends ThreadFacts {
  /** With angle brackets, as the mail refers to it. */
  messageId: string;
  /** The Message-ID is one of ours and its HMAC holds. */
  ownSigned: boolean;
  /** It carries the key of a follower's row that is gone: whoever leaves and comes back gets another. */
  isKeyGone: boolean;
  /** The sender's address wrote a message of this thread before, other than a note, or follows it. */
  senderTookPart: boolean;
  /** The message is a note among colleagues. */
  isNote: boolean;
}

/** A follower's reply key that this site signed: it shows through whose mail the answer came. */
export interface KeyFacts extends ThreadFacts {
  followerId: string;
  /** The follower's name and address. */
  name: string;
  address: string;
  /** documentId of the admin user whose key it is; null for an address. */
  adminUser: string | null;
  /** Why it is worth nothing any more; null: it holds. */
  voided: 'unfollowed' | 'blocked' | 'no_right' | null;
  /** The sender's address is the follower's. */
  isSender: boolean;
  /** The follower may answer in the panel. */
  mayPost: boolean;
  /** It stands in an address of the mail, and not only in a Message-ID that the mail refers to. */
  inAddress: boolean;
  /**
   * The sender wrote it: it stands in To or Cc, or in a Message-ID that the mail refers to. Envelope and trace fields are
   * written by whoever hands the mail over.
   */
  isWritten: boolean;
  /** It stood in the mail that brought a note. */
  isNote: boolean;
}

/** A suggestion that an editor accepted: the mail joins this thread. */
export interface AcceptedFacts extends ThreadFacts {
  /** Name of the editor. */
  by: string;
  /** They keep it among colleagues. */
  asNote: boolean;
}

/** Effects of this sender in the loop window, and what the system parameters allow. */
export interface LoopFacts {
  /** Effects in the window by target (see `possibleTargets`); a target that is missing had none. */
  counts: ReadonlyMap<string, number>;
  /** `mail.gateway.loop.threshold`: effects that one sender may have on one target; 0 and less: no limit. */
  threshold: number;
  /** `mail.gateway.loop.minutes`: length of the window. */
  minutes: number;
  /** The sender stands in `mail.gateway.allowed`, or the mail lay in the mailbox before it was confirmed. */
  exempt: boolean;
}

/** Everything that was looked up before the decision: plain data, so that live run, simulation and test are one. */
export interface RoutingFacts {
  mail: Pick<ParsedMail, 'to' | 'cc' | 'resentTo' | 'resentCc' | 'inReplyTo' | 'references'>;
  /** `candidateGroups` of the mail. */
  groups: readonly RecipientGroup[];
  /** By `addressKey` of the candidate address, found under one of its `lookupForms`; addresses of others are missing. */
  claims: ReadonlyMap<string, Claim>;
  /** The trial of the delimiter (`delimiter-tests`) whose signed key stands in one of the addresses. */
  probe: string | null;
  own: OwnMail | null;
  report: ReportFacts | null;
  automatic: AutomaticClass | null;
  /** Sent mails that an auto-reply answers: a referenced Message-ID is the row's, the sender is its recipient. */
  answers: readonly SentMail[];
  /** The mail carries the loop tag of our notices. */
  looped: boolean;
  /** `MAIL FROM:<>`, by the envelope or by Return-Path. */
  nullSender: boolean;
  /** Threads that hold one of `referencedIds` of the mail. */
  parents: readonly ParentFacts[];
  /** Reply keys that the mail carries. */
  keys: readonly KeyFacts[];
  accepted: AcceptedFacts | null;
  sender: {
    /** Address of From; null when there is none. */
    address: string | null;
    /** It is an admin user's. Known where the mail leads to a thread. */
    isAdmin: boolean;
    /**
     * documentIds of the threads to which the mail leads by what the proven From domain (DMARC) vouches for. Asked where a
     * key of this sender's own, or their following, depends on it.
     */
    provenIn: readonly string[];
    /** Fields for which that domain does not vouch; empty where it is not proven, or was not asked. */
    unvouched: readonly LeadingField[];
    /** documentIds of threads in which this address is blocked, among those that the mail leads to. */
    blockedIn: readonly string[];
    /** documentIds of threads that this address follows as no admin user's, among those that the mail leads to. */
    followsIn: readonly string[];
    /** Threads that this address follows, latest first; a few are enough. */
    follows: readonly ThreadFacts[];
  };
  /** "Actions to perform on incoming mails" of the incoming server; null: aliases alone. */
  fallbackContentType: string | null;
  loop: LoopFacts;
}
