import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { TABLE, UID } from '../../../../server/src/constants';
import { contentTypes } from '../../../../server/src/content-types';
import { createHooks } from '../../../../server/src/hooks';
import { createMimeWorker } from '../../../../server/src/mime-worker';
import {
  createOutbound,
  type Outbound,
  type OutboundDependencies,
  type OutboundSendContext,
} from '../../../../server/src/outbound';
import { createChunkStore, createDatabase, rawModels, type Database } from '../../../../server/src/storage';
import { createTokens } from '../../../../server/src/tokens';

const require = createRequire(import.meta.url);
const core = path.dirname(require.resolve('@strapi/core/package.json'));
// Strapi's own way from schemas to tables; not exported, hence by its path.
const { transformContentTypesToModels } = require(
  path.join(core, 'dist/utils/transform-content-types-to-models.js')
);
const { Database: StrapiDatabase } = require('@strapi/database');

export interface TestSite {
  outbound: Outbound;
  database: Database;
  db: Core.Strapi['db'];
  hooks: ReturnType<typeof createHooks<{ 'outbound.send': OutboundSendContext }>>;
  parameters: Record<string, string>;
  passwords: Map<string, string>;
  /** Names and payloads of what was told to the event hub. */
  events: { name: string; payload: unknown }[];
  /** Files that `attachments.read` knows. */
  files: Map<string, Buffer>;
  mayWork: boolean;
  /** Another process on the same database. */
  another(changes?: Partial<OutboundDependencies>): Outbound;
  addServer(values: Record<string, unknown> & { port: number }): Promise<string>;
  rows(): Promise<Record<string, unknown>[]>;
  row(documentId: string): Promise<Record<string, unknown>>;
  server(documentId: string): Promise<Record<string, unknown>>;
  /** With `sealedBody`, what is sealed of each; null when it was erased. */
  contents(): Promise<Record<string, unknown>[]>;
  /** Puts instants of rows into the past, as if the time had gone by. */
  later(column: string, table?: string): Promise<void>;
  close(): Promise<void>;
}

const NAMES = ['outgoing-server', 'outbound-email', 'outbound-content'] as const;

