import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

/** Reads what is left of a request and forgets it, for so many milliseconds at most. Never rejects. */
export const discardRest = async (request: IncomingMessage, limit: number): Promise<void> => {
  request.unpipe();
  request.resume();
  await finished(request, { signal: AbortSignal.timeout(limit) }).catch(() => undefined);
};
