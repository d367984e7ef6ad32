import type { Core } from '@strapi/strapi';
import { messageOf } from './errors';

/** Where events go: Strapi's event hub, which feeds webhooks too. Payloads carry ids and states, never contents. */
export type EventSink = Pick<Core.Strapi, 'eventHub' | 'log'>;

/**
 * Tells listeners, without waiting for them: a slow or failing listener must not hold up mail.
 * @param name below `mail-gateway.`, as in `inbound.delivered`.
 */
export const emitEvent = ({ eventHub, log }: EventSink, name: string, payload: object): void => {
  eventHub.emit(`mail-gateway.${name}`, payload).catch((error: unknown) => {
    log.error(`[mail-gateway] A listener of mail-gateway.${name} failed: ${messageOf(error)}`);
  });
};
