import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { UID } from '../../constants';
import { cleanString, cleanText, messageKey } from '../../mail';
import { newDocumentId, type ChunkStore, type Database, type Row, type Transaction } from '../../storage';
import type { Delivery, InboundState, InboundStore, StoredMail } from '../types';
import { createHeaderTap, type HeaderTap } from './header-tap';
import { peekHeaders } from './peek';

/** The final state that a mail is journaled in when its bytes are not taken in. */
interface Verdict {
  state: InboundState;
  reason: string;
  explanation: string;
}

export interface JournalOptions {
  strapi: Core.Strapi;
  database: Database;
  chunks: ChunkStore;
  /** The sentence for a reason code. */
  explain(reason: string, details: Record<string, string | number>): string;
}

type Alongside = ((trx: Transaction) => Promise<void>) | undefined;

/**
 * The journal of received mail: one row for each copy, committed with its raw bytes before a door tells its source
 * anything.
 */
export const createJournal = ({ strapi, database, chunks, explain }: JournalOptions): InboundStore => {
  const table = (): string => strapi.db.metadata.get(UID.inboundEmail).tableName;

  const findBySource = async (sourceKey: string | null): Promise<string | null> => {
    if (sourceKey === null) return null;
    const row = await strapi.db.query(UID.inboundEmail).findOne({ where: { sourceKey }, select: ['documentId'] });
    return row?.documentId ?? null;
  };

  const headerColumns = async (block: Buffer): Promise<Row> => {
    const { messageId, subject, from } = await peekHeaders(block);
    return {
      message_id: messageId,
      message_key: messageId === null ? null : messageKey(messageId),
      subject: cleanString(subject),
      from: cleanString(from?.address ?? ''),
      from_name: cleanString(from?.name ?? ''),
    };
  };

  const rowOf = async (documentId: string, block: Buffer, size: number, delivery: Delivery): Promise<Row> => {
    const now = new Date();
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
      ...(await headerColumns(block)),
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
      return fresh;
    });
    if (inserted) return { documentId: String(row.document_id), duplicate: false };
    const holder = await findBySource(delivery.sourceKey);
    if (holder === null) throw new Error('A journal row was refused although no other has its source key.');
    return { documentId: holder, duplicate: true };
  };

  const storeVerdict = async (
    block: Buffer,
    size: number,
    delivery: Delivery,
    verdict: Verdict,
    alongside: Alongside
  ): Promise<StoredMail> => {
    const row = await rowOf(newDocumentId(), block, size, delivery);
    return insert({ ...row, ...verdict, raw_stored: false }, delivery, alongside);
  };

  const writeRaw = async (documentId: string, raw: Readable): Promise<{ size: number; tap: HeaderTap }> => {
    const tap = createHeaderTap();
    raw.once('error', (error) => tap.stream.destroy(error));
    const { size } = await chunks.write(documentId, raw.pipe(tap.stream));
    return { size, tap };
  };

  return {
    async store(raw, delivery, alongside) {
      const holder = await findBySource(delivery.sourceKey);
      if (holder !== null) {
        raw.destroy();
        return known(holder, alongside);
      }
      const documentId = newDocumentId();
      const { size, tap } = await writeRaw(documentId, raw);
      const row = await rowOf(documentId, tap.headerBlock(), size, delivery);
      const stored = await insert(row, delivery, alongside);
      if (stored.duplicate) await chunks.remove(documentId);
      return stored;
    },

    storeOversize(headerBlock, size, delivery, alongside) {
      const verdict: Verdict = {
        state: 'failed',
        reason: 'too_large',
        explanation: cleanText(explain('too_large', { size })),
      };
      return storeVerdict(headerBlock, size, delivery, verdict, alongside);
    },

    storeSkipped(headerBlock, size, delivery, alongside) {
      const verdict: Verdict = {
        state: 'ignored',
        reason: 'before_start',
        explanation: cleanText(explain('before_start', {})),
      };
      return storeVerdict(headerBlock, size, delivery, verdict, alongside);
    },
  };
};
