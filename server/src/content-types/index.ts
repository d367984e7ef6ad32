/** Everything the plugin stores as content types; hidden from the Content Manager and the Content-Type Builder. */
import outgoingServer from './outgoing-server/schema.json';
import incomingServer from './incoming-server/schema.json';
import alias from './alias/schema.json';
import systemParameter from './system-parameter/schema.json';
import thread from './thread/schema.json';
import message from './message/schema.json';
import follower from './follower/schema.json';
import inboundEmail from './inbound-email/schema.json';
import outboundEmail from './outbound-email/schema.json';
import outboundContent from './outbound-content/schema.json';

export const contentTypes = {
  'outgoing-server': { schema: outgoingServer },
  'incoming-server': { schema: incomingServer },
  alias: { schema: alias },
  'system-parameter': { schema: systemParameter },
  thread: { schema: thread },
  message: { schema: message },
  follower: { schema: follower },
  'inbound-email': { schema: inboundEmail },
  'outbound-email': { schema: outboundEmail },
  'outbound-content': { schema: outboundContent },
};
