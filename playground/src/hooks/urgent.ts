import type { Core } from '@strapi/strapi';
import type { Services } from 'strapi-plugin-mail-gateway/strapi-server';

const TICKET = 'api::ticket.ticket';
const URGENT = /\burgent\b/i;

/**
 * A worked example of a hook: a mail whose subject says "urgent" becomes a ticket with priority "high". What stands
 * before `await next()` runs before the entry is created, so `data` may still be changed; if this function threw, the
 * mail would wait in quarantine with the error as its reason.
 */
export const raisePriorityOfUrgentMail = (strapi: Core.Strapi): void => {
  const hooks = strapi.plugin('mail-gateway').service<Services['hooks']>('hooks');

  hooks.use('inbound.deliver', async (context, next) => {
    const { action, data, mail } = context;
    if (action.type === 'create' && action.contentType === TICKET && data && URGENT.test(mail.subject))
      data.priority = 'high';
    await next();
  });
};
