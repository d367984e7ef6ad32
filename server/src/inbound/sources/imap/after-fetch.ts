import type { ImapLimits } from './limits';
import type { ServerError, Stopped } from './server-error';
import type { Session } from './session';
import { doing } from './step-words';
import type { AfterFetch, IncomingServer, ServerFailure } from './types';
import { packUids } from './uid-set';

export interface AfterFetchAction {
  /** What a person chose, or `leave` where it cannot be done. */
  readonly kind: AfterFetch;
  /** Why it cannot be done, or was not done lately. */
  readonly problem: ServerFailure | null;
  /**
   * Does it to mails that are committed here.
   * @returns false when the server refused; it is then not asked again in this run.
   * @throws ServerError, Stopped when the connection is gone.
   */
  run(uids: readonly number[]): Promise<boolean>;
}

const TRIED: Record<AfterFetch, string> = {
  leave: 'Leave the mail',
  seen: 'Mark the mail as read',
  move: 'Move the mail',
  delete: 'Delete the mail',
};

const acting = (kind: AfterFetch) => doing('after_fetch', { action: kind }, TRIED[kind]);

const refusal = (server: IncomingServer, kind: AfterFetch): ServerFailure => ({
  code: 'after_fetch_failed',
  phase: 'after_fetch',
  tried: TRIED[kind],
  serverSaid: null,
  message:
    kind === 'move'
      ? `Mails are taken in, but ${server.host} does not move them to "${server.afterFetchFolder ?? ''}".`
      : `Mails are taken in, but ${server.host} does not let this account change their copies.`,
  advice:
    kind === 'move'
      ? 'Check that the folder exists and may be written to. The next run moves what is still there.'
      : 'Check the rights of the account on this folder. The next run repeats it.',
});

const sameFolder = (left: string, right: string): boolean =>
  left === right || (left.toUpperCase() === 'INBOX' && right.toUpperCase() === 'INBOX');

/** Why a row's after-fetch action can never work; null when it can. */
export const afterFetchProblem = (server: IncomingServer): ServerFailure | null => {
  if (server.afterFetch !== 'move') return null;
  const target = server.afterFetchFolder;
  if (target !== null && !sameFolder(target, server.folder)) return null;
  return {
    ...refusal(server, 'move'),
    code: 'after_fetch_folder_invalid',
    message: 'Mails cannot be moved: no other folder is named as the target.',
    advice: 'Name a folder other than the one that is fetched.',
  };
};

/** What is done to the server's copy of each mail, after its commit. */
export const createAfterFetch = (
  session: Session,
  server: IncomingServer,
  limits: ImapLimits
): AfterFetchAction => {
  const { client } = session;
  const impossible = afterFetchProblem(server);
  const kind: AfterFetch = impossible ? 'leave' : server.afterFetch;
  let problem = impossible;

  /** Without UIDPLUS an EXPUNGE would remove whatever other clients have marked: the mark alone must do. */
  const remove = (uid: string): Promise<boolean> =>
    client.capabilities.has('UIDPLUS')
      ? client.messageDelete(uid, { uid: true })
      : client.messageFlagsAdd(uid, ['\\Deleted'], { uid: true });

  const move = async (uid: string, target: string): Promise<boolean> => {
    if (client.capabilities.has('MOVE')) return Boolean(await client.messageMove(uid, target, { uid: true }));
    return Boolean(await client.messageCopy(uid, target, { uid: true })) && remove(uid);
  };

  const perform = async (uid: string): Promise<boolean> => {
    if (kind === 'seen') return client.messageFlagsAdd(uid, ['\\Seen'], { uid: true });
    if (kind === 'delete') return remove(uid);
    return move(uid, server.afterFetchFolder ?? '');
  };

  const lost = (): ServerError | Stopped =>
    session.problem(
      'after_fetch',
      acting(kind),
      Object.assign(new Error('closed'), { code: 'NoConnection' })
    );

  return {
    kind,
    get problem() {
      return problem;
    },
    async run(uids) {
      if (kind === 'leave') return true;
      if (problem !== null) return false;
      const done = await session.attempt('after_fetch', acting(kind), limits.afterFetch, () =>
        perform(packUids(uids))
      );
      if (done) return true;
      // imapflow answers a lost connection like a refusal here.
      if (!session.isUsable()) throw lost();
      problem = refusal(server, kind);
      return false;
    },
  };
};
