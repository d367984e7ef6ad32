import type { Readable } from 'node:stream';
import { TABLE } from '../constants';
import { cleanString, cleanText } from '../mail';
import { chunkRows, newDocumentId, type ChunkStore, type Database, type InsertRow } from '../storage';
import type { NewAttachment } from './types';

/** An attachment of a message. Its bytes are private: no media file, no public URL. */
export interface Attachment extends Omit<NewAttachment, 'content' | 'documentId'> {
  documentId: string;
  messageId: string;
  /** From 0, in the order of the mail. */
  position: number;
}

/** Attachments as private rows, kept as long as their message. */
export interface Attachments {
  /** Within the transaction that inserts the message. */
  add(insert: InsertRow, messageId: string, attachments: readonly NewAttachment[]): Promise<void>;
  /** In the order of the mail. */
  list(messageId: string): Promise<Attachment[]>;
  find(documentId: string): Promise<Attachment | null>;
  /** The bytes; null when there is no such attachment. */
  read(documentId: string): Promise<Readable | null>;
  /** Whether a message keeps the bytes that are stored under this owner. */
  keeps(bytesOwner: string): Promise<boolean>;
}

/** A row as knex gives it. */
interface AttachmentRow {
  document_id: string;
  message_id: string;
  position: number;
  name: string;
  content_type: string;
  /** Text on PostgreSQL and MySQL, where the column is a big integer. */
  size: number | string;
  digest: string;
  content_id: string | null;
  disposition: 'attachment' | 'inline' | null;
  bytes_owner: string;
}

const attachmentOf = (row: AttachmentRow): Attachment => ({
  documentId: row.document_id,
  messageId: row.message_id,
  position: row.position,
  name: row.name,
  contentType: row.content_type,
  size: Number(row.size),
  digest: row.digest,
  contentId: row.content_id,
  disposition: row.disposition,
});

/** @see Attachments */
export const createAttachments = ({
  database,
  chunks,
}: {
  database: Database;
  chunks: ChunkStore;
}): Attachments => ({
  async add(insert, messageId, attachments) {
    for (const [position, attachment] of attachments.entries()) {
      const documentId = attachment.documentId ?? newDocumentId();
      const { content } = attachment;
      const bytesOwner = content.kind === 'stored' ? content.owner : documentId;
      if (content.kind === 'memory') {
        for (const row of chunkRows(bytesOwner, content.bytes, database.nowExpression()))
          await insert(TABLE.chunks, row);
      }
      await insert(TABLE.attachments, {
        document_id: documentId,
        message_id: messageId,
        position,
        name: cleanText(attachment.name),
        content_type: cleanString(attachment.contentType),
        size: attachment.size,
        digest: attachment.digest,
        content_id: attachment.contentId === null ? null : cleanText(attachment.contentId),
        disposition: attachment.disposition,
        bytes_owner: bytesOwner,
      });
    }
  },

  async list(messageId) {
    const rows: AttachmentRow[] = await database.transaction((trx) =>
      trx(TABLE.attachments).where({ message_id: messageId }).orderBy('position')
    );
    return rows.map(attachmentOf);
  },

  async find(documentId) {
    const row: AttachmentRow | undefined = await database.read((trx) =>
      trx(TABLE.attachments).where({ document_id: documentId }).first()
    );
    return row ? attachmentOf(row) : null;
  },

  async read(documentId) {
    const row: Pick<AttachmentRow, 'bytes_owner'> | undefined = await database.read((trx) =>
      trx(TABLE.attachments).where({ document_id: documentId }).first('bytes_owner')
    );
    return row ? chunks.read(row.bytes_owner) : null;
  },

  async keeps(bytesOwner) {
    const row = await database.read((trx) =>
      trx(TABLE.attachments).where({ bytes_owner: bytesOwner }).first('id')
    );
    return row !== undefined;
  },
});
