import type { OutboundExplanation } from '../../../contracts';
import { cleanText, messageKey } from '../mail';
import { explain } from './explain';
import { retryAt } from './retry';
import type { Failure, OutboundKind, OutboundState } from './types';

/** What a sending changes in its row; column values, instants as dates. */
export interface RowChange {
  state: OutboundState;
  attempts?: number;
  nextAttemptAt?: Date | null;
  acceptedAt?: Date;
  smtpCode?: number | null;
  enhancedCode?: string | null;
  response?: string | null;
  failureType?: string | null;
  /** What comes next, and what went wrong. */
  explanation?: readonly OutboundExplanation[] | null;
  serverMessageId?: string | null;
  serverMessageKey?: string | null;
}

/** What is known of the row while it is sent. */
export interface SendingRow {
  kind: OutboundKind;
  attempts: number;
  maybeTwice: boolean;
}

const WAITS = explain('waits', {}, 'Waiting.');
const TRIED_AGAIN = explain('tried_again', {}, 'Tried again later.');
const GIVEN_UP = explain('given_up', {}, 'Given up after three days.');
const SENT_TWICE = explain('sent_twice', {}, 'Accepted at the second sending; it may have arrived twice.');

/** A mail at which the server failed goes behind the others, so that it cannot hold them up. */
const BEHIND_DELAY_MS = 10 * 60_000;
const UNCERTAIN_DELAY_MS = 10 * 60_000;
const LOCKED_DELAY_MS = 5 * 60_000;

const replyOf = ({ code, enhancedCode, response }: Failure) => ({
  smtpCode: code,
  enhancedCode,
  response: response || null,
});

/** The server took the mail. @param problem what went wrong afterwards on our side. */
export const accepted = (
  row: SendingRow,
  { response, serverMessageId }: { response: string; serverMessageId: string | null },
  now: Date,
  problem: OutboundExplanation | null
): RowChange => ({
  state: 'accepted',
  attempts: row.attempts + 1,
  nextAttemptAt: null,
  acceptedAt: now,
  smtpCode: Number(response.slice(0, 3)) || null,
  enhancedCode: /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? null,
  response: cleanText(response, 2_000),
  failureType: null,
  explanation: problem ? [problem] : row.maybeTwice ? [SENT_TWICE] : null,
  serverMessageId,
  serverMessageKey: serverMessageId === null ? null : messageKey(serverMessageId),
});

/** The connection was lost after the end of the mail and before the answer: the server may have it. */
export const uncertain = (
  row: SendingRow,
  now: Date,
  policy: Record<OutboundKind, 'resend' | 'hold'>
): RowChange => {
  const again = policy[row.kind] === 'resend' && !row.maybeTwice;
  return {
    state: 'uncertain',
    attempts: row.attempts + 1,
    nextAttemptAt: again ? new Date(now.getTime() + UNCERTAIN_DELAY_MS) : null,
    failureType: 'uncertain',
    explanation: [
      again
        ? explain(
            'uncertain_sent_again',
            {},
            'The connection was lost after the mail was handed over and before the server answered. It is sent once more in ten minutes, and may then arrive twice.'
          )
        : explain(
            'uncertain',
            {},
            'The connection was lost after the mail was handed over and before the server answered. Nobody knows whether it arrived.'
          ),
    ],
  };
};

/** The content cannot be opened with this process's key: another process, or the next start, may have the right one. */
export const locked = (sentence: OutboundExplanation, now: Date): RowChange => ({
  state: 'queued',
  nextAttemptAt: new Date(now.getTime() + LOCKED_DELAY_MS),
  explanation: [WAITS, sentence],
});

/**
 * The sending failed and the server said so, or it never came to the mail's end.
 * @param atThisMail whether it failed after the login: then this mail may be the cause.
 */
export const failed = (row: SendingRow, failure: Failure, now: Date, atThisMail = false): RowChange => {
  if (failure.fault === 'server') {
    const isBehind = atThisMail || failure.code === 421;
    const delayed = isBehind ? { nextAttemptAt: new Date(now.getTime() + BEHIND_DELAY_MS) } : {};
    return { state: 'queued', ...delayed, ...replyOf(failure), explanation: [WAITS, failure.sentence] };
  }
  const attempts = row.attempts + 1;
  const next = failure.permanent ? null : retryAt(attempts, now);
  if (next) {
    return {
      state: 'queued',
      attempts,
      nextAttemptAt: next,
      ...replyOf(failure),
      explanation: [TRIED_AGAIN, failure.sentence],
    };
  }
  return {
    state: 'failed',
    attempts,
    nextAttemptAt: null,
    ...replyOf(failure),
    failureType: failure.permanent
      ? failure.fault === 'unknown'
        ? 'unknown'
        : `${failure.fault}_refused`
      : 'gave_up',
    explanation: failure.permanent ? [failure.sentence] : [GIVEN_UP, failure.sentence],
  };
};

/** The process that sent it ended before the mail's end: perhaps because of this mail, which must not go on at once. */
export const interrupted = (row: SendingRow, now: Date): RowChange =>
  failedHere(
    row,
    'interrupted',
    explain('interrupted', {}, 'The process that was sending the mail ended before it was handed over.'),
    now
  );

/** Something on our side, before the mail left: a hook that threw, an attachment that is gone. */
export const failedHere = (
  row: SendingRow,
  failureType: string,
  sentence: OutboundExplanation,
  now: Date
): RowChange => {
  const attempts = row.attempts + 1;
  const next = retryAt(attempts, now);
  return next
    ? {
        state: 'queued',
        attempts,
        nextAttemptAt: next,
        failureType,
        explanation: [TRIED_AGAIN, sentence],
      }
    : { state: 'failed', attempts, nextAttemptAt: null, failureType, explanation: [sentence] };
};
