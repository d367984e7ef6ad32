import type { ScheduledAction } from '../../../../contracts';

/** `waiting`: somebody asked for a run that has not begun; `broken`: the last one never ended. */
export type Phase = 'idle' | 'waiting' | 'running' | 'broken';

/** Milliseconds after which a run without a result is not waited for. */
const LONG = 3_600_000;

/** What an action does. @param now when that was told, in milliseconds. */
export const phaseOf = (
  { lastResult, lastRunAt, nextRunAt }: Pick<ScheduledAction, 'lastResult' | 'lastRunAt' | 'nextRunAt'>,
  now: number
): Phase => {
  if (nextRunAt !== null && Date.parse(nextRunAt) === 0) return 'waiting';
  if (lastRunAt === null || lastResult !== null) return 'idle';
  return now - Date.parse(lastRunAt) > LONG ? 'broken' : 'running';
};

/** Whether a run ended that was asked for. @param lastRunBefore of the action, when somebody asked. */
export const hasEnded = (
  { lastResult, lastRunAt }: Pick<ScheduledAction, 'lastResult' | 'lastRunAt'>,
  lastRunBefore: string | null
): boolean => lastRunAt !== lastRunBefore && lastResult !== null;

/** Whether the last run went wrong. */
export const hasFailed = ({ lastResult }: Pick<ScheduledAction, 'lastResult'>): boolean =>
  lastResult?.startsWith('Failed:') ?? false;
