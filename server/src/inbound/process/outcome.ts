import { messageOf } from '../../errors';
import type { ParsedMail } from '../../mail';
import type { ActionResult } from '../deliver';
import type { JournalRow, Outcome } from '../journal';
import { explain, overallState, type Decision, type FinalReason } from '../route';

/** A mail is tried this often by itself; then a person has to look at it. */
export const ATTEMPTS = 6;
const MINUTE = 60_000;

/** Growing pauses between attempts, in milliseconds: 1, 4, 9, 16, 25 minutes. */
const pauseAfter = (attempts: number): number => attempts ** 2 * MINUTE;

/** A mail that ends for this reason. */
export const ended = (state: Outcome['state'], reason: FinalReason, details = {}): Outcome => ({
  state,
  reason,
  explanation: explain(reason, details),
});

/** What may succeed on another day is tried again, a few times and at growing intervals. */
export const tryLater = (row: JournalRow, error: unknown): Outcome => {
  const attempts = row.attempts ?? 1;
  const message = messageOf(error);
  if (attempts >= ATTEMPTS) return ended('failed', 'attempts_exhausted', { attempts, message });
  // A person has nothing to do yet, and the sentence says so.
  return {
    ...ended('received', 'delivery_failed', { message, again: 1 }),
    tryAgainIn: pauseAfter(attempts),
  };
};

const suggested = (
  outcome: Decision['outcome']
): Pick<ActionResult, 'contentType' | 'entryDocumentId' | 'threadId'> | null => {
  if (outcome?.reason !== 'suggestion') return null;
  const { contentType, entry, thread } = outcome.details;
  const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    contentType: textOrNull(contentType),
    entryDocumentId: textOrNull(entry),
    threadId: textOrNull(thread),
  };
};

/** How the whole mail ended, of what became of its actions. */
export const summary = (mail: ParsedMail, decision: Decision, results: readonly ActionResult[]): Outcome => {
  const parts = [
    ...results,
    ...decision.held.map((held) => ({ ...held, explanation: explain(held.reason, held.details) })),
    ...(decision.outcome
      ? [{ ...decision.outcome, explanation: explain(decision.outcome.reason, decision.outcome.details) }]
      : []),
  ];
  const whole = overallState(parts);
  if (!whole) throw new Error('The decision has neither an action nor an outcome.');
  // A suggestion is shown beside the conversation that it may belong to, and to whom that is shown.
  const made = results.find((result) => result.entryDocumentId !== null) ?? suggested(decision.outcome);
  const reused = results.some((result) => result.messageIdReused) ? ['message_id_reused'] : [];
  return {
    state: whole.state,
    reason: whole.reason,
    explanation: whole.explanation,
    route: decision,
    results,
    flags: [...decision.flags, ...mail.warnings, ...reused],
    contentType: made?.contentType ?? null,
    entryDocumentId: made?.entryDocumentId ?? null,
    threadId: made?.threadId ?? null,
  };
};
