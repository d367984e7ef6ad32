export { classifyFailure, type SmtpError, type SmtpPhase } from './classify';
export {
  chooseServer,
  covers,
  type ServerChoice,
  type ServerQuestion,
  type ServerRule,
} from './choose-server';
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
