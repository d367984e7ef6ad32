import type { Core } from '@strapi/strapi';
import type { ErrorAnswer } from '../../../../../contracts';
import { discardRest } from './discard-rest';
import { doorsOf } from './doors';

/** Seconds after which a mail that could not be stored is to be sent again. */
export const RETRY_AFTER_SECONDS = 60;

/** How long the rest of a mail that is not taken is read, in milliseconds. */
export const LINGER_MS = 5_000;

/** What a door says when it could not store the mail: whoever sent it keeps it and tries again. */
export const NOT_STORED = {
  code: 'not_stored',
  message: 'The mail could not be stored now. Send it again later.',
};

/**
 * A door never answers 500. Strapi does where it fails before the door is reached, as when the token cannot be looked up
 * because the database is away; the mail is not stored then, and some senders take a 500 for final.
 */
export const createTryLater = ({ strapi }: { strapi: Core.Strapi }): Core.MiddlewareHandler => {
  const isDoor = doorsOf(strapi);
  return async (ctx, next) => {
    await next();
    if (!isDoor(ctx) || ctx.status !== 500) return;
    const answer: ErrorAnswer = {
      data: null,
      error: { status: 503, name: 'GatewayError', ...NOT_STORED, details: {} },
    };
    ctx.status = 503;
    ctx.set('Retry-After', String(RETRY_AFTER_SECONDS));
    // As at the door itself: the client hears why, and nothing of the mail is taken for the next request.
    await discardRest(ctx.req, LINGER_MS);
    ctx.set('Connection', 'close');
    ctx.body = answer;
  };
};
