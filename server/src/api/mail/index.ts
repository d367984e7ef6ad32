export { createAttachmentsController } from './attachments';
export { createInboundEmailsController } from './inbound-emails';
export { createOutboundEmailsController } from './outbound-emails';
export { createRawDoorController } from './raw-door';
export { createThreadsController } from './threads';
