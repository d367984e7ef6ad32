import type { Core } from '@strapi/strapi';
import { UID } from '../../../constants';
import { LONGEST_PAUSE } from './back-off';
import { testedSettings } from './tested-settings';
import type { IncomingServer, ServerFailure, Trouble } from './types';

/** Where the import of a folder starts, settled by *Test & confirm*. */
export interface Start {
  confirmedAt: Date;
  confirmedAccount: string;
  uidValidity: string;
  lastUid: number;
  actedUid: number;
  startUid: number;
  startUids: string | null;
}

/** How a run ended, as the row shows it. */
export interface Health {
  lastFetchedAt: Date;
  /** Undefined: unchanged. */
  lastSuccessAt?: Date;
  lastMailAt?: Date;
  errorSince: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
  failures: number;
  nextAttemptAt: Date | null;
}

/** How a test ended, as the row keeps it. */
export interface KeptTest {
  at: Date;
  /** Null where it went well. */
  failure: ServerFailure | null;
}

/** The incoming servers' rows. */
export interface ServerStore {
  /** Null when there is no such row, or it is no IMAP account. */
  read(documentId: string): Promise<IncomingServer | null>;
  /** Confirmed, active servers whose pause is over, as `inTurn` orders them. */
  due(now: Date): Promise<string[]>;
  /**
   * @param fence of the lease under which it is confirmed. It replaces the row's, which may be higher than any lease of
   * this database when the row came with a transfer or an import.
   */
  confirm(documentId: string, start: Start, fence: number): Promise<void>;
  saveHealth(documentId: string, health: Health): Promise<void>;
  /** Keeps how a test of these settings ended. */
  saveTest(server: IncomingServer, test: KeptTest): Promise<void>;
}

/** What a person reads on the row: what happened, what to do, and the server's words. */
export const errorMessageOf = ({ message, advice, serverSaid }: ServerFailure): string =>
  [message, advice, serverSaid && `The server said: ${serverSaid}`].filter(Boolean).join(' ');

const asDate = (value: unknown): Date | null => {
  if (!(value instanceof Date) && typeof value !== 'number' && typeof value !== 'string') return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
};

const asText = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const oneOf = <T extends string>(value: unknown, allowed: readonly T[], fallback: T): T =>
  allowed.find((candidate) => candidate === value) ?? fallback;

const isTrouble = (value: unknown): value is Trouble =>
  typeof value === 'object' &&
  value !== null &&
  ['uid', 'attempts', 'notBefore'].every((name) => typeof Reflect.get(value, name) === 'number');

/** A row as the database gives it; what is missing or odd gets the column's default. */
export const serverOf = (row: Record<string, unknown>): IncomingServer => ({
  documentId: String(row.documentId),
  name: asText(row.name) ?? '',
  host: asText(row.host) ?? '',
  port: Number(row.port),
  // The strictest when unknown: a password must not travel in the open by mistake.
  encryption: oneOf(row.encryption, ['none', 'starttls', 'tls'], 'tls'),
  username: asText(row.username) ?? '',
  folder: asText(row.folder) ?? 'INBOX',
  state: oneOf(row.state, ['draft', 'confirmed'], 'draft'),
  active: row.active !== false,
  priority: Number(row.priority ?? 5),
  afterFetch: oneOf(row.afterFetch, ['leave', 'seen', 'move', 'delete'], 'leave'),
  afterFetchFolder: asText(row.afterFetchFolder),
  startFrom: asText(row.startFrom) ?? 'unseen',
  certificateAuthority: asText(row.certificateAuthority),
  maxMessageSize: row.maxMessageSize ? Number(row.maxMessageSize) : null,
  confirmedAt: asDate(row.confirmedAt),
  confirmedAccount: asText(row.confirmedAccount),
  cursor: {
    uidValidity: asText(row.uidValidity),
    lastUid: Number(row.lastUid ?? 0),
    actedUid: Number(row.actedUid ?? 0),
    startUid: Number(row.startUid ?? 0),
    // An empty set is not "unknown": it means that nothing of what was there is imported.
    startUids: typeof row.startUids === 'string' ? row.startUids : null,
    troubles: Array.isArray(row.troubles) ? row.troubles.filter(isTrouble) : [],
  },
  errorSince: asDate(row.errorSince),
  errorCode: asText(row.errorCode),
  failures: Number(row.failures ?? 0),
  nextAttemptAt: asDate(row.nextAttemptAt),
});

/** What decides when a server has its turn. */
export interface Waiting {
  documentId: string;
  lastFetchedAt: Date | string | number | null;
  priority: number | null;
}

/**
 * Document ids in the order of their turns: those that were not fetched for longest first, so that none starves when a
 * round is cut short; then by priority. Sorted here, because databases disagree on where NULL belongs.
 */
export const inTurn = (rows: readonly Waiting[]): string[] =>
  rows
    .map(({ documentId, lastFetchedAt, priority }) => ({
      documentId,
      since: asDate(lastFetchedAt)?.getTime() ?? 0,
      priority: priority ?? 5,
    }))
    .sort((left, right) => left.since - right.since || left.priority - right.priority)
    .map(({ documentId }) => documentId);

/** @see ServerStore */
export const createServerStore = ({ strapi }: { strapi: Core.Strapi }): ServerStore => {
  const query = () => strapi.db.query(UID.incomingServer);

  return {
    async read(documentId) {
      const row: Record<string, unknown> | null = await query().findOne({
        where: { documentId, protocol: 'imap' },
      });
      return row ? serverOf(row) : null;
    },

    async due(now) {
      const rows: Waiting[] = await query().findMany({
        where: {
          protocol: 'imap',
          state: 'confirmed',
          active: true,
          $or: [
            { nextAttemptAt: { $null: true } },
            { nextAttemptAt: { $lte: now } },
            // Longer than any pause: the clock was set back meanwhile.
            { nextAttemptAt: { $gt: new Date(now.getTime() + LONGEST_PAUSE) } },
          ],
        },
        orderBy: [{ id: 'asc' }],
        select: ['documentId', 'lastFetchedAt', 'priority'],
      });
      return inTurn(rows);
    },

    async confirm(documentId, start, fence) {
      const cleared = {
        errorSince: null,
        errorCode: null,
        errorMessage: null,
        failures: 0,
        nextAttemptAt: null,
      };
      await query().update({
        where: { documentId },
        data: { ...start, ...cleared, troubles: [], state: 'confirmed', cursorFence: fence },
      });
    },

    async saveHealth(documentId, health) {
      await query().update({ where: { documentId }, data: health });
    },

    async saveTest(server, { at, failure }) {
      await query().update({
        where: { documentId: server.documentId },
        data: {
          lastTestedAt: at,
          testErrorCode: failure && failure.code,
          testErrorMessage: failure && errorMessageOf(failure),
          testedSettings: testedSettings(server),
        },
      });
    },
  };
};
