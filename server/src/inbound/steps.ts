import type { Envelope, ParsedMail } from '../mail';
import type { Action, Decision } from './route';
import type { Delivery } from './types';

/** Around storing a mail. What stands before `next()` may throw: the door then answers "try again later". */
export interface InboundReceiveContext {
  delivery: Delivery;
  /** Set after `next()`: documentId of the journal row. */
  documentId: string | null;
}

/** Around the decision. After `next()`, `decision` holds it and may be replaced. */
export interface InboundRouteContext {
  inboundId: string;
  mail: ParsedMail;
  envelope: Envelope;
  decision: Decision | null;
}

/** Around one action. Before `next()`, `data` may be changed; leaving `next()` out leaves the action undone. */
export interface InboundDeliverContext {
  inboundId: string;
  mail: ParsedMail;
  action: Action;
  /** Attribute values of the entry to be created; null where the action creates none. */
  data: Record<string, unknown> | null;
  /** Set after `next()`: documentId of the entry that was made or joined. */
  entryDocumentId: string | null;
}

/** The steps of the way in, and what their middleware is given. */
export interface InboundSteps {
  'inbound.receive': InboundReceiveContext;
  'inbound.route': InboundRouteContext;
  'inbound.deliver': InboundDeliverContext;
}
