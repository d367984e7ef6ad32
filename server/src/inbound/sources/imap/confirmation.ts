import type { ImapFlow, MailboxObject, SearchObject } from 'imapflow';
import { afterFetchProblem } from './after-fetch';
import type { CursorStore } from './cursor-store';
import { factsOf } from './error-facts';
import { accountKey, sourceKey } from './keys';
import type { ImapLimits } from './limits';
import { highestUid } from './listing';
import { ServerError } from './server-error';
import type { Start } from './server-store';
import { openFolder, type Session } from './session';
import { parseStart, startSearch } from './start';
import { doing } from './step-words';
import type { Cursor, IncomingServer } from './types';
import { packUids, parseUids } from './uid-set';

/** UIDs that match, ascending. @throws when the server refuses to search. */
const search = async (client: ImapFlow, query: SearchObject): Promise<number[]> => {
  const found = await client.search(query, { uid: true });
  if (!found) throw Object.assign(new Error('The search was refused.'), { responseStatus: 'NO' });
  return found.sort((left, right) => left - right);
};

/** Whether the row's cursor still counts: the same account and folder, and the server has not renumbered it. */
const isKnown = (server: IncomingServer, folder: MailboxObject): boolean =>
  server.confirmedAccount === accountKey(server) && server.cursor.uidValidity === String(folder.uidValidity);

/**
 * Where the import starts. The first time: after everything that is there, but for what `startFrom` chooses. Confirmed
 * again, whatever came after the first confirmation is still imported, so that a pause loses nothing; `startFrom` then
 * decides anew about what was there before.
 */
const startOf = async (
  client: ImapFlow,
  server: IncomingServer,
  folder: MailboxObject,
  last: number,
  now: Date
): Promise<Start> => {
  const known = isKnown(server, folder);
  const startUid = known ? server.cursor.startUid : last + 1;
  const query = startSearch(parseStart(server.startFrom), now, startUid - 1);
  const uids = query ? await search(client, query) : [];
  const startUids = packUids(uids);
  const common = {
    confirmedAt: now,
    confirmedAccount: accountKey(server),
    uidValidity: String(folder.uidValidity),
    startUid,
    startUids,
  };
  const { lastUid, actedUid, startUids: before } = server.cursor;
  const chosenBefore = parseUids(before ?? '');
  if (known && uids.every((uid) => uid <= lastUid && chosenBefore.has(uid)))
    return { ...common, lastUid, actedUid };
  const first = Math.min(uids[0] ?? Infinity, startUid) - 1;
  return { ...common, lastUid: first, actedUid: first };
};

/** How many mails the next runs will take in: those of the import that have no journal row. */
const count = async (
  client: ImapFlow,
  server: IncomingServer,
  cursors: Pick<CursorStore, 'journaled'>,
  start: Start,
  last: number,
  pageSize: number
): Promise<number> => {
  if (start.lastUid >= last) return 0;
  const chosen = parseUids(start.startUids ?? '');
  const listed = await search(client, { uid: `${start.lastUid + 1}:${last}` });
  const uids = listed.filter((uid) => uid > start.lastUid && (uid >= start.startUid || chosen.has(uid)));
  let known = 0;
  for (let index = 0; index < uids.length; index += pageSize) {
    const page = uids.slice(index, index + pageSize);
    known += (await cursors.journaled(page.map((uid) => sourceKey(server, start.uidValidity, uid)))).size;
  }
  return uids.length - known;
};

/** An after-fetch folder that is missing is better learned now than from the first mail. */
const checkTarget = async (session: Session, server: IncomingServer, limits: ImapLimits): Promise<void> => {
  const problem = afterFetchProblem(server);
  if (problem) throw new ServerError(problem);
  const target = server.afterFetchFolder;
  if (server.afterFetch !== 'move' || target === null) return;
  const tried = doing('look_for_folder', { folder: target }, `Look for the folder ${target}`);
  const found = await session.attempt('open', tried, limits.open, () =>
    session.client.status(target, { messages: true }).catch((error: unknown) => {
      if (factsOf(error).folderMissing) return false;
      throw error;
    })
  );
  if (found) return;
  throw new ServerError({
    code: 'after_fetch_folder_missing',
    phase: 'open',
    tried: tried.message,
    serverSaid: null,
    message: `${server.username} has no folder "${target}" to which mails could be moved.`,
    advice: 'Create the folder, or name one that exists.',
  });
};

/**
 * Looks at a folder and settles where its import starts, without changing anything.
 * @throws ServerError, Stopped
 */
export const prepareStart = async (
  session: Session,
  server: IncomingServer,
  cursors: Pick<CursorStore, 'journaled'>,
  limits: ImapLimits,
  now: Date
): Promise<{ start: Start; willImport: number; folderSize: number }> => {
  await checkTarget(session, server, limits);
  const folder = await openFolder(session, server, limits, { readOnly: true });
  const { client } = session;
  const tried = doing('count_mails', { folder: server.folder }, `Count the mails in ${server.folder}`);
  return session.attempt('list', tried, limits.list, async () => {
    const last = await highestUid(client);
    const start = await startOf(client, server, folder, last, now);
    const willImport = await count(client, server, cursors, start, last, limits.pageSize);
    return { start, willImport, folderSize: folder.exists };
  });
};

/** Whether a row was confirmed for this very account and folder. */
export const isConfirmed = (
  server: IncomingServer
): server is IncomingServer & { confirmedAt: Date; cursor: Cursor & { uidValidity: string } } =>
  server.confirmedAt !== null &&
  server.cursor.uidValidity !== null &&
  server.confirmedAccount === accountKey(server);
