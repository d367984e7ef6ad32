import { z } from 'zod';
import { flag, instant } from './fields';
import { sentence, type SentenceOf } from './sentences';

/** Repeated work: `/mail-gateway/scheduled-actions`. */

/** `PUT /mail-gateway/scheduled-actions/:name` */
export const updateScheduledAction = z
  .strictObject({
    intervalMinutes: z
      .int({ error: 'The interval is a whole number of minutes.' })
      .min(1, 'The interval is at least one minute.')
      .max(527_040, 'The interval is at most 527040 minutes, a year.'),
    active: flag('active'),
  })
  .partial();
export type UpdateScheduledAction = z.infer<typeof updateScheduledAction>;

/** What a run can come to. `failure`: the code of what went wrong at the mailbox, `problem`: the same in English. */
export const RUN_RESULTS = {
  no_mailbox_due: [],
  fetched: ['mails', 'mailboxes'],
  mailbox_failed: ['mailbox', 'failure', 'problem'],
  more_waiting: [],
  queue_seen: [],
  tidied: [],
  broken_off: ['problem'],
} as const;
export type RunResult = SentenceOf<typeof RUN_RESULTS>;

/** A scheduled action in an answer. */
export const scheduledAction = z.strictObject({
  /** Part of URLs. */
  name: z.string(),
  title: z.string(),
  intervalMinutes: z.int(),
  active: z.boolean(),
  /** Null while it is paused; 1970 where somebody asked for a run that has not begun. */
  nextRunAt: instant,
  lastRunAt: instant,
  /** What the last run did, or what went wrong; null while it runs. */
  lastResult: z.string().nullable(),
  /** The sentences of `lastResult`; empty for what an older version stored. */
  lastSentences: z.array(sentence),
});
export type ScheduledAction = z.infer<typeof scheduledAction>;
