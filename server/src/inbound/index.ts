export type { ActionResult } from './deliver';
export type { Inbound, InboundStatus } from './inbound';
export { checkMapping, proposeMapping, shapeOf } from './mapping';
export { BodyTooLargeError, EmptyBodyError, createBodyGuard, discardRest, limitedBody } from './sources/http';
export { accountKey, type FetchReport, type ImapSource } from './sources/imap';
export type {
  InboundDeliverContext,
  InboundReceiveContext,
  InboundRouteContext,
  InboundSteps,
} from './steps';
export type { InboundState } from './types';
export { createWayIn, type WayIn, type WayInOptions } from './way-in';
