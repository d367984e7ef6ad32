import type { OutboundExplanation } from '../../../contracts';
import { TABLE, UID } from '../constants';
import type { MailAddress } from '../mail';
import { insertRows, portions, type Database, type Transaction } from '../storage';
import type { OutboundDependencies } from './dependencies';
import { explain } from './explain';
import { EMAIL_TABLE } from './tables';
import type { AttachmentReference, OutboundContent, OutboundPurpose } from './types';

/** A content as it is read for sending: the mail, or why there is none. */
export type LoadedContent =
  | { found: true; content: OutboundContent; sealed: boolean }
  | { found: false; sealed: boolean; sentence: OutboundExplanation }
  /** Sealed with a key that this process does not have: the mail waits for the key, and nothing is erased. */
  | { found: false; sealed: true; locked: true; sentence: OutboundExplanation };

/** A content that is not stored yet. */
export interface NewOutboundContent {
  documentId: string;
  content: OutboundContent;
  purpose: OutboundPurpose;
  sealed: boolean;
  /** documentId of the message in a thread. */
  createdFor: string | null;
}

/**
 * The composed mail, once for all its recipients. Content of Strapi's own mail is sealed: encrypted in a table that no
 * API and no export knows, the columns of the content type empty, so that nothing shows a password reset.
 */
export interface Contents {
  /**
   * Within the caller's transaction, with as few statements as a database takes.
   * @throws GatewayError `encryption_key_missing` for sealed content.
   */
  insertAll(contents: readonly NewOutboundContent[]): Promise<void>;
  load(documentIds: readonly string[]): Promise<Map<string, LoadedContent>>;
  /** Empties sealed contents of which no row will be sent any more; an uncertain row keeps its content as long as it may be sent once more. @returns those that nobody awaits any more; none when nothing was left to be emptied. */
  eraseFinished(trx: Transaction, documentIds: readonly string[]): Promise<string[]>;
}

interface ContentRow {
  documentId: string;
  sealed: boolean | null;
  messageId: string | null;
  date: string | null;
  subject: string | null;
  html: string | null;
  text: string | null;
  from: MailAddress | null;
  replyTo: MailAddress[] | null;
  to: MailAddress[] | null;
  cc: MailAddress[] | null;
  inReplyTo: string | null;
  references: string | null;
  headers: Record<string, string> | null;
  attachments: AttachmentReference[] | null;
  nullSender: boolean | null;
  serverId: string | null;
}

interface SealedRow {
  content_id: string;
  ciphertext: string;
}

const ERASED = explain('content_erased', {}, 'The content of the mail was erased when its time was over.');
const INCOMPLETE = explain('content_incomplete', {}, 'The content of the mail is incomplete.');
const LOCKED = explain(
  'content_locked',
  {},
  'The content of the mail was sealed with another encryption key than this process has. With the former key (ENCRYPTION_KEY) it leaves by itself.'
);

const sealPurpose = (documentId: string): string => `${UID.outboundContent}:${documentId}`;

const contentOf = (row: ContentRow): OutboundContent | null =>
  row.messageId === null || row.from === null || row.date === null
    ? null
    : {
        messageId: row.messageId,
        date: new Date(row.date),
        subject: row.subject ?? '',
        html: row.html,
        text: row.text,
        from: row.from,
        replyTo: row.replyTo ?? [],
        to: row.to ?? [],
        cc: row.cc ?? [],
        inReplyTo: row.inReplyTo,
        references: (row.references ?? '').split(' ').filter((id) => id !== ''),
        headers: row.headers ?? {},
        attachments: row.attachments ?? [],
        nullSender: row.nullSender ?? false,
        serverId: row.serverId,
      };

