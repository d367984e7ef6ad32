import { GatewayError } from '../../../errors';
import type { Lease, Leases } from '../../../jobs';
import type { NetworkPolicy, Resolve } from '../../../network';
import type { InboundProcessor, InboundStore } from '../../types';
import { isConfirmed, prepareStart } from './confirmation';
import { CursorLost, type CursorStore } from './cursor-store';
import type { HealthRecorder } from './health';
import { DEFAULT_LIMITS, type ImapLimits } from './limits';
import { runMailbox, type Counts } from './mailbox-run';
import { BUSY, CHANGED, failureOf, passwordFailure } from './run-failures';
import { ServerError, Stopped } from './server-error';
import type { ServerStore } from './server-store';
import { openSession, type Session } from './session';
import type { ConfirmReport, FetchReport, IncomingServer, Step } from './types';

export interface FetchOptions {
  signal?: AbortSignal;
  /** Called after each mail that was taken in. */
  onProgress?(counts: Readonly<Counts>): void;
}

/** Fetches mail from IMAP accounts. */
export interface ImapSource {
  /**
   * *Test & confirm*: connects, logs in, opens the folder, counts what will be imported; a row in state `draft` becomes
   * `confirmed`. A row that fails stays as it is, but for the outcome, which is kept with it either way.
   * @throws GatewayError 404
   */
  confirm(documentId: string): Promise<ConfirmReport>;
  /**
   * Fetches one mailbox now, also one whose pause after a failure is not over. Never rejects for what a server does.
   * @throws GatewayError 404; what the database throws when it cannot be read.
   */
  fetchServer(documentId: string, options?: FetchOptions): Promise<FetchReport>;
  /**
   * Fetches every confirmed mailbox whose pause is over, those first that waited longest; each fails alone, and none
   * takes much longer than `limits.runBudget`: what is left then is said in its report.
   */
  fetchAll(signal?: AbortSignal): Promise<FetchReport[]>;
}

/** One run of one mailbox. */
interface Turn extends FetchOptions {
  /** Milliseconds after which it ends between two mails; none: it ends when nothing is left. */
  budget?: number;
}

export interface ImapSourceParts {
  servers: ServerStore;
  cursors: CursorStore;
  health: HealthRecorder;
  leases: Leases;
  /** Passwords, with `env:NAME` resolved; owner `incoming-server:<documentId>`. */
  secrets: { read(owner: string): Promise<string | null> };
  network: NetworkPolicy;
  resolve?: Resolve;
  store: InboundStore;
  process: InboundProcessor;
  /** The time by the clock that all processes share, in milliseconds since 1970: pauses are kept on the row. */
  now(): Promise<number>;
  /** Whether this site may fetch at all; a copy of a database must keep quiet. */
  site: { mayRun(): boolean | Promise<boolean> };
  limits?: Partial<ImapLimits>;
  log: { error(message: string, details?: object): void };
}

const noCounts = (): Counts => ({
  listed: 0,
  stored: 0,
  duplicates: 0,
  oversize: 0,
  skipped: 0,
  postponed: 0,
  unfetchable: 0,
});

const leaseName = (documentId: string): string => `incoming:${documentId}`;

