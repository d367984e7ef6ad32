import type { LeadingField } from '../../authentication';
import type { MailAddress, ParsedMail } from '../../mail';
import type { SafeBodies } from '../../mime-worker';
import type { Newcomer } from '../../threads';
import type { Alias } from '../facts';
import type { Holder } from '../ledger';
import type { FinalReason } from '../route';
import type { InboundState } from '../types';

/** One mail on its way to its targets. */
export interface MailInDelivery extends SafeBodies {
  inboundId: string;
  mail: ParsedMail;
  /** The address that an answer goes to; null when there is none. */
  answerAddress: MailAddress | null;
  /** As whom this address follows what the mail begins, or joins by an editor's word; null: nobody does. */
  follower: Newcomer | null;
  aliases: ReadonlyMap<string, Alias>;
  /** Fields for which the proven domain of its sender does not vouch: anybody may have added them. */
  unvouched: readonly LeadingField[];
  /** When the source took the mail in. */
  receivedAt: Date;
  /** Digest of the sender, by which the loop window counts; null: does not count. */
  senderKey: string | null;
  /** Imported history: it is passed on to nobody. */
  quiet: boolean;
  /** A machine's answer to a mail: it is passed on to nobody. */
  isAutoReply: boolean;
  /** Whether the incoming server keeps attachments. */
  keepAttachments: boolean;
  /** Who has an effect so far, lowest ordinal first. */
  holders(effectKey: string): Promise<Holder[]>;
  /** Waits until the mails that are delivered together have come as far, so that what follows shares a commit. */
  meet(): Promise<void>;
}

/** What became of one action; stored with the mail and shown to people. */
export interface ActionResult {
  type: 'create' | 'append' | 'report';
  target: string;
  state: InboundState;
  reason: FinalReason;
  explanation: string;
  contentType: string | null;
  entryDocumentId: string | null;
  threadId: string | null;
  /** documentId of the thread's message. */
  messageDocumentId: string | null;
  aliasId: string | null;
  /** documentId of the inbound email that this one is a copy of. */
  copyOf: string | null;
  /** The Message-ID had been used by another mail. */
  messageIdReused: boolean;
  /** What a person may want to know: values that did not fit, files that were refused. */
  notes: string[];
}

/** What an effect made, as the ledger keeps it. */
export type Made = Pick<ActionResult, 'contentType' | 'entryDocumentId' | 'threadId' | 'messageDocumentId'>;

export const NOTHING_MADE: Made = {
  contentType: null,
  entryDocumentId: null,
  threadId: null,
  messageDocumentId: null,
};

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** What the ledger kept of an effect, read back. */
export const reviveMade = (kept: unknown): Made => {
  const fields: Partial<Record<keyof Made, unknown>> = typeof kept === 'object' && kept !== null ? kept : {};
  return {
    contentType: textOrNull(fields.contentType),
    entryDocumentId: textOrNull(fields.entryDocumentId),
    threadId: textOrNull(fields.threadId),
    messageDocumentId: textOrNull(fields.messageDocumentId),
  };
};
