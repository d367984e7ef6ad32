import type { OutboundState } from '../../../contracts';

/** How a state of a mail that leaves is meant: `waits` changes by itself, `trouble` wants a look. */
export type Meaning = 'waits' | 'good' | 'doubt' | 'trouble';

const MEANING: Record<OutboundState, Meaning> = {
  queued: 'waits',
  sending: 'waits',
  accepted: 'good',
  uncertain: 'doubt',
  cancelled: 'doubt',
  failed: 'trouble',
  bounced: 'trouble',
  complained: 'trouble',
};

/** @see Meaning */
export const meaningOf = (state: OutboundState): Meaning => MEANING[state];
