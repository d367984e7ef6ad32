import { Readable } from 'node:stream';
import { reached } from '../../moments';

/** The text of one mail on its way to a server, and how far it got. */
export interface MarkedMessage {
  stream: Readable;
  /** Whether the server was given anything of it. */
  started(): boolean;
  /** Whether the mark stands: from now on the server may have the whole mail. */
  marked(): boolean;
}

/**
 * Holds back the end of a mail until it is on record that the end is about to go out. What breaks before the mark was
 * not delivered, since a server takes no mail without its final dot; what breaks after it without an answer is
 * uncertain.
 * @param render opens the mail; not called before the server wants it.
 * @param mark commits the mark. When it rejects the mail ends in an error, and the dot is never sent.
 */
export const markBeforeEnd = (render: () => Readable, mark: () => Promise<void>): MarkedMessage => {
  let started = false;
  let marked = false;

  const pieces = async function* (): AsyncGenerator<Buffer> {
    started = true;
    for await (const piece of render()) yield piece;
    await mark();
    marked = true;
    reached('outbound.marked');
  };

  return {
    stream: Readable.from(pieces(), { objectMode: false }),
    started: () => started,
    marked: () => marked,
  };
};
