import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Leases } from '../../server/src/jobs';
import type { Delivery, InboundState, InboundStore, StoredMail } from '../../server/src/inbound/types';
import {
  accountKey,
  createHealthRecorder,
  createImapSourceFrom,
  CursorLost,
  type CursorStore,
  type Health,
  type ImapLimits,
  type ImapSource,
  type ImapSourceParts,
  type IncomingServer,
  type ServerEvent,
  type ServerStore,
} from '../../server/src/inbound/sources/imap';
import type { Transaction } from '../../server/src/storage';

/** One journal row as the recording store keeps it. */
export interface Recorded {
  documentId: string;
  kind: 'stored' | 'oversize' | 'skipped' | 'unfetchable';
  delivery: Delivery;
  bytes: Buffer;
  size: number;
  problem?: string;
}

/** What a test can make the store do instead of storing: called with the mail's bytes before each commit. */
export type Sabotage = (raw: Buffer, delivery: Delivery) => void | Promise<void>;

export interface Bench {
  source: ImapSource;
  /** What the source is made of, to make another one from. */
  parts: ImapSourceParts;
  server: IncomingServer;
  /** The columns that a run writes about its health. */
  health: Partial<Health>;
  rows: Recorded[];
  processed: string[];
  events: { event: string; payload: ServerEvent }[];
  /** Set to make storing fail. */
  sabotage: Sabotage | null;
  /** Set to make every write to the database fail. */
  databaseDown: boolean;
  quiet: boolean;
  /** The row's fence: set it higher than any lease to act as a row that came from another database. */
  cursorFence: number;
  /** Subjects of the mails that were stored with their bytes, in order. */
  subjects(): string[];
  /** Abort to act as another process that takes the lease over. */
  loseLease(): void;
}

// The doubles keep no database: nothing looks into the transaction that they hand on.
const NO_TRANSACTION = {} as Transaction;

const collect = async (raw: Readable): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of raw) pieces.push(piece);
  return Buffer.concat(pieces);
};

