import type { Addressed } from './addressed';
import type { Action, AppendAction, Note, Outcome } from './decision';
import type { RoutingFacts } from './facts';
import { stateOf, type FinalReason, type ReasonDetails } from './reasons';
import type { ReferencedThread } from './references';

/** What every step sees. */
export interface RoutingCase {
  facts: RoutingFacts;
  addressed: Addressed;
  /** All threads that the mail refers to, the nearest reference first. */
  threads: readonly ReferencedThread[];
  note: Note;
}

/** What a step decides: actions, or the end of the mail. */
export type Verdict =
  { actions: readonly Action[]; outcome: null } | { actions: readonly []; outcome: Outcome };

/** Decides, or passes the mail on (null) after noting why. */
export type Step = (routing: RoutingCase) => Verdict | null;

/** Decides for actions; equal targets become one. */
export const act = (actions: readonly Action[]): Verdict => ({
  actions: actions.filter(
    ({ target }, position) => actions.findIndex((action) => action.target === target) === position
  ),
  outcome: null,
});

/** Decides that the mail ends here. */
export const end = (reason: FinalReason, details: ReasonDetails = {}): Verdict => ({
  actions: [],
  outcome: { state: stateOf(reason), reason, details },
});

/** Adds the mail to a thread. */
export const appendTo = ({ thread, proof, via, isNote }: ReferencedThread): AppendAction => ({
  type: 'append',
  target: `thread:${thread.threadId}`,
  reason: 'appended',
  threadId: thread.threadId,
  contentType: thread.contentType,
  entry: thread.entry,
  proof: proof ?? 'D',
  via: via && { name: via.name, address: via.address },
  speaksFor: proof === 'A' ? (via?.adminUser ?? null) : null,
  isNote,
});
