import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJournal } from '../../server/src/inbound/journal';
import { accountKey, createImapSource, type ImapSource } from '../../server/src/inbound/sources/imap';
import { createCursorStore } from '../../server/src/inbound/sources/imap/cursor-store';
import { createLeases } from '../../server/src/jobs';
import { createChunkStore, createDatabase, type Database } from '../../server/src/storage';
import { startDovecot, type Dovecot } from '../support/dovecot';
import { generateMails } from '../support/mails';
import { startSite, type Site } from '../support/site';

/** The source on Strapi's own tables: rows, cursor, leases, journal and chunks are the real ones. */

const SERVER = 'plugin::mail-gateway.incoming-server';
const JOURNAL = 'plugin::mail-gateway.inbound-email';

let dovecot: Dovecot;
let site: Site;
let database: Database;
let source: ImapSource;
let processed: string[];
/** Called when mails were journaled and are to be processed. */
let meanwhile: (() => Promise<void>) | null = null;

beforeAll(async () => {
  dovecot = await startDovecot();
  site = await startSite({ listen: false });
  const { strapi } = site;
  database = createDatabase({ strapi });
  const chunks = createChunkStore({ database });
  source = createImapSource({
    strapi,
    database,
    leases: createLeases({ database, takeOverMs: 30_000 }),
    secrets: { read: async () => dovecot.password },
    network: { allowedPorts: [dovecot.ports.imap], allowedNetworks: [] },
    store: createJournal({ strapi, database, chunks, takeOverMs: 30_000 }),
    process: {
      hold: (raw) => ({ raw, read: () => Promise.resolve(null) }),
      async process(documentId) {
        processed.push(documentId);
        return 'received';
      },
      async processAll(mails) {
        processed.push(...mails.map(({ documentId }) => documentId));
        await meanwhile?.();
      },
    },
    site: { mayRun: () => true },
    limits: { pageSize: 7 },
  });
});
afterAll(async () => {
  await site?.stop();
  await dovecot?.stop();
});

const addServer = async (username: string): Promise<string> => {
  processed = [];
  const account = { host: '127.0.0.1', username, folder: 'INBOX' };
  const row = await site.strapi.db.query(SERVER).create({
    data: {
      ...account,
      documentId: `server-of-${username}`.padEnd(24, '0'),
      name: username,
      port: dovecot.ports.imap,
      encryption: 'none',
      startFrom: 'all',
      accountKey: accountKey(account),
    },
  });
  return row.documentId;
};

const serverRow = (documentId: string) => site.strapi.db.query(SERVER).findOne({ where: { documentId } });

describe('a mailbox on a real database', () => {
  it('is journaled byte for byte and once, run after run, and when it is renumbered', async () => {
    const server = await addServer('mary');
    const mails = [...generateMails({ count: 20, seed: 5 })];
    const raws = mails.map(({ raw }) => raw);
    await dovecot.deliver('mary', raws.slice(0, 15));
    expect(await source.confirm(server)).toMatchObject({ ok: true, willImport: 15 });
    await dovecot.deliver('mary', raws.slice(15));

    expect(await source.fetchServer(server)).toMatchObject({ outcome: 'fetched', stored: 20 });
    expect(await source.fetchServer(server)).toMatchObject({ outcome: 'fetched', stored: 0, duplicates: 0 });

    const rows = await site.strapi.db.query(JOURNAL).findMany({ orderBy: { id: 'asc' } });
    expect(rows.map(({ documentId }) => documentId)).toEqual(processed);
    expect(rows.map(({ subject }) => subject)).toEqual(mails.map(({ subject }) => subject));
    const chunks = createChunkStore({ database });
    for (const [index, { documentId }] of rows.entries()) {
      const pieces: Buffer[] = [];
      for await (const piece of chunks.read(documentId)) pieces.push(piece);
      expect(Buffer.concat(pieces).equals(raws[index] ?? Buffer.alloc(0))).toBe(true);
    }
    expect(await serverRow(server)).toMatchObject({
      lastUid: '20',
      actedUid: '20',
      failures: 0,
      errorSince: null,
    });

    await dovecot.doveadm('mailbox', 'update', '-u', 'mary', '--uid-validity', '99', 'INBOX');
    expect(await source.fetchServer(server)).toMatchObject({ outcome: 'fetched', stored: 20, duplicates: 0 });
    expect(await serverRow(server)).toMatchObject({ uidValidity: '99', lastUid: '20', startUids: null });
  });

  it('shows on its row that it failed and that it recovered, and tells the site', async () => {
    const told: unknown[] = [];
    for (const name of ['mail-gateway.server.error', 'mail-gateway.server.recovered']) {
      site.strapi.eventHub.on(name, async (event: unknown) => {
        told.push([name, event]);
      });
    }
    const server = await addServer('john');
    await source.confirm(server);
    const use = (port: number) =>
      site.strapi.db.query(SERVER).update({ where: { documentId: server }, data: { port } });
    await use(1);
    await source.fetchServer(server);
    expect(await serverRow(server)).toMatchObject({ failures: 1, errorCode: 'address_forbidden' });
    expect((await source.fetchAll()).map(({ documentId }) => documentId)).not.toContain(server);
    await use(dovecot.ports.imap);
    await source.fetchServer(server);
    expect(await serverRow(server)).toMatchObject({ failures: 0, errorCode: null, nextAttemptAt: null });
    expect(told).toEqual([
      ['mail-gateway.server.error', { documentId: server, name: 'john', code: 'address_forbidden' }],
      ['mail-gateway.server.recovered', { documentId: server, name: 'john', code: 'address_forbidden' }],
    ]);
  });

  it('a run that has been overtaken while it stood still is no failure of the mailbox', async () => {
    const server = await addServer('sleeper');
    await dovecot.deliver(
      'sleeper',
      [...generateMails({ count: 12, seed: 12 })].map(({ raw }) => raw)
    );
    await source.confirm(server);
    meanwhile = async () => {
      meanwhile = null;
      const { connection } = site.strapi.db;
      await connection('mail_gateway_leases').update({ owner: 'another', fence: 100 });
      await site.strapi.db
        .query(SERVER)
        .update({ where: { documentId: server }, data: { cursorFence: 100 } });
    };

    expect(await source.fetchServer(server)).toMatchObject({ outcome: 'stopped', failure: null });
    expect(await serverRow(server)).toMatchObject({ failures: 0, errorCode: null, errorSince: null });
  });

  it('lets a run whose lease went on write nothing, and a cursor never go back', async () => {
    const server = await addServer('jane');
    await source.confirm(server);
    const { uidValidity } = await serverRow(server);
    const cursors = createCursorStore({ strapi: site.strapi, database });
    const at = (fence: number, lastUid: number) =>
      cursors.save({ documentId: server, fence, uidValidity, lastUid, actedUid: lastUid });
    await at(5, 10);
    await at(6, 8);
    expect(await serverRow(server)).toMatchObject({ lastUid: '10', actedUid: '10', cursorFence: '6' });
    await expect(at(5, 20)).rejects.toThrow('taken over');
    expect(await serverRow(server)).toMatchObject({ lastUid: '10' });
  });
});
