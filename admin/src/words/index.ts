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
export { failureSentence } from './failures';
