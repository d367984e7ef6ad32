import type { GatewayOf } from '../needs';
import { aliasHelp } from './alias-help';
import { aliases } from './aliases';
import { delimiterTests } from './delimiter-tests';
import { health } from './health';
import { incomingServers } from './incoming-servers';
import { listeners } from './listeners';
import { outgoingServers } from './outgoing-servers';
import { scheduledActions } from './scheduled-actions';
import { site } from './site';
import { systemParameters } from './system-parameters';

/** Controllers of the configuration, by the names that `configurationRoutes` uses. */
export const createConfigurationControllers = (gatewayOf: GatewayOf) => ({
  'alias-help': aliasHelp(gatewayOf),
  aliases: aliases(gatewayOf),
  'delimiter-tests': delimiterTests(gatewayOf),
  health: health(gatewayOf),
  'incoming-servers': incomingServers(gatewayOf),
  listeners: listeners(gatewayOf),
  'outgoing-servers': outgoingServers(gatewayOf),
  'scheduled-actions': scheduledActions(gatewayOf),
  site: site(gatewayOf),
  'system-parameters': systemParameters(gatewayOf),
});
