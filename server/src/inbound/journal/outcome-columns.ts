import { cleanString, cleanText, messageKey } from '../../mail';
import type { Row } from '../../storage';
import type { InboundState, JournalRow } from '../types';

/** How a mail ended, with what a person needs to understand it. */
export interface Outcome {
  state: InboundState;
  reason: string;
  explanation: string;
  route?: unknown;
  results?: unknown;
  flags?: readonly string[];
  messageId?: string | null;
  contentKey?: string;
  subject?: string;
  from?: { address: string; name: string } | null;
  contentType?: string | null;
  entryDocumentId?: string | null;
  threadId?: string | null;
  /** In how many milliseconds it is tried again without a person; none: never. */
  tryAgainIn?: number;
}

/** The columns in which the journal keeps how a mail ended. @param now milliseconds since 1970. */
export const columnsOf = (outcome: Outcome, now: number): Row => {
  const optional: Row = {
    route: outcome.route === undefined ? undefined : JSON.stringify(outcome.route),
    results: outcome.results === undefined ? undefined : JSON.stringify(outcome.results),
    flags: outcome.flags === undefined ? undefined : JSON.stringify(outcome.flags),
    content_key: outcome.contentKey,
    subject: outcome.subject === undefined ? undefined : cleanString(outcome.subject),
    from: outcome.from === undefined ? undefined : cleanString(outcome.from?.address ?? ''),
    from_name: outcome.from === undefined ? undefined : cleanString(outcome.from?.name ?? ''),
    content_type: outcome.contentType,
    entry_document_id: outcome.entryDocumentId,
    thread_id: outcome.threadId,
  };
  if (outcome.messageId !== undefined) {
    optional.message_id = outcome.messageId;
    optional.message_key = outcome.messageId === null ? null : messageKey(outcome.messageId);
  }
  return {
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    state: outcome.state,
    reason: outcome.reason,
    explanation: cleanText(outcome.explanation),
    next_attempt_at: outcome.tryAgainIn === undefined ? null : new Date(now + outcome.tryAgainIn),
    locked_by: null,
    locked_until: null,
    updated_at: new Date(now),
  };
};

/** Without what the journal knows since the mail was stored. */
export const news = (columns: Row, row: JournalRow): Row => {
  const known: Row = {
    message_id: row.messageId,
    subject: row.subject,
    from: row.from,
    from_name: row.fromName,
  };
  const changed = Object.entries(columns).filter(
    ([name, value]) => !(name in known) || known[name] !== value
  );
  const rest = Object.fromEntries(changed);
  if (!('message_id' in rest)) delete rest.message_key;
  return rest;
};
