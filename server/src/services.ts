import type { Core } from '@strapi/strapi';
import { gatewayOf } from './gateway';
import { createGatewayHooks } from './steps';

/** What developers reach by `strapi.plugin('mail-gateway').service(name)`. */
export const services = {
  /** Middleware around the steps of the pipeline; from `register` on. */
  hooks: createGatewayHooks,
  /** Mail that comes in by the site's own code; from `bootstrap` on, as all that follow. */
  inbound: ({ strapi }: { strapi: Core.Strapi }) => gatewayOf(strapi).inbound,
  /** Mail that belongs to no thread. */
  mail: ({ strapi }: { strapi: Core.Strapi }) => gatewayOf(strapi).outbound.mail,
  /** Conversations of entries. */
  thread: ({ strapi }: { strapi: Core.Strapi }) => gatewayOf(strapi).threads,
  /** System parameters. */
  parameters: ({ strapi }: { strapi: Core.Strapi }) => gatewayOf(strapi).parameters,
};

/** Each service by its name: `strapi.plugin('mail-gateway').service<Services['inbound']>('inbound')`. */
export type Services = { [Name in keyof typeof services]: ReturnType<(typeof services)[Name]> };
