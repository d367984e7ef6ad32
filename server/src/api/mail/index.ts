export { createAttachmentsController } from './attachments';
export { createInboundOriginalsController } from './inbound-originals';
export { createInboundEmailsController } from './inbound-emails';
export { createOutboundEmailsController } from './outbound-emails';
export { createRawDoorController } from './raw-door';
export { createSummariesController } from './summaries';
export { createTestMailsController } from './test-mails';
export { createThreadsController } from './threads';