const plainColumns = (content: OutboundContent): Omit<ContentRow, 'documentId' | 'sealed'> => ({
  messageId: content.messageId,
  date: content.date.toISOString(),
  subject: content.subject,
  html: content.html,
  text: content.text,
  from: content.from,
  replyTo: [...content.replyTo],
  to: [...content.to],
  cc: [...content.cc],
  inReplyTo: content.inReplyTo,
  references: content.references.join(' '),
  headers: { ...content.headers },
  attachments: [...content.attachments],
  nullSender: content.nullSender,
  serverId: content.serverId,
});

/** @see Contents */
export const createContents = ({
  strapi,
  database,
  secrets,
}: Pick<OutboundDependencies, 'strapi' | 'secrets'> & {
  database: Database;
}): Contents => {
  const open = (row: ContentRow, ciphertext: string | undefined): LoadedContent => {
    const sealed = row.sealed ?? false;
    if (sealed && ciphertext === undefined) {
      return { found: false, sealed, sentence: ERASED };
    }
    if (!sealed) {
      const content = contentOf(row);
      return content ? { found: true, content, sealed } : { found: false, sealed, sentence: INCOMPLETE };
    }
    const text = secrets.unseal(ciphertext ?? '', sealPurpose(row.documentId));
    if (text === null) {
      return {
        found: false,
        sealed,
        locked: true,
        sentence: LOCKED,
      };
    }
    // What `insert` sealed for this very row: the purpose under the seal says so.
    const content = contentOf(JSON.parse(text) as ContentRow);
    return content ? { found: true, content, sealed } : { found: false, sealed, sentence: INCOMPLETE };
  };

  return {
    async insertAll(contents) {
      const rows = contents.map(({ documentId, content, purpose, createdFor, sealed }) => ({
        ...{ documentId, purpose, createdFor, sealed },
        ...(sealed ? {} : plainColumns(content)),
      }));
      const ciphertexts = contents.flatMap(({ documentId, content, sealed }) =>
        sealed
          ? {
              content_id: documentId,
              ciphertext: secrets.seal(JSON.stringify(plainColumns(content)), sealPurpose(documentId)),
            }
          : []
      );
      await database.transaction(async (trx) => {
        for (const data of portions(rows)) {
          await strapi.db.query(UID.outboundContent).createMany({ data });
        }
        await insertRows(trx, TABLE.sealedContents, ciphertexts);
      });
    },

    async load(documentIds) {
      if (documentIds.length === 0) return new Map();
      const ids = [...new Set(documentIds)];
      const rows: ContentRow[] = await strapi.db
        .query(UID.outboundContent)
        .findMany({ where: { documentId: { $in: ids } } });
      const sealed: SealedRow[] = await database.read((trx) =>
        trx(TABLE.sealedContents).whereIn('content_id', ids).select('content_id', 'ciphertext')
      );
      const ciphertexts = new Map(sealed.map((row) => [row.content_id, row.ciphertext]));
      return new Map(rows.map((row) => [row.documentId, open(row, ciphertexts.get(row.documentId))]));
    },

    async eraseFinished(trx, documentIds) {
      if (documentIds.length === 0) return [];
      const ids = [...documentIds];
      const now = new Date(await database.time());
      const awaited = trx(EMAIL_TABLE)
        .select('content_id')
        // Their list once more, or the database would look through all that waits.
        .whereIn('content_id', ids)
        .where((row) =>
          row.whereIn('state', ['queued', 'sending']).orWhere((uncertain) =>
            uncertain
              .where('state', 'uncertain')
              .whereNotNull('next_attempt_at')
              .where((time) => time.whereNull('expires_at').orWhere('expires_at', '>', now))
          )
        );
      const sealed = (): ReturnType<Transaction> => trx(TABLE.sealedContents).whereIn('content_id', ids);
      const erased: number = await sealed().whereNotIn('content_id', awaited).delete();
      if (erased === 0) return [];
      if (erased === ids.length) return ids;
      const left: string[] = await sealed().pluck('content_id');
      return ids.filter((documentId) => !left.includes(documentId));
    },
  };
};
