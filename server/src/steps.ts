import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from './constants';
import { createHooks, type Hooks } from './hooks';
import type { InboundSteps } from './inbound';
import type { OutboundSendContext } from './outbound';
import type { ThreadSteps } from './threads';

/** The steps of the gateway, in the order in which a mail meets them, with the context each gives its middleware. */
export type Steps = InboundSteps & ThreadSteps & { 'outbound.send': OutboundSendContext };

export type GatewayHooks = Hooks<Steps>;

const NAMES: readonly (keyof Steps)[] = [
  'inbound.receive',
  'inbound.route',
  'inbound.deliver',
  'outbound.compose',
  'outbound.send',
];

export const createGatewayHooks = (): GatewayHooks => createHooks<Steps>(NAMES);

/** The site's hooks: the service is made on first use, so that a site may add hooks in its own `register`. */
export const hooksOf = (strapi: Core.Strapi): GatewayHooks =>
  strapi.plugin(PLUGIN_ID).service<GatewayHooks>('hooks');
