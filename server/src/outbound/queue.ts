import { AsyncResource } from 'node:async_hooks';
import { messageOf } from '../errors';
import type { Database } from '../storage';
import type { Contents, LoadedContent } from './contents';
import type { createDeliver, Sent, Surroundings } from './deliver';
import type { OutboundDependencies } from './dependencies';
import { failedHere, uncertain } from './outcome';
import { CLAIM_MS, type ClaimedRow, type OutboxRows, type Transition } from './rows';
import type { SealedAttachments } from './sealed-attachments';
import type { Servers, StoredServer } from './servers';
import { readSettings } from './settings';
import type { Transports } from './transport/transports';

/** Rows in the hands of this process at most; what they need in memory is bounded by it. */
const AT_ONCE = 50;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What this sweep knows of servers already, by version: those that failed, and those that took a mail. */
interface Known {
  /** Not tried again in this sweep, whatever their row says. */
  resting: Set<string>;
  /** For one claim: the next one reads the servers anew. */
  working: Set<string>;
}

/** Takes queued mails to their servers. */
export interface Queue {
  /** From now on `kick` works. Before, as in a CLI command, it does nothing. */
  start(): void;
  /** Sends everything that is due. A call while one is running joins it and makes it look once more. */
  sweep(signal?: AbortSignal): Promise<void>;
  /** Begins a sweep soon, without waiting for it. */
  kick(): void;
  /** Claims nothing more and waits for what is under way, then cuts it off. */
  drain(limit: number): Promise<void>;
}

const whyNothingLeaves = (servers: readonly StoredServer[]): string =>
  servers.some((server) => server.active)
    ? 'Waiting. Every outgoing server is at rest after an error; see what it said, and mend it.'
    : 'Waiting. There is no active outgoing server: add one, and the mail leaves by itself.';

