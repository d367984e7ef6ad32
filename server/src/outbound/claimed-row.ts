import { cleanText } from '../mail';
import type { Row } from '../storage';
import type { RowChange } from './outcome';
import type { OutboundKind } from './types';

/** A row that this process has claimed for sending. */
export interface ClaimedRow {
  id: number;
  documentId: string;
  kind: OutboundKind;
  contentId: string;
  recipient: string;
  attempts: number;
  maybeTwice: boolean;
  /** The server of the attempt before. */
  serverId: string | null;
  contentType: string | null;
  entryDocumentId: string | null;
  fence: number;
  /** documentId of the follower of a thread whom it goes to. */
  followerId: string | null;
}

/** A state that a row has come to. */
export interface Transition {
  documentId: string;
  state: RowChange['state'];
  contentType: string | null;
  entryDocumentId: string | null;
}

const COLUMNS: Record<keyof RowChange, string> = {
  state: 'state',
  attempts: 'attempts',
  nextAttemptAt: 'next_attempt_at',
  acceptedAt: 'accepted_at',
  smtpCode: 'smtp_code',
  enhancedCode: 'enhanced_code',
  response: 'response',
  failureType: 'failure_type',
  explanation: 'explanation',
  serverMessageId: 'server_message_id',
  serverMessageKey: 'server_message_key',
};

const EXPLANATION_LIMIT = 2_000;

/** Column names and storable values of a change: explanations carry words of servers and hooks. */
export const columnsOf = (change: Partial<RowChange>): Row =>
  Object.fromEntries(
    // Object.entries forgets the type of keys and values; the cast restores what RowChange says.
    (Object.entries(change) as [keyof RowChange, RowChange[keyof RowChange]][]).map(([key, value]) => [
      COLUMNS[key],
      typeof value === 'string' ? cleanText(value, EXPLANATION_LIMIT) : value,
    ])
  );

export const claimedRow = (row: Row): ClaimedRow => ({
  id: Number(row.id),
  documentId: String(row.document_id),
  kind: row.kind === 'mass' ? 'mass' : 'transactional',
  contentId: String(row.content_id),
  recipient: String(row.recipient),
  attempts: Number(row.attempts ?? 0),
  maybeTwice: Boolean(row.maybe_twice),
  serverId: textOrNull(row.server_id),
  contentType: textOrNull(row.content_type),
  entryDocumentId: textOrNull(row.entry_document_id),
  fence: Number(row.fence ?? 0),
  followerId: textOrNull(row.follower_id),
});

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export const transitionOf = (
  { documentId, contentType, entryDocumentId }: ClaimedRow,
  state: RowChange['state']
): Transition => ({ documentId, state, contentType, entryDocumentId });