/** The plugin's tables in a real SQLite file behind Strapi's own database layer, without the rest of Strapi. */
const openDatabase = async (folder: string): Promise<Core.Strapi['db']> => {
  const db = new StrapiDatabase({
    connection: {
      client: 'sqlite',
      connection: { filename: path.join(folder, 'data.db') },
      useNullAsDefault: true,
    },
    settings: { runMigrations: false, forceMigration: true, migrations: { dir: folder } },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const types = NAMES.map((name) => {
    const { schema } = contentTypes[name];
    return {
      ...schema,
      uid: `plugin::mail-gateway.${name}`,
      modelName: name,
      modelType: 'contentType',
      attributes: { ...schema.attributes, createdAt: { type: 'datetime' }, updatedAt: { type: 'datetime' } },
    };
  });
  await db.init({
    models: [
      ...transformContentTypesToModels(types, db.metadata.identifiers),
      ...rawModels('sqlite'),
      {
        uid: 'strapi::core-store',
        singularName: 'core-store',
        tableName: 'strapi_core_store_settings',
        attributes: {
          id: { type: 'increments' },
          key: { type: 'string' },
          value: { type: 'text' },
          type: { type: 'string' },
          environment: { type: 'string' },
          tag: { type: 'string' },
        },
      },
    ],
  });
  await db.schema.sync();
  return db;
};

/** @param changes dependencies that a test wants otherwise. */
export const openSite = async (changes: Partial<OutboundDependencies> = {}): Promise<TestSite> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mail-gateway-outbound-'));
  const db = await openDatabase(folder);
  const events: TestSite['events'] = [];
  const eventHub = { emit: async (name: string, payload: unknown) => void events.push({ name, payload }) };
  const log = Object.assign(new EventEmitter(), { error() {}, warn() {}, info() {}, debug() {} });
  // Only what the outbox uses of Strapi; its database layer is the real one.
  const strapi = { db, eventHub, log } as unknown as Core.Strapi;
  const database = createDatabase({ strapi });
  const chunks = createChunkStore({ database });
  const key = Buffer.alloc(32, 7).toString('base64');
  const values = new Map([['tokens:signing-keys', JSON.stringify([{ id: 1, key }])]]);
  const tokens = createTokens({
    secrets: {
      get: async (owner) => values.get(owner) ?? null,
      set: async (owner, value) => void values.set(owner, value),
    },
  });
  const hooks = createHooks<{ 'outbound.send': OutboundSendContext }>(['outbound.send']);
  const site: Pick<TestSite, 'parameters' | 'passwords' | 'files' | 'mayWork'> = {
    parameters: {
      'mail.catchall.domain': 'ours.example',
      'mail.default.from': 'notifications',
      'mail.bounce.alias': 'bounce',
    },
    passwords: new Map(),
    files: new Map(),
    mayWork: true,
  };
  const dependencies: OutboundDependencies & {
    timeouts: { connect: number; silence: number; mail: number };
  } = {
    strapi,
    database,
    chunks,
    tokens,
    hooks,
    parameters: { get: async (key) => site.parameters[key] ?? '' },
    secrets: {
      read: async (owner) => site.passwords.get(owner) ?? null,
      resolve: (value) => value,
      // Stands for Strapi's encryption: legible only to `unseal`, and only for the same purpose.
      seal: (text, purpose = '') => `v1:${Buffer.from(`${purpose}\n${text}`).toString('hex')}`,
      unseal: (sealed, purpose = '') => {
        const text = Buffer.from(sealed.slice(3), 'hex').toString();
        return text.startsWith(`${purpose}\n`) ? text.slice(purpose.length + 1) : null;
      },
    },
    network: {
      vetHost: async ({ host, port }) => ({
        allowed: true,
        host,
        port,
        address: '127.0.0.1',
        addresses: [{ address: '127.0.0.1', family: 4 }],
        servername: host === '127.0.0.1' ? undefined : host,
      }),
      mayUsePlainPassword: () => true,
    },
    attachments: {
      read: async (id) => {
        const bytes = site.files.get(id);
        return bytes ? Readable.from([bytes]) : null;
      },
    },
    site: { mayWork: () => site.mayWork },
    refusesFollower: () => Promise.resolve(null),
    htmlToText: (html) => html.replace(/<[^>]+>/g, ''),
    render: createMimeWorker(null).render,
    uncertain: { transactional: 'resend', mass: 'hold' },
    takeOverMs: 30_000,
    timeouts: { connect: 700, silence: 700, mail: 5_000 },
    ...changes,
  };
  await tokens.prepare();
  const outbounds: Outbound[] = [];
  const another: TestSite['another'] = (others = {}) => {
    const outbound = createOutbound({ ...dependencies, ...others });
    outbounds.push(outbound);
    return outbound;
  };

  return Object.assign(site, {
    outbound: another(),
    another,
    database,
    db,
    hooks,
    events,

    async addServer(settings: Record<string, unknown> & { port: number }) {
      const documentId = `server${String(settings.port).padEnd(18, '0')}`;
      await db.query(UID.outgoingServer).createMany({
        data: [
          {
            documentId,
            name: `Server ${settings.port}`,
            host: '127.0.0.1',
            encryption: 'none',
            authentication: 'none',
            priority: 10,
            active: true,
            envelopeSender: 'auto',
            maxConnections: 3,
            state: 'untested',
            updatedAt: new Date(),
            ...settings,
          },
        ],
      });
      return documentId;
    },

    rows: () => db.query(UID.outboundEmail).findMany({ orderBy: { id: 'asc' } }),
    row: (documentId: string) => db.query(UID.outboundEmail).findOne({ where: { documentId } }),
    server: (documentId: string) => db.query(UID.outgoingServer).findOne({ where: { documentId } }),
    async contents() {
      const rows = await db.query(UID.outboundContent).findMany({});
      const sealed = await database.transaction((trx) => trx(TABLE.sealedContents).select());
      return rows.map((row) => ({
        ...row,
        sealedBody: sealed.find(({ content_id: id }) => id === row.documentId)?.ciphertext ?? null,
      }));
    },

    async later(column: string, table = 'mail_gateway_outbound_emails') {
      await database.transaction(async (trx) => {
        const past = column === 'locked_until' ? 1 : new Date(1);
        await trx(table)
          .whereNotNull(column)
          .update({ [column]: past });
      });
    },

    async close() {
      for (const outbound of outbounds) await outbound.drain(500);
      await db.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  });
};
