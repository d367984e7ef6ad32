import type { Core } from '@strapi/strapi';
import type { GatewayHooks } from 'strapi-plugin-mail-gateway/strapi-server';

const TICKET = 'api::ticket.ticket';
const URGENT = /\burgent\b/i;

/**
 * A worked example of a hook: a mail whose subject says "urgent" becomes a ticket with priority "high". What stands
 * before `await next()` runs before the entry is created, so `data` may still be changed; if this function threw, the
 * mail would wait in quarantine with the error as its reason.
 */
export const raisePriorityOfUrgentMail = (strapi: Core.Strapi): void => {
  const hooks = strapi.plugin('mail-gateway').service<GatewayHooks>('hooks');

  hooks.use('inbound.deliver', async (context, next) => {
    if (context.contentType === TICKET && URGENT.test(context.mail.subject)) context.data.priority = 'high';
    await next();
  });
};
