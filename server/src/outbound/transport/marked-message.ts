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

/** Bytes that are handed on at a time: each time costs a write to the socket, and mails come in pieces of a few lines. */
const BLOCK = 64 * 1024;

/**
 * Holds back the end of a mail until it is on record that the end is about to go out. What breaks before the mark was
 * not delivered, since a server takes no mail without its final dot; what breaks after it without an answer is
 * uncertain.
 * @param render opens the mail; not called before the server wants it.
 * @param mark commits the mark. When it rejects the mail ends in an error, and the dot is never sent.
 */
export const markBeforeEnd = (render: () => Readable, mark: () => Promise<void>): MarkedMessage => {
  let mail: Readable | null = null;
  let marked = false;
  let pieces: Buffer[] = [];
  let length = 0;

  /** Hands on what has gathered. @returns whether more is wanted now. */
  const handOn = (): boolean => {
    const block = Buffer.concat(pieces, length);
    pieces = [];
    length = 0;
    return stream.push(block);
  };

  const end = async (): Promise<void> => {
    if (length > 0) handOn();
    await mark();
    marked = true;
    reached('outbound.marked');
    stream.push(null);
  };

  const open = (): Readable => {
    const opened = render();
    const fail = (error: Error): unknown => stream.destroy(error);
    opened.on('error', fail);
    opened.on('data', (piece: Buffer) => {
      pieces.push(piece);
      length += piece.length;
      if (length >= BLOCK && !handOn()) opened.pause();
    });
    opened.once('end', () => void end().catch(fail));
    return opened;
  };

  const stream = new Readable({
    read() {
      if (mail) mail.resume();
      else mail = open();
    },
    destroy(error, done) {
      mail?.destroy();
      done(error);
    },
  });
  return { stream, started: () => mail !== null, marked: () => marked };
};