/** @see Queue */
export const createQueue = ({
  database,
  rows,
  contents,
  servers,
  transports,
  sealedAttachments,
  deliver,
  parameters,
  site,
  uncertain: policy,
  log,
  onTransition,
  onServer,
}: Pick<OutboundDependencies, 'parameters' | 'site' | 'uncertain'> & {
  database: Database;
  rows: OutboxRows;
  contents: Contents;
  servers: Servers;
  transports: Transports;
  sealedAttachments: SealedAttachments;
  deliver: ReturnType<typeof createDeliver>;
  log: { error(message: string): void };
  onTransition(transition: Transition): void;
  onServer(event: 'error' | 'recovered', documentId: string): void;
}): Queue => {
  /** A kick comes out of somebody's transaction or request: the sweep must belong to neither. */
  const outside = AsyncResource.bind((work: () => void) => work());
  let started = false;
  let draining = false;
  let current: Promise<void> | null = null;
  let lookAgain = false;
  let kicked = false;
  let sweptOrphansAt = 0;

  const versionOf = ({ documentId, version }: StoredServer): string => `${documentId} ${version}`;

  /** Tells each server's row once what many mails find out at the same time. */
  const settleServers = async (sent: Sent, { resting, working }: Known): Promise<void> => {
    for (const { server, fault } of sent.servers) {
      const version = versionOf(server);
      const known = fault ? resting : working;
      if (known.has(version)) continue;
      known.add(version);
      if (fault && (await servers.pause(server, fault))) onServer('error', server.documentId);
      if (!fault && (await servers.recovered(server))) onServer('recovered', server.documentId);
    }
  };

  const settle = async (row: ClaimedRow, sent: Sent, sealed: boolean, known: Known): Promise<void> => {
    await settleServers(sent, known);
    const transition = await rows.finish(row, sent.change, sent.sending, sealed);
    if (transition) onTransition(transition);
  };

  const send = async (
    row: ClaimedRow,
    content: LoadedContent,
    around: Surroundings,
    known: Known
  ): Promise<void> => {
    try {
      const sent = await deliver(row, content, around);
      const later = new Date(around.now.getTime() + MINUTE_MS);
      const waits: Sent = { change: { state: 'queued', nextAttemptAt: later }, sending: null, servers: [] };
      await settle(row, sent ?? waits, content.sealed, known);
    } catch (error) {
      const change = failedHere(
        row,
        'unexpected',
        `The mail could not be sent: ${messageOf(error)}`,
        around.now
      );
      log.error(`[mail-gateway] ${row.documentId}: ${messageOf(error)}`);
      // A row that cannot even be put back comes back when its claim runs out.
      await rows.finish(row, change, null, content.sealed).catch(() => null);
    }
  };

  const sendAll = async (stopped: () => boolean): Promise<void> => {
    const underWay = new Set<Promise<void>>();
    const resting = new Set<string>();
    const heartbeat = setInterval(() => void rows.renew().catch(() => undefined), CLAIM_MS / 3);
    heartbeat.unref();
    try {
      for (let isLast = false; !stopped();) {
        const settings = await readSettings(parameters);
        const now = new Date(await database.now());
        const all = await servers.list();
        const usable = all.filter(
          (server) =>
            server.active &&
            !(server.pausedUntil && server.pausedUntil > now) &&
            !resting.has(versionOf(server))
        );
        if (usable.length === 0) await rows.explainWaiting(whyNothingLeaves(all));
        const claimed = usable.length > 0 ? await rows.claim(AT_ONCE - underWay.size) : [];
        if (claimed.length === 0 && (isLast || underWay.size === 0)) break;
        isLast = claimed.length === 0;
        const working = new Set<string>();
        const loaded = await contents.load(claimed.map(({ contentId }) => contentId));
        for (const row of claimed) {
          const content = loaded.get(row.contentId) ?? {
            found: false,
            sealed: false,
            sentence: 'The content of the mail is gone.',
          };
          const work = send(row, content, { servers: usable, settings, now }, { resting, working }).finally(
            () => underWay.delete(work)
          );
          underWay.add(work);
        }
        const few = isLast ? 0 : AT_ONCE / 2;
        while (underWay.size > few) await Promise.race(underWay);
      }
    } finally {
      await Promise.all(underWay);
      clearInterval(heartbeat);
    }
  };

  const once = async (stopped: () => boolean): Promise<void> => {
    if (!(await site.mayWork())) return;
    const now = new Date(await database.now());
    const moved = [
      ...(await rows.recover((row) => uncertain(row, now, policy))),
      ...(await rows.expire()),
      ...(await rows.resendUncertain()),
    ];
    moved.forEach(onTransition);
    if (Date.now() - sweptOrphansAt > HOUR_MS) {
      sweptOrphansAt = Date.now();
      await sealedAttachments.sweep();
    }
    await sendAll(stopped);
  };

  const run = async (stopped: () => boolean): Promise<void> => {
    do {
      lookAgain = false;
      await once(stopped);
    } while (lookAgain && !stopped());
  };

  const sweep: Queue['sweep'] = async (signal) => {
    if (draining) return;
    if (current) {
      lookAgain = true;
      return current;
    }
    const stopped = (): boolean => draining || signal?.aborted === true;
    current = run(stopped).finally(() => {
      current = null;
      // Asked after the last look and before the end.
      if (lookAgain) kick();
    });
    await current;
  };

  const kick = (): void => {
    if (!started || draining || kicked) return;
    kicked = true;
    outside(() => {
      setImmediate(() => {
        kicked = false;
        sweep().catch((error: unknown) => log.error(`[mail-gateway] Sending failed: ${messageOf(error)}`));
      });
    });
  };

  return {
    sweep,
    kick,

    start() {
      started = true;
    },

    async drain(limit) {
      draining = true;
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<'over'>((resolve) => {
        timer = setTimeout(() => resolve('over'), limit);
      });
      const rest = (current ?? Promise.resolve()).catch(() => undefined);
      if ((await Promise.race([rest, over])) === 'over') {
        transports.close();
        await Promise.race([rest, new Promise((resolve) => setTimeout(resolve, 500))]);
      }
      clearTimeout(timer);
      transports.close();
    },
  };
};
