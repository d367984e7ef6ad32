import { AsyncResource } from 'node:async_hooks';
import type { OutboundExplanation } from '../../../contracts';
import { messageOf } from '../errors';
import type { Database } from '../storage';
import { transitionOf, type ClaimedRow, type Transition } from './claimed-row';
import { startClock } from './clock';
import type { Contents, LoadedContent } from './contents';
import type { createDeliver, Sent, Surroundings } from './deliver';
import type { OutboundDependencies } from './dependencies';
import { explain, explainProblem } from './explain';
import { failedHere, uncertain } from './outcome';
import type { OutboxRows } from './rows';
import type { SealedAttachments } from './sealed-attachments';
import type { Servers, StoredServer } from './servers';
import { isPaused } from './retry';
import { readSettings } from './settings';
import type { Transports } from './transport/transports';

/** Rows in the hands of this process at most; what they need in memory is bounded by it. */
const AT_ONCE = 100;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What this sweep knows of servers already, by version: those that failed, and those that took a mail. */
interface Known {
  /** Since when (`performance.now`). For a minute they are not tried again, whatever their row says. */
  resting: Map<string, number>;
  /** For one claim: the next one reads the servers anew. */
  working: Set<string>;
}

/**
 * An outcome that the database refuses is offered so often; then the claim runs out, and the mail is uncertain. While
 * the database is away it has refused nothing: it is asked again until it is back.
 */
const FINISHES = 3;
const FINISH_PAUSE_MS = 500;
const AWAY_PAUSE_MS = 2_000;

/** Takes queued mails to their servers. */
export interface Queue {
  /** From now on `kick` works. Before, as in a CLI command, it does nothing. */
  start(): void;
  /**
   * Sends everything that is due. A call while one is running joins it and makes it look once more, at once, however
   * long the mails under way still take.
   */
  sweep(signal?: AbortSignal): Promise<void>;
  /** Begins a sweep soon, without waiting for it. */
  kick(): void;
  /** Claims nothing more and waits for what is under way, then cuts it off. */
  drain(limit: number): Promise<void>;
}

const whyNothingLeaves = (servers: readonly StoredServer[]): OutboundExplanation =>
  servers.some((server) => server.active)
    ? explain(
        'every_server_rests',
        {},
        'Waiting. Every outgoing server is at rest after an error; see what it said, and mend it.'
      )
    : explain(
        'no_active_server',
        {},
        'Waiting. There is no active outgoing server: add one, and the mail leaves by itself.'
      );