/** @see ImapSource */
export const createImapSourceFrom = (parts: ImapSourceParts): ImapSource => {
  const { servers, cursors, health, leases, secrets, network, resolve, store, process, site, log, now } =
    parts;
  const limits = { ...DEFAULT_LIMITS, ...parts.limits };

  const find = async (documentId: string): Promise<IncomingServer> => {
    const server = await servers.read(documentId);
    if (server) return server;
    throw new GatewayError('not_found', 'There is no such incoming server.', 404);
  };

  const passwordOf = async ({ documentId }: IncomingServer): Promise<string> => {
    const password = await secrets.read(`incoming-server:${documentId}`).catch((error: unknown) => {
      throw error instanceof GatewayError ? passwordFailure(error.code, error.message) : error;
    });
    if (password) return password;
    throw passwordFailure('password_missing', 'No password is stored for this server.');
  };

  const sizeLimit = (server: IncomingServer): number => server.maxMessageSize ?? limits.maxMessageSize;

  const open = async (server: IncomingServer, signal: AbortSignal, steps: Step[]): Promise<Session> => {
    const password = await passwordOf(server);
    const maxMessageSize = sizeLimit(server);
    return openSession({ server, password, policy: network, resolve, limits, maxMessageSize, signal, steps });
  };

  const work = async (
    server: IncomingServer & { confirmedAt: Date },
    report: FetchReport,
    steps: Step[],
    lease: Lease,
    { signal, onProgress, budget = Infinity }: Turn
  ): Promise<void> => {
    const until = performance.now() + budget;
    const stop = AbortSignal.any(signal ? [lease.signal, signal] : [lease.signal]);
    const session = await open(server, stop, steps);
    try {
      const ended = await runMailbox({
        ...{ session, server, cursors, store, process, limits, now },
        maxMessageSize: sizeLimit(server),
        fence: lease.fence,
        signal: stop,
        counts: report,
        until,
        onProgress: () => onProgress?.(report),
        onProcessError: (documentIds, error) =>
          log.error('Stored mails could not be processed; they are tried again.', {
            documentIds,
            error,
          }),
      });
      Object.assign(report, ended);
    } finally {
      await session.end();
    }
  };

  /** Whether a run ended because its mailbox is somebody else's now, or not to be fetched any more: nothing to report. */
  const isCalledOff = async (
    error: unknown,
    { documentId, cursor }: IncomingServer,
    lease: Lease,
    { signal }: FetchOptions
  ): Promise<boolean> => {
    if (error instanceof Stopped) return true;
    if (!(error instanceof CursorLost)) return false;
    if (lease.signal.aborted || signal?.aborted || !(await lease.isHeld())) return true;
    const row = await servers.read(documentId);
    return row?.state !== 'confirmed' || row.cursor.uidValidity !== cursor.uidValidity;
  };

  const fetchUnderLease = async (documentId: string, lease: Lease, options: Turn): Promise<FetchReport> => {
    const server = await find(documentId);
    const steps: Step[] = [];
    const report: FetchReport = {
      ...{ documentId, name: server.name, outcome: 'inactive', ...noCounts() },
      ...{ more: false, failure: null, warning: null, steps },
    };
    if (server.state !== 'confirmed' || !server.active) return report;

    let retryAfter: number | null = null;
    try {
      if (!isConfirmed(server)) throw new ServerError(CHANGED);
      await work(server, report, steps, lease, options);
      report.outcome = 'fetched';
    } catch (error) {
      if (await isCalledOff(error, server, lease, options)) return { ...report, outcome: 'stopped' };
      report.outcome = 'failed';
      report.failure = failureOf(error);
      retryAfter = error instanceof ServerError ? error.retryAfter : null;
    }
    try {
      await health.record(server, report, retryAfter, new Date(await now()));
    } catch (error) {
      log.error('The state of an incoming server could not be written.', { documentId, error });
    }
    return report;
  };

  const idle = async (documentId: string, outcome: 'busy' | 'kept_quiet'): Promise<FetchReport> => {
    const { name } = await find(documentId);
    return { documentId, name, outcome, ...noCounts(), more: false, failure: null, warning: null, steps: [] };
  };

  const fetchOne = async (documentId: string, options: Turn): Promise<FetchReport> => {
    if (!(await site.mayRun())) return idle(documentId, 'kept_quiet');
    const report = await leases.hold(leaseName(documentId), (lease) =>
      fetchUnderLease(documentId, lease, options)
    );
    return report ?? idle(documentId, 'busy');
  };

  return {
    fetchServer: (documentId, options = {}) => fetchOne(documentId, options),

    async fetchAll(signal) {
      if (!(await site.mayRun())) return [];
      const waiting = await servers.due(new Date(await now()));
      const reports: FetchReport[] = [];
      const worker = async (): Promise<void> => {
        for (let next = waiting.shift(); next !== undefined && !signal?.aborted; next = waiting.shift()) {
          const documentId = next;
          try {
            reports.push(await fetchOne(documentId, { signal, budget: limits.runBudget }));
          } catch (error) {
            log.error('An incoming server could not be fetched.', { documentId, error });
          }
        }
      };
      await Promise.all(Array.from({ length: limits.concurrency }, worker));
      return reports;
    },

    async confirm(documentId) {
      const steps: Step[] = [];
      const confirmed = await leases.hold(leaseName(documentId), async (lease): Promise<ConfirmReport> => {
        const server = await find(documentId);
        try {
          const session = await open(server, lease.signal, steps);
          try {
            const at = new Date(await now());
            const { start, ...counted } = await prepareStart(session, server, cursors, limits, at);
            if (lease.signal.aborted) throw new Stopped();
            await servers.confirm(documentId, start, lease.fence);
            await servers.saveTest(server, { at, failure: null });
            return { ok: true, ...counted, steps };
          } finally {
            await session.end();
          }
        } catch (error) {
          if (error instanceof ServerError) {
            const { failure } = error;
            await servers.saveTest(server, { at: new Date(await now()), failure });
            return { ok: false, failure, steps };
          }
          if (error instanceof Stopped) return { ok: false, failure: BUSY, steps };
          throw error;
        }
      });
      return confirmed ?? { ok: false, failure: BUSY, steps };
    },
  };
};
