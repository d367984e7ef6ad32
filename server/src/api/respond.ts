import type { ErrorAnswer } from '../../../contracts';
import { GatewayError } from '../errors';

/** The part of Koa's context that a controller may use. */
export interface HttpContext {
  params: Record<string, string>;
  query: Record<string, unknown>;
  /** `files` by the fields of a form. */
  request: { body?: unknown; files?: unknown };
  state: Record<string, unknown>;
  status: number;
  body: unknown;
}

export type Handler = (context: HttpContext) => Promise<void>;

/** Answers what a person did wrong with its status, code and sentence, in the shape of Strapi's own errors. */
export const respondWithError = (context: HttpContext, error: GatewayError): void => {
  const { status, code, message, details } = error;
  const answer: ErrorAnswer = { data: null, error: { status, name: error.name, code, message, details } };
  context.status = status;
  context.body = answer;
};

/**
 * A handler from a function that returns the answer. A `GatewayError` is answered; everything else is Strapi's to log
 * and to answer with 500.
 * @param options.status of a good answer.
 */
export const respondWith =
  (work: (context: HttpContext) => Promise<unknown>, { status = 200 }: { status?: number } = {}): Handler =>
  async (context) => {
    try {
      // No name of ours contains NUL, which PostgreSQL refuses to look for.
      if (Object.values(context.params).some((name) => name.includes('\0'))) {
        throw new GatewayError('not_found', 'There is nothing of this name.', 404);
      }
      const answer = await work(context);
      context.status = status;
      context.body = answer;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      respondWithError(context, error);
    }
  };
