export { classifyFailure, type SmtpError, type SmtpPhase } from './classify';
export {
  chooseServer,
  covers,
  type ServerChoice,
  type ServerQuestion,
  type ServerRule,
} from './choose-server';
export { explain } from './explain';
export { envelopeSender } from './envelope-sender';
export { pauseUntil, retryAt } from './retry';
export { encapsulate, replyToFor, rewriteFrom, type RewriteRules, type Rewriting } from './rewrite-from';
export type {
  AttachmentReference,
  Failure,
  Fault,
  OutboundContent,
  OutboundKind,
  OutboundPurpose,
  OutboundState,
  OutgoingServer,
} from './types';
export {
  composeMessage,
  messageOptions,
  type ComposedAttachment,
  type ComposedMessage,
  type MessageIdentity,
  type MessageOptions,
} from './compose';
export { trimInReplyTo, trimReferences } from './headers';
export { renderMessage } from './transport/render';
export {
  DEFAULT_TIMEOUTS,
  openConnection,
  type Connection,
  type SendOutcome,
  type SmtpEnvelope,
  type SmtpTarget,
  type TransportTimeouts,
} from './transport/connection';
export { TransportError } from './transport/errors';
export { markBeforeEnd, type MarkedMessage } from './transport/marked-message';
export { createPool, type Delivery, type Pool } from './transport/pool';
export type { OutboundDependencies, OutboundParameter, OutboundSendContext } from './dependencies';
export type { Enqueued, EnqueueRequest, NewContent } from './enqueue';
export type { MailService, SendResult } from './mail-service';
export { createOutbound, type Outbound } from './outbound';
export { accepted, failed, failedHere, uncertain, type RowChange, type SendingRow } from './outcome';
export { planAfterRefusedSender, planSending, type Plan } from './plan';
export { parseSendOptions, type AttachmentInput, type SendOptions } from './send-options';
export { diagnose } from './server-test';
export type { Problem, ServerTest, ServerTestResult, TestedServer, TestStep } from './server-test';
export { testedSettings } from './tested-settings';
export { addressIn, readSettings, type OutboundSettings } from './settings';
