export type { ActionResult } from './deliver';
export type { Inbound, InboundStatus } from './inbound';
export {
  checkMapping,
  proposeMapping,
  shapeOf,
  sourcesFor,
  takesDefault,
  type Problem as MappingProblem,
} from './mapping';
export type { Rehearsal } from './rehearse';
export {
  BodyTooLargeError,
  createBodyGuard,
  createTryLater,
  discardRest,
  EmptyBodyError,
  LINGER_MS,
  limitedBody,
  NOT_STORED,
  RETRY_AFTER_SECONDS,
} from './sources/http';
export { accountKey, testedSettings, type FetchReport, type ImapSource } from './sources/imap';
export type {
  InboundDeliverContext,
  InboundReceiveContext,
  InboundRouteContext,
  InboundSteps,
} from './steps';
export type { InboundState } from './types';
export { createWayIn, type WayIn, type WayInOptions } from './way-in';
