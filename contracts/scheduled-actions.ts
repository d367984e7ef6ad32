import { z } from 'zod';
import { flag, instant } from './fields';

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
});
export type ScheduledAction = z.infer<typeof scheduledAction>;
