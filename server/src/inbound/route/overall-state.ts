import type { InboundState } from '../types';

/** Which part of a mail speaks for the whole, the first before all others. `received` means: not done yet. */
const PRECEDENCE: readonly InboundState[] = [
  'received',
  'failed',
  'delivered',
  'reported',
  'rejected',
  'unroutable',
  'ignored',
];

/**
 * The part whose state is the state of the whole mail: any still to do or failed makes it `failed`, then `delivered`,
 * `reported`, `rejected`, `unroutable`, `ignored`. Its reason is the mail's. Null when there are no parts.
 * @param parts what became of each action, of each held target, or the outcome.
 */
export const overallState = <Part extends { state: InboundState }>(
  parts: readonly Part[]
): (Part & { state: Exclude<InboundState, 'received'> }) | null => {
  const [part] = [...parts].sort((a, b) => PRECEDENCE.indexOf(a.state) - PRECEDENCE.indexOf(b.state));
  if (!part) return null;
  return { ...part, state: part.state === 'received' ? 'failed' : part.state };
};
