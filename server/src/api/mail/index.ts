export { createInboundEmailsController } from './inbound-emails';
export { createRawDoorController } from './raw-door';
export { createThreadsController } from './threads';
