import type { Middleware, Steps } from 'strapi-plugin-mail-gateway/strapi-server';

/** Puts a sign before the title of every ticket that a mail becomes. */
export const markTheSubject: Middleware<Steps['inbound.deliver']> = async ({ data, mail }, next) => {
  if (data) data.title = `[mail] ${mail.subject}`;
  await next();
};
