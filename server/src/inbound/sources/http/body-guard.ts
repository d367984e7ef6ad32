import type { Core } from '@strapi/strapi';

/** Path of the doors below the prefix of Strapi's content API. */
const DOORS = '/mail-gateway/inbound/';

/** Where the real content type of a door's request is remembered (`ctx.state`). */
export const CONTENT_TYPE_STATE = 'mailGatewayContentType';

/**
 * Keeps Strapi's body parser away from the doors: it would decode text (losing 8-bit bytes), refuse text over 56 kB
 * and JSON over 1 MB, and answer 500 to large multipart fields, all of it before authentication. A body of
 * `application/octet-stream` it leaves alone.
 */
export const createBodyGuard = ({ strapi }: { strapi: Core.Strapi }): Core.MiddlewareHandler => {
  // The router does not tell upper from lower case, so the guard must not either.
  const doors = `${strapi.config.get<string>('api.rest.prefix', '/api')}${DOORS}`.toLowerCase();

  return async (ctx, next) => {
    if (ctx.method === 'POST' && ctx.path.toLowerCase().startsWith(doors)) {
      ctx.state[CONTENT_TYPE_STATE] = ctx.get('content-type');
      ctx.req.headers['content-type'] = 'application/octet-stream';
    }
    await next();
  };
};
