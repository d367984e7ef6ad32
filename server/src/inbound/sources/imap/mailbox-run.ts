import type { MailboxObject } from 'imapflow';
import { reached } from '../../../moments';
import type { InboundProcessor, InboundStore, WaitingMail } from '../../types';
import { createAfterFetch } from './after-fetch';
import { CursorLost, type CursorPosition, type CursorStore } from './cursor-store';
import { Vanished } from './download';
import { headerDate } from './header-date';
import { sourceKey } from './keys';
import type { ImapLimits } from './limits';
import { createListWindow, highestUid, listPages, type ListedMail } from './listing';
import { createProgress } from './progress';
import { ServerError, Stopped } from './server-error';
import { openFolder, type Session } from './session';
import { createStart, isQuiet, type MailAge } from './start';
import { storeProblem } from './store-problem';
import { createTakeIn, type Arrival } from './take-in';
import { createTogether, type CommittedMail } from './together';
import { createTroubles } from './troubles';
import { doing } from './step-words';
import type { Cursor, FetchReport, IncomingServer } from './types';

/** How far behind the cursor each run looks again: UIDs may become visible late. */
const LOOK_BACK = 500;

/** So many mails in a row that could not be stored mean that the database is in trouble, not the mails. */
const STORE_FAILURES = 3;

/** The counters of a report, filled while the run goes on. */
export type Counts = Pick<
  FetchReport,
  'listed' | 'stored' | 'duplicates' | 'oversize' | 'skipped' | 'postponed' | 'unfetchable'
>;

export interface MailboxRun {
  session: Session;
  /** With `confirmedAt`: only confirmed servers are fetched. */
  server: IncomingServer & { confirmedAt: Date };
  cursors: CursorStore;
  store: InboundStore;
  process: InboundProcessor;
  limits: ImapLimits;
  maxMessageSize: number;
  /** Of the lease. */
  fence: number;
  signal: AbortSignal;
  counts: Counts;
  /** When others have their turn (`performance.now`); Infinity when nobody waits. */
  until: number;
  /** The time by the clock that all processes share, in milliseconds since 1970. */
  now(): Promise<number>;
  onProgress(): void;
  /** Stored mails could not be processed now; they wait in their journal rows. */
  onProcessError(documentIds: readonly string[], error: unknown): void;
}

/** The row's cursor, or a new one from the first UID on when the server has renumbered the folder. */
const contact = async (
  { server, cursors, fence }: MailboxRun,
  folder: MailboxObject,
  last: number
): Promise<Cursor & { uidValidity: string }> => {
  const uidValidity = String(folder.uidValidity);
  if (server.cursor.uidValidity === uidValidity) return { ...server.cursor, uidValidity };
  const startUid = last + 1;
  await cursors.renew({ documentId: server.documentId, fence, uidValidity, startUid });
  return { uidValidity, lastUid: 0, actedUid: 0, startUid, startUids: null, troubles: [] };
};

/**
 * Looks through one folder and takes in what is new, in the order of UIDs: raw bytes, journal row and cursor in one
 * commit, then the after-fetch action, then processing. A mail that cannot be taken in waits and does not stop the
 * others; when it is the connection or the database that fails, the run ends and the cursor stays.
 * @returns why after-fetch actions were not done, null when they were; whether mails are left for another run.
 * @throws ServerError, Stopped, CursorLost; whatever the database throws when it is down.
 */
