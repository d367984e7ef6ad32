export { meaningOf, type Meaning } from './outbound';
export {
  GROUPS,
  isGroup,
  REASONS,
  reasonsOf,
  STATES_OF,
  statesOfReason,
  type Group,
  type ReasonCode,
} from './states';
export { findingsOf, isTelling, tellingOf, type Finding } from './findings';
export { isReplayable } from './replayable';
export { ahead } from './ahead';
export { outcomeOfTest } from './delimiter-tests';
export { failureReason, failureSentence } from './failures';
export { healthOf, type Health } from './mailbox-health';
export {
  isKnownByTest,
  sendingReason,
  sendingStateOf,
  sendingWordOf,
  type SendingState,
} from './sending-state';
export { actionName, runResult } from './runs';
export { outboundExplanation } from './explanations';
export { problemWords } from './problems';
export { validityWords } from './validity';
export { langOf, ownSentence, type Worded } from './sentences';
export { ANY_HEADER, sourceWords, typeWords } from './sources';
