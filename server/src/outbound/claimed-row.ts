import { cleanText } from '../mail';
import type { Row } from '../storage';
import { messageOfAll } from '../stored-sentences';
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

const COLUMNS: Record<Exclude<keyof RowChange, 'explanation'>, string> = {
  state: 'state',
  attempts: 'attempts',
  nextAttemptAt: 'next_attempt_at',
  acceptedAt: 'accepted_at',
  smtpCode: 'smtp_code',
  enhancedCode: 'enhanced_code',
  response: 'response',
  failureType: 'failure_type',
  serverMessageId: 'server_message_id',
  serverMessageKey: 'server_message_key',
};

const EXPLANATION_LIMIT = 2_000;

type Explanation = RowChange['explanation'];

/** An explanation as it is stored: as one text, and by its sentences. */
export const explanationColumns = (explanation: Explanation): Row =>
  explanation
    ? {
        explanation: cleanText(messageOfAll(explanation), EXPLANATION_LIMIT),
        sentences: JSON.stringify(explanation),
      }
    : { explanation: null, sentences: null };

/** Column names and storable values of a change: explanations carry words of servers and hooks. */
export const columnsOf = ({ explanation, ...change }: Partial<RowChange>): Row => ({
  ...Object.fromEntries(
    // Object.entries forgets the type of keys and values; the cast restores what RowChange says.
    (Object.entries(change) as [keyof typeof COLUMNS, RowChange[keyof typeof COLUMNS]][]).map(
      ([key, value]) => [
        COLUMNS[key],
        typeof value === 'string' ? cleanText(value, EXPLANATION_LIMIT) : value,
      ]
    )
  ),
  ...(explanation !== undefined && explanationColumns(explanation)),
});

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
