import type { InboundState } from '../../../contracts';

/** Reason codes by the state that they give, as the server writes them; the order is that of the filter. */
export const REASONS = {
  received: ['delivery_failed'],
  delivered: ['created', 'appended'],
  reported: [
    'reported_bounce',
    'reported_delayed',
    'reported_complaint',
    'success_dsn',
    'auto_reply_recorded',
    'not_ours',
  ],
  rejected: ['catchall_no_proof', 'sender_blocked', 'suggestion_refused'],
  unroutable: [
    'no_recipient_of_ours',
    'no_route',
    'suggestion',
    'entry_deleted',
    'bounce_address',
    'loop_suspected',
  ],
  ignored: ['copy_of', 'own_copy', 'probe_arrived', 'auto_reply', 'looped', 'before_start', 'hook_stopped'],
  failed: [
    'mapping_failed',
    'content_type_missing',
    'hook_failed',
    'delivery_failed',
    'attempts_exhausted',
    'too_large',
    'raw_missing',
  ],
} as const satisfies Record<InboundState, readonly string[]>;

export type ReasonCode = (typeof REASONS)[InboundState][number];

/** What people filter by: states, some of them together. */
export const STATES_OF = {
  attention: ['unroutable', 'failed'],
  unroutable: ['unroutable'],
  failed: ['failed'],
  received: ['received'],
  delivered: ['delivered'],
  reported: ['reported'],
  rejected: ['rejected'],
  ignored: ['ignored'],
} as const satisfies Record<string, readonly InboundState[]>;

export type Group = keyof typeof STATES_OF;

// Object.keys gives the keys of the object above and no others.
export const GROUPS = Object.keys(STATES_OF) as Group[];

export const isGroup = (value: string | null): value is Group =>
  value !== null && Object.hasOwn(STATES_OF, value);

/** Reason codes that mails of a group can have, each once; of all mails where no group is chosen. */
export const reasonsOf = (group: Group | null): ReasonCode[] => {
  const states = group === null ? Object.values(STATES_OF).flat() : STATES_OF[group];
  return [...new Set(states.flatMap((state): readonly ReasonCode[] => REASONS[state]))];
};

/** The states that mails of a reason can have: the journal finds mails by their state. */
export const statesOfReason = (reason: string): InboundState[] =>
  // Object.entries forgets that the keys are states.
  (Object.entries(REASONS) as [InboundState, readonly string[]][]).flatMap(([state, reasons]) =>
    reasons.includes(reason) ? [state] : []
  );
