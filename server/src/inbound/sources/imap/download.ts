import { Readable } from 'node:stream';
import type { HeldMail } from '../../types';
import { createDeadline } from './deadline';
import type { ImapLimits } from './limits';
import { ServerError, type Stopped } from './server-error';
import type { Session } from './session';
import { packUids } from './uid-set';
import { doing } from './step-words';

/** The server sends more than its RFC822.SIZE promised, and more than is taken in. */
export class TooLarge extends Error {
  constructor() {
    super('The mail is larger than its server said.');
    this.name = 'TooLarge';
  }
}

/** The mail is not in the folder any more: moved or deleted by somebody else. */
export class Vanished extends Error {
  constructor() {
    super('The mail is not in the folder any more.');
    this.name = 'Vanished';
  }
}

const nothingSent = (tried: string): ServerError =>
  new ServerError({
    code: 'nothing_sent',
    phase: 'download',
    tried,
    serverSaid: null,
    message: 'The server lists the mail and sends nothing of it.',
    advice: 'Look at the mail with another mail program; the server may have damaged it.',
  });

export interface Download {
  raw: Readable;
  /** What went wrong at the server while `raw` was read; null when nothing did. Tells the server's faults from the reader's. */
  error(): unknown;
  /** Ends the download if it is still open. */
  close(): void;
}

/**
 * Starts to download one mail. `raw` fails when the server falls silent, drips beyond the limit, or sends more than
 * `maxSize`; time that the reader takes does not count.
 * @throws ServerError, Stopped, Vanished
 */
export const startDownload = async (
  session: Session,
  uid: number,
  limits: ImapLimits,
  maxSize: number
): Promise<Download> => {
  const tried = doing('download', { uid: String(uid) }, `Download the mail with UID ${uid}`);
  const total = createDeadline('download', limits.download, session.abort);
  const { content } = await session.attempt('download', tried, limits.downloadStall, async () => {
    const found = await session.client.download(String(uid), undefined, {
      uid: true,
      chunkSize: limits.chunkSize,
    });
    if (found.content) return { content: found.content };
    const there = await session.client.fetchOne(String(uid), { uid: true }, { uid: true });
    if (there) throw nothingSent(tried.message);
    return { content: null };
  });
  if (content === null) throw new Vanished();
  // The reader may never come to read; an error without a listener would end the process.
  content.on('error', () => undefined);

  let failure: unknown = null;
  const read = async function* (): AsyncGenerator<Buffer> {
    const pieces: AsyncIterator<Buffer> = content[Symbol.asyncIterator]();
    let size = 0;
    try {
      for (;;) {
        const piece = await total.race(pieces.next(), limits.downloadStall);
        if (piece.done) return;
        size += piece.value.length;
        if (size > maxSize) throw new TooLarge();
        yield piece.value;
      }
    } catch (error) {
      failure = error instanceof TooLarge ? error : session.problem('download', tried, error);
      throw failure;
    } finally {
      content.destroy();
    }
  };

  const raw = Readable.from(read(), { objectMode: false });
  raw.on('error', () => undefined);
  return {
    raw,
    error: () => failure,
    close: () => {
      raw.destroy();
      content.destroy();
    },
  };
};

/** What one FETCH for several mails brought. */
export interface Downloads {
  /** Whole mails by UID; those that the server does not have any more are missing. */
  mails: Map<number, HeldMail>;
  /** What ended it early; null when the server answered to the end. */
  error: ServerError | Stopped | null;
}

/**
 * Downloads mails with one command and holds them in memory.
 * @param uids ascending.
 * @param hold called for each mail as it comes.
 */
export const downloadTogether = async (
  session: Session,
  uids: readonly number[],
  limits: ImapLimits,
  hold: (raw: Buffer) => HeldMail
): Promise<Downloads> => {
  const received = (): number => session.client.stats().received;
  const mails = new Map<number, HeldMail>();
  try {
    const rows = session.client.fetch(packUids(uids), { uid: true, source: true }, { uid: true });
    for (;;) {
      const one = createDeadline('download', limits.download, session.abort);
      const row = await one.race(rows.next(), limits.downloadStall, received);
      if (row.done) return { mails, error: null };
      const { uid, source } = row.value;
      if (source && source.length > 0) mails.set(uid, hold(source));
    }
  } catch (error) {
    const count = uids.length;
    const tried = doing('download_many', { count }, `Download ${count} mails`);
    return { mails, error: session.problem('download', tried, error) };
  }
};

/** The longest header block that is kept of a mail that is not downloaded. */
const HEADER_LIMIT = 256 * 1024;

/** The header block of a mail, cut where it is too long. @throws ServerError, Stopped */
export const fetchHeaderBlock = (session: Session, uid: number, limits: ImapLimits): Promise<Buffer> =>
  session.attempt(
    'download',
    doing('read_header', { uid: String(uid) }, `Read the header of the mail with UID ${uid}`),
    limits.downloadStall,
    async () => {
      const found = await session.client.fetchOne(String(uid), { uid: true, headers: true }, { uid: true });
      return (found && found.headers ? found.headers : Buffer.alloc(0)).subarray(0, HEADER_LIMIT);
    }
  );
