import type { InboundState } from '../types';
import { clause, list, megabytes, text, type ReasonDetails } from './wording';

export type { ReasonDetails } from './wording';

interface Reason {
  /** The state that the reason gives an inbound email; null for a flag, which stands beside a state. */
  state: InboundState | null;
  /** Two halves for a person: what happened, and what can be done about it. */
  sentence(details: ReasonDetails): string;
}

const NOTHING_TO_DO = 'Nothing is to be done.';

/**
 * Every reason with which an inbound email can end, or be flagged: the one place that gives it a state and a sentence.
 * All details are optional; a missing one leaves a sentence that is less exact and still true.
 */
const REASONS = {
  // Delivered: the effects that a route asks for.
  created: {
    state: 'delivered',
    sentence: ({ contentType, recipient, entry }) =>
      `Became a new entry of ${text(contentType, 'a content type')}${entry ? ` (${text(entry)})` : ''}${
        recipient ? ` through ${text(recipient)}` : ''
      }.`,
  },
  appended: {
    state: 'delivered',
    sentence: ({ contentType, entry }) =>
      `Joined the conversation of the entry ${text(entry, 'that it refers to')}${
        contentType ? ` of ${text(contentType)}` : ''
      }.`,
  },

  // Reported: recorded on a sent mail, or a report that changes nothing.
  reported_bounce: {
    state: 'reported',
    sentence: ({ recipient }) =>
      `The mail to ${text(recipient, 'a recipient')} came back. Check whether the address is right.`,
  },
  reported_delayed: {
    state: 'reported',
    sentence: ({ recipient }) =>
      `A server reports that the mail to ${text(recipient, 'a recipient')} is delayed and that it keeps trying. ${NOTHING_TO_DO}`,
  },
  reported_complaint: {
    state: 'reported',
    sentence: ({ recipient }) =>
      `${text(recipient, 'A recipient')} marked a mail of this site as unwanted. Do not write to this address again unasked.`,
  },
  success_dsn: {
    state: 'reported',
    sentence: ({ recipient }) =>
      `A server confirms that it delivered or passed on the mail to ${text(recipient, 'a recipient')}. ${NOTHING_TO_DO}`,
  },
  auto_reply_recorded: {
    state: 'reported',
    sentence: ({ recipient }) =>
      `An automatic reply to the mail that was sent to ${text(recipient, 'a recipient')}; ${NOTHING_TO_DO}`,
  },
  not_ours: {
    state: 'reported',
    sentence: () =>
      'A bounce or complaint that does not prove which mail of this site it is about, so nothing was changed. Where many of them arrive, somebody may be sending in your name: check SPF, DKIM and DMARC of your domain.',
  },

  // Rejected.
  catchall_no_proof: {
    state: 'rejected',
    sentence: ({ address }) =>
      `Sent to the catchall address ${text(address)} alone without referring to a conversation of this site; only replies are taken there. If such mail is wanted, create an alias for the address that people should use, or set a content type under "Actions to perform on incoming mails" of the incoming server, then replay this mail.`,
  },

  sender_blocked: {
    state: 'rejected',
    sentence: ({ sender, contentType, entry }) =>
      `${text(sender, 'The sender')} is blocked in the conversation of the entry ${text(entry)}${contentType ? ` of ${text(contentType)}` : ''}. To let the mail in, lift the block there, then replay it.`,
  },
  suggestion_refused: {
    state: 'rejected',
    sentence: ({ by }) =>
      `${text(by, 'An editor')} decided that this mail does not belong to the conversation that it refers to. ${NOTHING_TO_DO}`,
  },

  // Unroutable: waits in quarantine for a person.
  suggestion: {
    state: 'unroutable',
    sentence: ({ by, sender, contentType, entry, thread }) =>
      by === 'admin'
        ? `Claims to be from ${text(sender, 'an admin user')}, who works on this site, and does not prove it: a mail speaks for them only as an answer to a mail that this site sent to them, from a proven address. Decide whether it belongs to the conversation of the entry ${text(entry)}.`
        : by === 'follower'
          ? `${text(sender, 'The sender')} follows a conversation of this site (${text(thread, 'unknown')}), but the mail does not say what it answers. Decide whether it belongs there.`
          : `Refers to the conversation of the entry ${text(entry)}${contentType ? ` of ${text(contentType)}` : ''}, but nothing proves that ${text(sender, 'the sender')} takes part in it. Decide whether it belongs there.`,
  },
  entry_deleted: {
    state: 'unroutable',
    sentence: ({ contentType, entry }) =>
      `Answers the conversation of the entry ${text(entry)}${contentType ? ` of ${text(contentType)}` : ''}, which was deleted, and no alias that could make a new one is among the recipients. Restore the entry, or create an alias for the address that was used, then replay this mail.`,
  },
  bounce_address: {
    state: 'unroutable',
    sentence: () =>
      'Arrived at the bounce address, but it is neither a bounce nor an automatic reply. Read it: if a person wrote it, answer and name an address that is meant for mail.',
  },
  loop_suspected: {
    state: 'unroutable',
    sentence: ({ sender, target, count, minutes, threshold }) =>
      `Held back because ${text(sender, 'this sender')} already had ${text(count, 'too many')} mails delivered to ${text(target, 'the same target')} within ${text(minutes, 'a few')} minutes (limit ${text(threshold, 'reached')}), as when two machines answer each other. If the mails are wanted, add the sender to the system parameter mail.gateway.allowed or raise mail.gateway.loop.threshold, then replay this mail.`,
  },
  no_recipient_of_ours: {
    state: 'unroutable',
    sentence: ({ addresses }) =>
      `None of its recipients (${list(addresses, 'none named')}) is an address of this site. Create an alias for the address, or set a content type under "Actions to perform on incoming mails" of the incoming server, then replay this mail.`,
  },
  no_route: {
    state: 'unroutable',
    sentence: ({ address }) =>
      `Sent to ${text(address, 'an address')}, from which this site sends but which is no alias, and it refers to no conversation of this site. Create an alias for the mail that should arrive there, then replay this mail.`,
  },

  // Ignored.
  own_copy: {
    state: 'ignored',
    sentence: ({ kind }) =>
      kind === 'send'
        ? `A mail that this site sent came back, and it is for no alias or came back before. ${NOTHING_TO_DO}`
        : `A notification, notice or mailing that this site sent came back. ${NOTHING_TO_DO}`,
  },
  probe_arrived: {
    state: 'ignored',
    sentence: () =>
      `A test of this site arrived: the alias domain delivers addresses with a key. ${NOTHING_TO_DO}`,
  },
  auto_reply: {
    state: 'ignored',
    sentence: ({ alias }) =>
      `An automatic reply, such as a vacation note, that belongs to no conversation and no sent mail. If automatic replies to ${text(alias, 'an alias')} should become entries, set "Automatic replies" of the alias to "create", then replay this mail.`,
  },
  looped: {
    state: 'ignored',
    sentence: () => `A machine answered an automatic notice of this site. ${NOTHING_TO_DO}`,
  },
  copy_of: {
    state: 'ignored',
    sentence: ({ original }) =>
      `A copy of a mail that was handled before${original ? ` (${text(original)})` : ''}; all that it asks for was done then. ${NOTHING_TO_DO}`,
  },
  before_start: {
    state: 'ignored',
    sentence: ({ startFrom }) =>
      `Older than the start of the import of this mailbox${startFrom ? ` (${text(startFrom)})` : ''}. It stays in the mailbox.`,
  },
  hook_stopped: {
    state: 'ignored',
    sentence: ({ step }) =>
      `A hook of this site stopped the mail at the step ${text(step)}. If it should be delivered, change the hook, then replay this mail.`,
  },

  // Failed: something of ours is to be mended.
  too_large: {
    state: 'failed',
    sentence: ({ size, limit }) =>
      `Too large to be fetched (${megabytes(size)}; limit ${megabytes(limit)}). It stays in the mailbox. Read it there, and raise the limit of the incoming server for mails to come.`,
  },
  mapping_failed: {
    state: 'failed',
    sentence: ({ contentType, attribute, rule, alias }) =>
      `The new entry of ${text(contentType, 'the content type')} was refused: ${text(attribute, 'an attribute')}: ${clause(rule, 'its value does not fit')}. Change the mapping or the default values of ${text(alias, 'the alias')}, or the rule of the attribute, then replay this mail.`,
  },
  content_type_missing: {
    state: 'failed',
    sentence: ({ contentType, alias }) =>
      `The content type ${text(contentType)} that ${text(alias, 'the alias')} names does not exist. Choose another content type or bring it back, then replay this mail.`,
  },
  hook_failed: {
    state: 'failed',
    sentence: ({ step, message }) =>
      `A hook of this site failed at the step ${text(step)}: ${clause(message, 'no message')}. Mend the hook, then replay this mail.`,
  },
  delivery_failed: {
    state: 'failed',
    sentence: ({ message, again }) =>
      `Delivering it failed unexpectedly: ${text(message, 'no message')}. Nothing is lost: ${
        again ? 'it is tried again by itself.' : 'mend the cause, then replay this mail.'
      }`,
  },
  attempts_exhausted: {
    state: 'failed',
    sentence: ({ attempts, message }) =>
      `Given up after ${text(attempts, 'several')} attempts; the last one said: ${text(message, 'nothing')}. The mail is kept as it came: mend the cause, then replay it.`,
  },
  raw_missing: {
    state: 'failed',
    sentence: () =>
      'The original bytes of this mail are not in the store, so it cannot be read again. If the mailbox still holds the mail, have it fetched from there once more.',
  },

  // Flags: said of a mail beside its state.
  message_id_reused: {
    state: null,
    sentence: ({ original }) =>
      `An earlier, different mail${original ? ` (${text(original)})` : ''} has the same Message-ID; both were delivered. ${NOTHING_TO_DO}`,
  },
  unparsable: {
    state: null,
    sentence: () =>
      'The mail is damaged and could be read in part only. The original is kept byte for byte: compare it where something is missing.',
  },
} as const satisfies Record<string, Reason>;

/** Code of a reason or a flag. */
export type ReasonCode = keyof typeof REASONS;

/** A code that gives a state, as opposed to a flag. */
export type FinalReason = {
  [Code in ReasonCode]: (typeof REASONS)[Code]['state'] extends null ? never : Code;
}[ReasonCode];

// Object.keys of the registry: its keys are the codes, and nothing else is.
export const REASON_CODES = Object.keys(REASONS) as ReasonCode[];

/** The state that a reason gives; null for a flag. */
export const stateOf = <Code extends ReasonCode>(code: Code): (typeof REASONS)[Code]['state'] =>
  REASONS[code].state;

/** The sentence that a person reads: what happened and what can be done. Plain text; it may quote the mail. */
export const explain = (code: ReasonCode, details: ReasonDetails = {}): string => {
  const reason: Reason = REASONS[code];
  return reason.sentence(details);
};
