import { Transform, type Readable } from 'node:stream';

/** The body is longer than a mail may be. */
export class BodyTooLargeError extends Error {
  constructor(readonly limit: number) {
    super(`The mail is larger than ${limit} bytes.`);
    this.name = 'BodyTooLargeError';
  }
}

/** The request ended without a body. */
export class EmptyBodyError extends Error {
  constructor() {
    super('The request has no body. Send the mail as it is (message/rfc822).');
    this.name = 'EmptyBodyError';
  }
}

/**
 * Passes a request's body on while counting: fails with BodyTooLargeError at the limit, with EmptyBodyError at an end
 * without any byte. What was stored of such a mail is removed by its writer.
 */
export const limitedBody = (request: Readable, limit: number): Readable => {
  let size = 0;
  const counter = new Transform({
    transform(piece: Buffer, _encoding, done) {
      size += piece.length;
      if (size > limit) done(new BodyTooLargeError(limit));
      else done(null, piece);
    },
    flush(done) {
      done(size === 0 ? new EmptyBodyError() : null);
    },
  });
  // The door reads later, or not at all; until then nobody else listens.
  counter.on('error', () => undefined);
  const brokenOff = (): void => {
    if (!request.readableEnded) counter.destroy(new Error('The sender closed the connection.'));
  };
  request.once('error', (error) => counter.destroy(error));
  request.once('close', brokenOff);
  if (request.destroyed) brokenOff();
  return request.pipe(counter);
};
