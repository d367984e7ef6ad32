import { z } from 'zod';
import { flag, instant } from './fields';

/** Repeated work: `/mail-gateway/scheduled-actions`. */

/** `PUT /mail-gateway/scheduled-actions/:name` */
export const updateScheduledAction = z
  .strictObject({
    intervalMinutes: z
      .int({ error: 'intervalMinutes is a whole number of minutes.' })
      .min(1, 'intervalMinutes is at least 1.')
      .max(527_040, 'intervalMinutes is at most 527040, a year.'),
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
  /** Null while it is paused. */
  nextRunAt: instant,
  lastRunAt: instant,
  /** What the last run did, or what went wrong. */
  lastResult: z.string().nullable(),
});
export type ScheduledAction = z.infer<typeof scheduledAction>;
