import { backOff } from './back-off';
import { errorMessageOf, type Health, type ServerStore } from './server-store';
import type { FetchReport, IncomingServer, ServerFailure } from './types';

/** What the site is told when a mailbox fails or works again: ids and codes, no content. */
export interface ServerEvent {
  documentId: string;
  name: string;
  code: string;
}

export interface HealthRecorder {
  /** Writes on the row how a run ended, and tells when that is news. */
  record(server: IncomingServer, report: FetchReport, retryAfter: number | null, now: Date): Promise<void>;
}

const healthy = { errorSince: null, errorCode: null, errorMessage: null, failures: 0, nextAttemptAt: null };

/** The row after a run. A warning shows, but nothing is put off for it. */
const healthAfter = (
  server: IncomingServer,
  report: FetchReport,
  retryAfter: number | null,
  now: Date
): Health => {
  const problem: ServerFailure | null = report.failure ?? report.warning;
  const failures = report.failure ? server.failures + 1 : 0;
  return {
    ...healthy,
    lastFetchedAt: now,
    ...(report.failure ? {} : { lastSuccessAt: now }),
    ...(report.stored > 0 ? { lastMailAt: now } : {}),
    ...(problem && {
      errorSince: server.errorSince ?? now,
      errorCode: problem.code,
      errorMessage: errorMessageOf(problem),
    }),
    ...(report.failure && {
      failures,
      nextAttemptAt: new Date(now.getTime() + backOff(report.failure.code, failures, retryAfter)),
    }),
  };
};

/** @param emit Strapi's event hub. */
export const createHealthRecorder = ({
  servers,
  emit,
}: {
  servers: Pick<ServerStore, 'saveHealth'>;
  emit(event: 'mail-gateway.server.error' | 'mail-gateway.server.recovered', payload: ServerEvent): void;
}): HealthRecorder => ({
  async record(server, report, retryAfter, now) {
    const health = healthAfter(server, report, retryAfter, now);
    await servers.saveHealth(server.documentId, health);
    const { documentId, name } = server;
    if (health.errorCode !== null && health.errorCode !== server.errorCode) {
      emit('mail-gateway.server.error', { documentId, name, code: health.errorCode });
    }
    if (health.errorCode === null && server.errorCode !== null) {
      emit('mail-gateway.server.recovered', { documentId, name, code: server.errorCode });
    }
  },
});
