import { randomUUID } from 'node:crypto';
import { pipeline, type Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { TABLE, UID } from '../../constants';
import { cleanString, cleanText, messageKey } from '../../mail';
import { reached } from '../../moments';
import { readIdentity, type MailIdentity } from '../../parse';
import {
  chunkRows,
  insertRows,
  newDocumentId,
  type ChunkStore,
  type Database,
  type Row,
  type Transaction,
} from '../../storage';
import { explain, stateOf, type FinalReason, type ReasonDetails } from '../route';
import type { Delivery, InboundState, InboundStore, JournalRow, StoredMail } from '../types';
import { claimUntil } from './claim-until';
import { createHeaderTap, headerBlockOf, type HeaderTap } from './header-tap';

export interface JournalOptions {
  strapi: Core.Strapi;
  database: Database;
  chunks: ChunkStore;
  /** Milliseconds that a claim lasts. */
  takeOverMs: number;
}

/** The final state that a mail is journaled in at once. */
export interface Verdict {
  state: InboundState;
  reason: FinalReason;
  explanation: string;
}

/** The store of the doors, which can also store a mail in its final state. */
export interface Journal extends InboundStore {
  store(
    raw: Readable,
    delivery: Delivery,
    alongside?: (trx: Transaction) => Promise<void>,
    verdict?: Verdict
  ): Promise<StoredMail>;
}

const REFUSED = 'A journal row was refused although no other has its source key.';

/** What the pipeline reads of a row that was written a moment ago. */
const journalRowOf = (
  documentId: string,
  { messageId, subject, from: [author] }: MailIdentity,
  size: number,
  delivery: Delivery,
  now: Date
): JournalRow => ({
  documentId,
  state: 'received',
  reason: null,
  sourceType: delivery.source.type,
  sourceName: cleanString(delivery.source.name),
  incomingServerId: delivery.source.incomingServerId,
  envelope: delivery.envelope,
  messageId,
  contentKey: null,
  subject: cleanString(subject),
  from: cleanString(author?.address ?? ''),
  fromName: cleanString(author?.name ?? ''),
  receivedAt: delivery.receivedAt.toISOString(),
  createdAt: now.toISOString(),
  quiet: delivery.quiet,
  rawStored: true,
  attempts: 1,
  size,
  route: null,
  results: null,
  accepted: null,
});

type Alongside = ((trx: Transaction) => Promise<void>) | undefined;

/**
 * The journal of received mail: one row for each copy, committed with its raw bytes before a door tells its source
 * anything.
 */
export const createJournal = ({ strapi, database, chunks, takeOverMs }: JournalOptions): Journal => {
  const table = (): string => strapi.db.metadata.get(UID.inboundEmail).tableName;

  const findBySource = async (sourceKey: string | null): Promise<string | null> => {
    if (sourceKey === null) return null;
    const row: { documentId: string } | null = await strapi.db
      .query(UID.inboundEmail)
      .findOne({ where: { sourceKey }, select: ['documentId'] });
    return row?.documentId ?? null;
  };

  /** documentIds of the rows that have the source keys of these. */
  const holdersOf = async (refused: readonly { row: Row }[]): Promise<Map<unknown, string>> => {
    if (refused.length === 0) return new Map();
    const rows: { documentId: string; sourceKey: string }[] = await strapi.db
      .query(UID.inboundEmail)
      .findMany({
        where: { sourceKey: { $in: refused.map(({ row }) => row.source_key) } },
        select: ['documentId', 'sourceKey'],
      });
    return new Map(rows.map(({ sourceKey, documentId }) => [sourceKey, documentId]));
  };

  const headerColumns = ({ messageId, subject, from }: MailIdentity): Row => {
    return {
      message_id: messageId,
      message_key: messageId === null ? null : messageKey(messageId),
      subject: cleanString(subject),
      from: cleanString(from[0]?.address ?? ''),
      from_name: cleanString(from[0]?.name ?? ''),
    };
  };

  const time = async (): Promise<Date> => new Date(await database.time());

  const rowOf = (
    documentId: string,
    identity: MailIdentity,
    size: number,
    delivery: Delivery,
    now: Date
  ): Row => {
    return {
      document_id: documentId,
      state: 'received',
      source_key: delivery.sourceKey,
      source_type: delivery.source.type,
      source_name: cleanString(delivery.source.name),
      incoming_server_id: delivery.source.incomingServerId,
      envelope: JSON.stringify(delivery.envelope),
      received_at: delivery.receivedAt,
      quiet: delivery.quiet,
      size,
      raw_stored: true,
      attempts: 0,
      fence: 0,
      created_at: now,
      updated_at: now,
      ...headerColumns(identity),
    };
  };

  const known = async (documentId: string, alongside: Alongside): Promise<StoredMail> => {
    if (alongside) await database.transaction((trx) => alongside(trx));
    return { documentId, duplicate: true };
  };

  const insert = async (row: Row, delivery: Delivery, alongside: Alongside): Promise<StoredMail> => {
    const inserted = await database.transaction(async (trx) => {
      const fresh = await database.insertOnce(trx, table(), row, ['source_key']);
      if (alongside) await alongside(trx);
      reached('journal.written');
      return fresh;
    });
    if (inserted) return { documentId: String(row.document_id), duplicate: false };
    const holder = await findBySource(delivery.sourceKey);
    if (holder === null) throw new Error(REFUSED);
    return { documentId: holder, duplicate: true };
  };

  /** Journals a mail whose bytes are not taken in, in its final state. */
  const storeVerdict = async (
    reason: FinalReason,
    details: ReasonDetails,
    [block, size, delivery, alongside]: [Buffer, number, Delivery, Alongside]
  ): Promise<StoredMail> => {
    const row = rowOf(newDocumentId(), readIdentity(block), size, delivery, await time());
    const verdict = { state: stateOf(reason), reason, explanation: cleanText(explain(reason, details)) };
    return insert({ ...row, ...verdict, raw_stored: false }, delivery, alongside);
  };

  const writeRaw = async (documentId: string, raw: Readable): Promise<{ size: number; tap: HeaderTap }> => {
    const tap = createHeaderTap();
    // Ends the tap with whatever ends the source, also where that happened before anybody read.
    const bytes = pipeline(raw, tap.stream, () => undefined);
    const { size } = await chunks.write(documentId, bytes);
    return { size, tap };
  };

  return {
    async store(raw, delivery, alongside, verdict) {
      const holder = await findBySource(delivery.sourceKey);
      if (holder !== null) {
        raw.destroy();
        return known(holder, alongside);
      }
      const documentId = newDocumentId();
      const { size, tap } = await writeRaw(documentId, raw);
      const row = rowOf(documentId, readIdentity(tap.headerBlock()), size, delivery, await time());
      const stored = await insert({ ...row, ...verdict }, delivery, alongside);
      if (stored.duplicate) await chunks.remove(documentId);
      return stored;
    },

    async storeAll(mails, alongside) {
      const now = await time();
      const owner = randomUUID();
      const claim: Row = {
        locked_by: owner,
        locked_until: claimUntil(database, takeOverMs),
        attempts: 1,
      };
      const rows = mails.map(({ raw, delivery }) => {
        const identity = readIdentity(headerBlockOf(raw));
        const documentId = newDocumentId();
        const row: Row = { ...rowOf(documentId, identity, raw.length, delivery, now), ...claim };
        const claimed = { owner, row: journalRowOf(documentId, identity, raw.length, delivery, now) };
        return { raw, row, claimed };
      });
      const fresh = await database.transaction(async (trx) => {
        const inserted = await database.insertAllOnce(
          trx,
          table(),
          rows.map(({ row }) => row),
          ['source_key'],
          'document_id'
        );
        const bytes = rows.filter(({ row }) => inserted.has(String(row.document_id)));
        await insertRows(
          trx,
          TABLE.chunks,
          bytes.flatMap(({ row, raw }) => chunkRows(String(row.document_id), raw, database.nowExpression()))
        );
        reached('chunk.stored');
        if (alongside) await alongside(trx);
        reached('journal.written');
        return inserted;
      });
      const holders = await holdersOf(rows.filter(({ row }) => !fresh.has(String(row.document_id))));
      return rows.map(({ row, claimed }) => {
        const documentId = String(row.document_id);
        if (fresh.has(documentId)) return { documentId, duplicate: false, claimed };
        const holder = holders.get(row.source_key);
        if (holder === undefined) throw new Error(REFUSED);
        return { documentId: holder, duplicate: true };
      });
    },

    storeOversize: (block, size, delivery, alongside) =>
      storeVerdict('too_large', { size }, [block, size, delivery, alongside]),

    storeUnfetchable: (block, size, problem, delivery, alongside) =>
      storeVerdict('attempts_exhausted', { message: problem }, [block, size, delivery, alongside]),

    storeSkipped: (block, size, delivery, alongside) =>
      storeVerdict('before_start', {}, [block, size, delivery, alongside]),
  };
};