const CONTENT_GONE = explain('content_gone', {}, 'The content of the mail is gone.');

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
  takeOverMs,
  log,
  onTransition,
  onServer,
}: Pick<OutboundDependencies, 'parameters' | 'site' | 'uncertain' | 'takeOverMs'> & {
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
  /** Wakes the running sweep. */
  let wake: () => void = () => undefined;
  let kicked = false;
  let sweptOrphansAt = -Infinity;

  const look = (): void => {
    lookAgain = true;
    wake();
  };

  const versionOf = ({ documentId, version }: StoredServer): string => `${documentId} ${version}`;

  /** Tells each server's row once what many mails find out at the same time. */
  const settleServers = async (sent: Sent, { resting, working }: Known): Promise<void> => {
    for (const { server, fault } of sent.servers) {
      const version = versionOf(server);
      if (fault ? resting.has(version) : working.has(version)) continue;
      if (fault) resting.set(version, performance.now());
      else working.add(version);
      if (fault && (await servers.pause(server, fault))) onServer('error', server.documentId);
      if (!fault && (await servers.recovered(server))) onServer('recovered', server.documentId);
    }
  };

  const complain = (what: string, error: unknown): void =>
    log.error(`[mail-gateway] ${what}: ${messageOf(error)}`);

  /**
   * Writes what is known. Where the database does not take it the row is left alone: putting it back into the queue
   * would send a mail twice that a server may have accepted.
   */
  const finish = async (row: ClaimedRow, sent: Sent, content: LoadedContent): Promise<void> => {
    for (let attempt = 1; ;) {
      try {
        const { change, sending } = sent;
        const written = await rows.finish({ row, change, sending, content });
        if (written) onTransition(transitionOf(row, change.state));
        return;
      } catch (error) {
        complain(`The outcome of ${row.documentId} could not be stored`, error);
        const isAway = await database.now().then(
          () => false,
          () => true
        );
        if (draining && isAway) return;
        if (attempt === FINISHES) return;
        await new Promise((resolve) =>
          setTimeout(resolve, isAway ? AWAY_PAUSE_MS : attempt * FINISH_PAUSE_MS)
        );
        if (!isAway) attempt += 1;
      }
    }
  };

  const send = async (
    row: ClaimedRow,
    content: LoadedContent,
    around: Surroundings,
    known: Known
  ): Promise<void> => {
    let sent: Sent;
    try {
      const later = new Date(around.clock().getTime() + MINUTE_MS);
      const waits: Sent = { change: { state: 'queued', nextAttemptAt: later }, sending: null, servers: [] };
      sent = (await deliver(row, content, around)) ?? waits;
    } catch (error) {
      complain(row.documentId, error);
      const sentence = explainProblem('unexpected', messageOf(error), 'The mail could not be sent: ');
      const change = failedHere(row, 'unexpected', sentence, around.clock());
      sent = { change, sending: null, servers: [] };
    }
    await finish(row, sent, content);
    await settleServers(sent, known).catch((error: unknown) =>
      complain('The state of an outgoing server could not be stored', error)
    );
  };

  /** Brings back what other processes left and what its time has come for. */
  const refresh = async (inWork: readonly number[]): Promise<void> => {
    const now = new Date(await database.now());
    await rows.catchUp();
    const moved = [
      ...(await rows.recover((row) => uncertain(row, now, policy), inWork)),
      ...(await rows.expire()),
      ...(await rows.resendUncertain()),
    ];
    moved.forEach(onTransition);
    if (performance.now() - sweptOrphansAt > HOUR_MS) {
      sweptOrphansAt = performance.now();
      await sealedAttachments.sweep();
    }
  };

  const run = async (stopped: () => boolean): Promise<void> => {
    const underWay = new Map<number, Promise<void>>();
    const resting: Known['resting'] = new Map();
    const heartbeat = setInterval(
      () => void rows.renew([...underWay.keys()]).catch(() => undefined),
      takeOverMs / 3
    );
    const lookout = setInterval(look, MINUTE_MS);
    heartbeat.unref();
    lookout.unref();
    try {
      for (let isFirst = true, isLast = false; !stopped();) {
        if (isFirst || lookAgain) {
          isFirst = false;
          lookAgain = false;
          isLast = false;
          if (!(await site.mayWork())) break;
          await refresh([...underWay.keys()]);
        }
        const settings = await readSettings(parameters);
        const clock = await startClock(database);
        const now = clock();
        const all = await servers.list();
        const usable = all.filter(
          (server) =>
            server.active &&
            !isPaused(server.pausedUntil, now) &&
            !(performance.now() - (resting.get(versionOf(server)) ?? -Infinity) < MINUTE_MS)
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
            sentence: CONTENT_GONE,
          };
          const around = { servers: usable, settings, clock };
          const work = send(row, content, around, { resting, working }).finally(() =>
            underWay.delete(row.id)
          );
          underWay.set(row.id, work);
        }
        const few = isLast ? 0 : AT_ONCE / 2;
        while (underWay.size > few && !(lookAgain && underWay.size < AT_ONCE)) {
          const woken = new Promise<void>((resolve) => {
            wake = resolve;
          });
          await Promise.race([...underWay.values(), woken]);
        }
      }
    } finally {
      await Promise.all(underWay.values());
      clearInterval(heartbeat);
      clearInterval(lookout);
    }
  };

  const sweep: Queue['sweep'] = async (signal) => {
    if (draining) return;
    if (current) {
      look();
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
        sweep().catch((error: unknown) => complain('Sending failed', error));
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
