import { explain, stateOf, type Action, type FinalReason, type ReasonDetails } from '../route';
import type { Once } from './once';
import { NOTHING_MADE, type ActionResult, type Made } from './types';

/** The result of an action that ended for this reason. */
export const concluded = (
  action: Action,
  reason: FinalReason,
  details: ReasonDetails,
  more: Partial<ActionResult> = {}
): ActionResult => ({
  type: action.type,
  target: action.target,
  state: stateOf(reason),
  reason,
  explanation: explain(reason, details),
  ...NOTHING_MADE,
  aliasId: action.type === 'create' ? action.aliasId : null,
  copyOf: null,
  messageIdReused: false,
  notes: [],
  ...more,
});

/** The result of an action whose effect was made now, earlier by this mail, or by the mail that this is a copy of. */
export const resultOf = (action: Action, outcome: Once<Made>, notes: string[]): ActionResult => {
  if (outcome.kind === 'copy') {
    const { inboundId } = outcome.holder;
    return concluded(action, 'copy_of', { original: inboundId }, { copyOf: inboundId });
  }
  const { made, reused } = outcome;
  const details = {
    contentType: made.contentType ?? undefined,
    entry: made.entryDocumentId ?? undefined,
    recipient: 'recipient' in action ? (action.recipient ?? undefined) : undefined,
  };
  return concluded(action, action.reason, details, { ...made, messageIdReused: reused, notes });
};
