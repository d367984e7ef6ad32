import type { Core } from '@strapi/strapi';
import { unparsedOf } from './doors';

/** Where the real content type of a door's request is remembered (`ctx.state`). */
export const CONTENT_TYPE_STATE = 'mailGatewayContentType';

/**
 * Keeps Strapi's body parser away from the doors: it would decode text (losing 8-bit bytes), refuse text over 56 kB
 * and JSON over 1 MB, and answer 500 to large multipart fields, all of it before authentication. A body of
 * `application/octet-stream` it leaves alone. So it does with what mail programs post to the link by which a follower leaves.
 */
export const createBodyGuard = ({ strapi }: { strapi: Core.Strapi }): Core.MiddlewareHandler => {
  const isUnparsed = unparsedOf(strapi);
  return async (ctx, next) => {
    if (isUnparsed(ctx)) {
      ctx.state[CONTENT_TYPE_STATE] = ctx.get('content-type');
      ctx.req.headers['content-type'] = 'application/octet-stream';
    }
    await next();
  };
};