export const runMailbox = async (run: MailboxRun): Promise<Pick<FetchReport, 'warning' | 'more'>> => {
  const { session, server, cursors, limits, counts, fence, signal } = run;
  const folder = await openFolder(session, server, limits, { readOnly: server.afterFetch === 'leave' });
  const listing = doing('list_folder', { folder: server.folder }, `List the folder ${server.folder}`);
  const inTime = <T>(work: () => Promise<T>): Promise<T> =>
    session.attempt('list', listing, limits.list, work);
  const last = await inTime(() => highestUid(session.client));
  const cursor = await contact(run, folder, last);

  const start = createStart(cursor, server);
  const progress = createProgress(cursor);
  const troubles = createTroubles(cursor.troubles, limits.troublePauses);
  const afterFetch = createAfterFetch(session, server, limits);
  const takeIn = createTakeIn(run);
  const retries: ListedMail[] = [];
  let storeFailures = 0;
  let saved: CursorPosition | null = null;

  /** Never before something was achieved, or a mailbox that is slow to list would be begun for ever. */
  const isOver = (): boolean => {
    if (performance.now() < run.until) return false;
    const journaled =
      counts.stored + counts.duplicates + counts.oversize + counts.skipped + counts.unfetchable;
    return journaled > 0 || progress.lastUid > cursor.lastUid;
  };

  const keyOf = ({ uid }: ListedMail): string => sourceKey(server, cursor.uidValidity, uid);
  const ageOf = (mail: ListedMail): MailAge => ({ ...mail, headerDate: headerDate(mail.headerBlock) });

  const positionAt = (lastUid: number): CursorPosition => ({
    documentId: server.documentId,
    fence,
    uidValidity: cursor.uidValidity,
    lastUid,
    actedUid: progress.actedUid,
  });

  const arrivalOf = (mail: ListedMail): Arrival => {
    const reached = positionAt(progress.with(mail.uid));
    return {
      mail,
      delivery: {
        source: { type: 'imap', name: server.name, incomingServerId: server.documentId },
        sourceKey: keyOf(mail),
        envelope: { recipients: [], sender: null },
        receivedAt: mail.receivedAt ?? new Date(),
        quiet: isQuiet(ageOf(mail), server.confirmedAt),
      },
      alongside: (trx) => cursors.advance(trx, reached),
    };
  };

  const done = (mail: ListedMail): void => {
    progress.pass(mail.uid);
    troubles.solved(mail.uid);
  };

  const act = async (mails: readonly ListedMail[]): Promise<void> => {
    const uids = mails.map(({ uid }) => uid);
    if (!(await afterFetch.run(uids))) return progress.holdActions();
    for (const uid of uids) progress.act(uid);
  };

  /** The mails that were committed last, on their way to their final states; never rejects. */
  let processing: Promise<void> = Promise.resolve();

  const process = (mails: readonly WaitingMail[], before: Promise<void>): Promise<void> =>
    session
      .meanwhile(() => run.process.processAll(mails, before))
      .catch((error: unknown) =>
        run.onProcessError(
          mails.map(({ documentId }) => documentId),
          error
        )
      );

  /**
   * What follows the commit: the copies on the server, then processing, whatever the server said. The next mails are
   * downloaded and stored meanwhile.
   */
  const follow = async (mails: readonly CommittedMail[]): Promise<void> => {
    storeFailures = 0;
    for (const { mail, stored } of mails) {
      done(mail);
      counts[stored.duplicate ? 'duplicates' : 'stored'] += 1;
    }
    reached('journal.committed');
    const fresh = mails.flatMap(({ stored: { duplicate, ...stored }, held }) =>
      duplicate ? [] : [{ ...stored, held }]
    );
    try {
      await act(mails.map(({ mail }) => mail));
    } finally {
      run.onProgress();
      const before = processing;
      processing = process(fresh, before);
      // Two sets of mails in memory at most: this one, and the one that is downloaded next.
      await before;
    }
  };

  const take = async (mail: ListedMail): Promise<void> => {
    const taken = await takeIn.take(arrivalOf(mail));
    if (taken.kind === 'stored') return follow([{ mail, stored: taken.stored }]);
    storeFailures = 0;
    done(mail);
    counts.oversize += 1;
  };

  const saveTroubles = (): Promise<void> =>
    cursors.saveTroubles({ documentId: server.documentId, fence, troubles: troubles.list() });

  /** Whose fault it was decides: the mail's, and it waits; or the connection's or the database's, and the run ends. */
  const blame = async (mail: ListedMail, error: unknown): Promise<void> => {
    if (signal.aborted) throw new Stopped();
    if (error instanceof Stopped || error instanceof CursorLost) throw error;
    if (error instanceof Vanished) return done(mail);
    const ofServer = error instanceof ServerError;
    if (!ofServer) storeFailures += 1;
    if (storeFailures >= STORE_FAILURES) throw error;
    progress.hold();
    counts.postponed += 1;
    troubles.failed(mail.uid, ofServer ? error.failure.message : storeProblem(error), await run.now());
    // This write also tells whether the database is there at all.
    await saveTroubles();
    if (ofServer && !session.isUsable()) throw error;
  };

  const handle = async (mail: ListedMail, isRetry: boolean): Promise<void> => {
    const turn = troubles.turn(mail.uid, await run.now());
    if (turn.kind === 'wait' || (!isRetry && troubles.has(mail.uid))) {
      // A mail that made trouble before comes after the others, so that it cannot keep them waiting.
      progress.hold();
      if (turn.kind === 'wait') counts.postponed += 1;
      else retries.push(mail);
      return;
    }
    try {
      if (turn.kind !== 'give_up') return await take(mail);
      await takeIn.giveUp(arrivalOf(mail), turn.problem, turn);
      counts.unfetchable += 1;
      done(mail);
    } catch (error) {
      await blame(mail, error);
    }
  };

  const together = createTogether({
    ...run,
    takeIn,
    arrivalOf,
    follow,
    alone: (mail) => handle(mail, false),
    blame,
  });

  const skip = async (mail: ListedMail): Promise<void> => {
    if (mail.headerBlock !== null) {
      await takeIn.skip(arrivalOf(mail), mail.headerBlock);
      counts.skipped += 1;
    }
    progress.pass(mail.uid);
  };

  const savePosition = async (): Promise<void> => {
    const position = positionAt(progress.lastUid);
    const before = saved ?? cursor;
    if (position.lastUid === before.lastUid && position.actedUid === before.actedUid) return;
    await cursors.save(position);
    saved = position;
  };

  const each = async (mail: ListedMail, copy: { rawStored: boolean } | undefined): Promise<void> => {
    if (signal.aborted) throw new Stopped();
    counts.listed += 1;
    const isNew = copy === undefined && !start.isBefore(ageOf(mail)) && !troubles.has(mail.uid);
    if (isNew && together.add(mail)) {
      if (together.isFull()) await together.flush();
      return;
    }
    await together.flush();
    if (copy) {
      done(mail);
      // A crash between commit and action: it is made up for.
      if (copy.rawStored && mail.uid > progress.actedUid) await act([mail]);
    } else if (start.isBefore(ageOf(mail))) await skip(mail);
    else await handle(mail, false);
  };

  const from = Math.max(1, Math.min(cursor.lastUid - LOOK_BACK + 1, troubles.lowestUid ?? Infinity));
  // Ages count only where the folder was renumbered.
  const listWindow = createListWindow(session.client, {
    withHeaders: cursor.startUids === null && from < cursor.startUid,
  });
  const pages = listPages(listWindow, { from, to: last, size: limits.pageSize });
  const nextPage = () => inTime(() => pages.next());
  const held = cursor.troubles.length;
  let more = false;
  try {
    for (let page = await nextPage(); !page.done; page = await nextPage()) {
      const known = await cursors.journaled(page.value.mails.map(keyOf));
      for (const mail of page.value.mails) {
        more = isOver();
        if (more) break;
        await each(mail, known.get(keyOf(mail)));
      }
      if (!more) {
        await together.flush();
        progress.pass(page.value.to);
        progress.act(page.value.to);
      }
      await savePosition();
      if (more) break;
    }
    for (const mail of retries) {
      if (signal.aborted) throw new Stopped();
      more = more || isOver();
      if (more) break;
      await handle(mail, true);
    }
  } finally {
    await processing;
  }
  if (held > 0 || troubles.list().length > 0) await saveTroubles();
  return { warning: afterFetch.problem, more };
};
