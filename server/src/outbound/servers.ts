import { UID } from '../constants';
import { cleanText } from '../mail';
import type { Database } from '../storage';
import type { OutboundDependencies } from './dependencies';
import { longestPause, pauseUntil } from './retry';
import { SERVER_TABLE } from './tables';
import type { OutgoingServer } from './types';

/** An outgoing server as it was read; `version` changes whenever somebody saves it. */
export type StoredServer = OutgoingServer & { version: string };

/** What a mail met with at a server that could not take it. */
export interface ServerFault {
  reason: 'login' | 'other';
  /** By the codes of connection tests; null where none says it. */
  code: string | null;
  sentence: string;
}

/** Outgoing servers as rows: which there are, and how they fare. */
export interface Servers {
  list(): Promise<StoredServer[]>;
  find(documentId: string): Promise<StoredServer | null>;
  /**
   * The server is at fault: it rests, longer with each fault in a row. Nothing happens when it rests already, or was
   * saved since it was read.
   * @returns whether this call sent it to rest.
   */
  pause(server: StoredServer, fault: ServerFault): Promise<boolean>;
  /** It took a mail. @returns whether it had been failing. */
  recovered(server: StoredServer): Promise<boolean>;
  /** Its settings were saved: what was wrong before counts no more. */
  resume(documentId: string): Promise<void>;
  /**
   * Keeps the outcome of a test.
   * @param settings what was tested, as `testedSettings` names it.
   * @param outcome without `acceptedSender` that column stays as it is.
   */
  tested(
    documentId: string,
    settings: string,
    outcome: {
      problem: { code: string; message: string; advice: string } | null;
      acceptedSender?: OutgoingServer['acceptedSender'];
    }
  ): Promise<void>;
}

type ServerRow = Omit<OutgoingServer, 'pausedUntil' | 'fromFilter' | 'failures'> & {
  fromFilter: string | null;
  failures: number | null;
  pausedUntil: string | null;
  updatedAt: string | null;
};

const storedServer = (row: ServerRow): StoredServer => ({
  documentId: row.documentId,
  name: row.name,
  host: row.host,
  port: row.port,
  encryption: row.encryption,
  authentication: row.authentication,
  username: row.username,
  priority: row.priority,
  fromFilter: row.fromFilter ?? '',
  active: row.active,
  envelopeSender: row.envelopeSender,
  acceptedSender: row.acceptedSender,
  heloName: row.heloName,
  maxConnections: row.maxConnections,
  state: row.state,
  failures: row.failures ?? 0,
  pausedUntil: row.pausedUntil === null ? null : new Date(row.pausedUntil),
  version: row.updatedAt ?? '',
});

/** @see Servers */
export const createServers = ({
  strapi,
  database,
}: Pick<OutboundDependencies, 'strapi'> & { database: Database }): Servers => {
  return {
    async list() {
      const rows: ServerRow[] = await strapi.db.query(UID.outgoingServer).findMany({});
      return rows.map(storedServer);
    },

    async find(documentId) {
      const row: ServerRow | null = await strapi.db
        .query(UID.outgoingServer)
        .findOne({ where: { documentId } });
      return row && storedServer(row);
    },

    async pause({ documentId, version, failures }, { reason, code, sentence }) {
      return database.transaction(async (trx) => {
        const now = new Date(await database.now());
        const paused = await trx(SERVER_TABLE)
          .where({ document_id: documentId, failures })
          .where((row) =>
            row
              .whereNull('paused_until')
              .orWhere('paused_until', '<=', now)
              .orWhere('paused_until', '>', longestPause(now))
          )
          .where((row) => (version === '' ? row : row.where('updated_at', new Date(version))))
          .update({
            failures: failures + 1,
            paused_until: pauseUntil(failures + 1, now, reason),
            state: 'failing',
            last_error: cleanText(sentence, 2_000),
            last_error_code: code,
          });
        return paused === 1;
      });
    },

    async recovered({ documentId, state, failures, pausedUntil }) {
      if (state === 'ok' && failures === 0 && pausedUntil === null) return false;
      const columns = {
        state: 'ok',
        failures: 0,
        paused_until: null,
        last_error: null,
        last_error_code: null,
      };
      await database.transaction((trx) =>
        trx(SERVER_TABLE).where({ document_id: documentId }).update(columns)
      );
      return state === 'failing';
    },

    async resume(documentId) {
      const columns = { failures: 0, paused_until: null };
      await database.transaction((trx) =>
        trx(SERVER_TABLE).where({ document_id: documentId }).update(columns)
      );
    },

    async tested(documentId, settings, { problem, acceptedSender }) {
      const now = new Date(await database.now());
      const verdict =
        problem === null
          ? {
              state: 'ok',
              last_error: null,
              last_error_code: null,
              failures: 0,
              paused_until: null,
              ...(acceptedSender !== undefined && { accepted_sender: acceptedSender }),
            }
          : {
              state: 'failing',
              last_error: cleanText(problem.message, 2_000),
              last_error_code: problem.code,
            };
      const test = {
        last_tested_at: now,
        tested_settings: settings,
        test_error_code: problem && problem.code,
        test_error_message: problem && cleanText(`${problem.message} ${problem.advice}`, 2_000),
      };
      await database.transaction((trx) =>
        trx(SERVER_TABLE)
          .where({ document_id: documentId })
          .update({ ...test, ...verdict })
      );
    },
  };
};