/** An IMAP source that keeps rows, journal and cursor in memory; the connection and everything about it are real. */
export const createBench = (
  row: Partial<IncomingServer> & Pick<IncomingServer, 'port' | 'username'>,
  options: {
    password: string | null;
    network?: ImapSourceParts['network'];
    resolve?: ImapSourceParts['resolve'];
    limits?: Partial<ImapLimits>;
    /** Shared by several benches: the journal of one site. */
    rows?: Recorded[];
  }
): Bench => {
  const server: IncomingServer = {
    documentId: randomUUID(),
    name: 'Support',
    host: '127.0.0.1',
    encryption: 'none',
    folder: 'INBOX',
    state: 'draft',
    active: true,
    priority: 5,
    afterFetch: 'leave',
    afterFetchFolder: null,
    startFrom: 'all',
    certificateAuthority: null,
    maxMessageSize: null,
    confirmedAt: null,
    confirmedAccount: null,
    cursor: { uidValidity: null, lastUid: 0, actedUid: 0, startUid: 0, startUids: null, troubles: [] },
    errorSince: null,
    errorCode: null,
    failures: 0,
    nextAttemptAt: null,
    ...row,
  };
  let fence = 0;
  let lease: AbortController | null = null;

  const write = (): void => {
    if (bench.databaseDown) throw new Error('SQLITE_IOERR: disk I/O error');
  };

  const cursors: CursorStore = {
    async journaled(keys) {
      write();
      const wanted = new Set(keys);
      return new Map(
        bench.rows.flatMap(({ delivery: { sourceKey }, kind }) =>
          sourceKey !== null && wanted.has(sourceKey)
            ? [[sourceKey, { rawStored: kind === 'stored' }] as const]
            : []
        )
      );
    },
    async advance(_trx, position) {
      write();
      if (position.fence < bench.cursorFence || position.uidValidity !== server.cursor.uidValidity)
        throw new CursorLost();
      bench.cursorFence = position.fence;
      server.cursor.lastUid = Math.max(server.cursor.lastUid, position.lastUid);
      server.cursor.actedUid = Math.max(server.cursor.actedUid, position.actedUid);
    },
    save: (position) => cursors.advance(NO_TRANSACTION, position),
    async renew({ uidValidity, startUid }) {
      write();
      server.cursor = { uidValidity, startUid, lastUid: 0, actedUid: 0, startUids: null, troubles: [] };
    },
    async saveTroubles({ fence: held, troubles }) {
      write();
      if (held < bench.cursorFence) throw new CursorLost();
      server.cursor.troubles = troubles;
    },
  };

  const servers: ServerStore = {
    read: async (documentId) =>
      documentId === server.documentId ? { ...server, cursor: { ...server.cursor } } : null,
    due: async (now) =>
      server.state === 'confirmed' && (server.nextAttemptAt ?? now) <= now ? [server.documentId] : [],
    async confirm(_documentId, { confirmedAt, confirmedAccount, ...cursor }, held) {
      bench.cursorFence = held;
      Object.assign(server, { confirmedAt, confirmedAccount, state: 'confirmed' });
      server.cursor = { ...cursor, troubles: [] };
    },
    async saveTest() {},
    async saveHealth(_documentId, health) {
      write();
      Object.assign(bench.health, health);
      Object.assign(server, {
        errorSince: health.errorSince,
        errorCode: health.errorCode,
        failures: health.failures,
        nextAttemptAt: health.nextAttemptAt,
      });
    },
  };

  const journal = async (
    row: Omit<Recorded, 'documentId'>,
    alongside: ((trx: Transaction) => Promise<void>) | undefined
  ): Promise<StoredMail> => {
    write();
    const { sourceKey } = row.delivery;
    const holder = bench.rows.find(({ delivery }) => sourceKey !== null && delivery.sourceKey === sourceKey);
    await alongside?.(NO_TRANSACTION);
    if (holder) return { documentId: holder.documentId, duplicate: true };
    const documentId = randomUUID();
    bench.rows.push({ ...row, documentId });
    return { documentId, duplicate: false };
  };

  const store: InboundStore = {
    async store(raw, delivery, alongside) {
      const bytes = await collect(raw);
      await bench.sabotage?.(bytes, delivery);
      return journal({ kind: 'stored', delivery, bytes, size: bytes.length }, alongside);
    },
    async storeAll(mails, alongside) {
      for (const { raw, delivery } of mails) await bench.sabotage?.(raw, delivery);
      // All or none: what goes alongside decides before anything is kept.
      await alongside?.(NO_TRANSACTION);
      const stored: StoredMail[] = [];
      for (const { raw, delivery } of mails) {
        stored.push(await journal({ kind: 'stored', delivery, bytes: raw, size: raw.length }, undefined));
      }
      return stored;
    },
    storeOversize: (bytes, size, delivery, alongside) =>
      journal({ kind: 'oversize', delivery, bytes, size }, alongside),
    storeSkipped: (bytes, size, delivery, alongside) =>
      journal({ kind: 'skipped', delivery, bytes, size }, alongside),
    storeUnfetchable: (bytes, size, problem, delivery, alongside) =>
      journal({ kind: 'unfetchable', delivery, bytes, size, problem }, alongside),
  };

  const leases: Leases = {
    async hold(_name, work) {
      if (lease) return null;
      lease = new AbortController();
      fence += 1;
      try {
        return await work({
          fence,
          signal: lease.signal,
          isHeld: async () => lease?.signal.aborted === false,
        });
      } finally {
        lease = null;
      }
    },
  };

  const parts: ImapSourceParts = {
    servers,
    cursors,
    leases,
    store,
    health: createHealthRecorder({
      servers,
      emit: (event, payload) => bench.events.push({ event, payload }),
    }),
    secrets: { read: async () => options.password },
    network: options.network ?? { allowedPorts: [server.port], allowedNetworks: [] },
    resolve: options.resolve,
    process: {
      hold: (raw) => ({ raw, read: () => Promise.resolve(null) }),
      async process(documentId): Promise<InboundState> {
        bench.processed.push(documentId);
        return 'delivered';
      },
      async processAll(mails) {
        bench.processed.push(...mails.map(({ documentId }) => documentId));
      },
    },
    now: async () => Date.now(),
    site: { mayRun: () => !bench.quiet },
    limits: options.limits,
    log: { error: () => undefined },
  };

  const bench: Bench = {
    server,
    health: {},
    rows: options.rows ?? [],
    processed: [],
    events: [],
    sabotage: null,
    databaseDown: false,
    quiet: false,
    cursorFence: 0,
    subjects: () =>
      bench.rows
        .filter(({ kind }) => kind === 'stored')
        .map(({ bytes }) => /^Subject: (.*)\r$/m.exec(bytes.toString('latin1'))?.[1] ?? ''),
    loseLease() {
      bench.cursorFence = fence + 1;
      fence += 1;
      lease?.abort(new Error('lost'));
    },
    parts,
    source: createImapSourceFrom(parts),
  };
  return bench;
};

/** Makes a row look as if it had been confirmed on an empty folder, for servers that a test scripts line by line. */
export const confirmWithoutAsking = ({ server }: Bench, uidValidity = '1'): void => {
  Object.assign(server, {
    state: 'confirmed',
    confirmedAt: new Date(0),
    confirmedAccount: accountKey(server),
  });
  server.cursor = { uidValidity, lastUid: 0, actedUid: 0, startUid: 1, startUids: '', troubles: [] };
};
