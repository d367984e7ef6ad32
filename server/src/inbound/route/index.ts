export type {
  Action,
  AppendAction,
  CreateAction,
  Decision,
  Evidence,
  EvidenceStep,
  EvidenceValue,
  HeldTarget,
  Outcome,
  ReportAction,
  RouteFlag,
} from './decision';
export type {
  AcceptedFacts,
  AliasFacts,
  AutomaticClass,
  Claim,
  KeyFacts,
  LoopFacts,
  OwnMail,
  ParentFacts,
  ReportFacts,
  RoutingFacts,
  SentMail,
  ThreadFacts,
} from './facts';
export { candidateGroups, type RecipientGroup } from './groups';
export { lookupForms } from './lookup-forms';
export { possibleTargets } from './loop-window';
export { overallState } from './overall-state';
export {
  REASON_CODES,
  explain,
  stateOf,
  type FinalReason,
  type ReasonCode,
  type ReasonDetails,
} from './reasons';
export { referencedIds } from './references';
export { route } from './route';
export { unwrapAddress } from './stamped-addresses';
