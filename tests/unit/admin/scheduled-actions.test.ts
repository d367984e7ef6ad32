import { describe, expect, test } from 'vitest';
import { intervalOf, minutesOf } from '../../../admin/src/pages/ScheduledActions/interval';
import { hasEnded, hasFailed, phaseOf } from '../../../admin/src/pages/ScheduledActions/phase';

describe('an interval', () => {
  test.each([
    [1, 1, 'minutes'],
    [90, 90, 'minutes'],
    [120, 2, 'hours'],
    [2880, 2, 'days'],
  ] as const)('of %i minutes is %i %s, and back', (minutes, count, unit) => {
    expect(intervalOf(minutes)).toEqual({ count, unit });
    expect(minutesOf(String(count), unit)).toBe(minutes);
  });

  test('that is no number is told from one that the server refuses', () => {
    expect(minutesOf('soon', 'hours')).toBeNull();
    expect(minutesOf(null, 'hours')).toBeNull();
    expect(minutesOf('0.5', 'hours')).toBe(30);
    expect(minutesOf('-1', 'days')).toBe(-1440);
  });
});

describe('a scheduled action', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();
  const now = Date.parse(at(10));
  const ran = { nextRunAt: at(15), lastRunAt: at(9), lastResult: 'Done.' };

  test('waits, runs, rests, or never ended', () => {
    expect(phaseOf(ran, now)).toBe('idle');
    expect(phaseOf({ ...ran, lastRunAt: null, lastResult: null }, now)).toBe('idle');
    expect(phaseOf({ ...ran, nextRunAt: new Date(0).toISOString() }, now)).toBe('waiting');
    expect(phaseOf({ ...ran, lastResult: null }, now)).toBe('running');
    expect(phaseOf({ ...ran, lastResult: null }, now + 3 * 3_600_000)).toBe('broken');
  });

  test('has ended once there is a result of a later run', () => {
    expect(hasEnded(ran, at(9))).toBe(false);
    expect(hasEnded({ ...ran, lastRunAt: at(10), lastResult: null }, at(9))).toBe(false);
    expect(hasEnded({ ...ran, lastRunAt: at(10) }, at(9))).toBe(true);
    expect(hasEnded(ran, null)).toBe(true);
  });

  test('says that it failed', () => {
    expect(hasFailed(ran)).toBe(false);
    expect(hasFailed({ lastResult: 'Failed: no network' })).toBe(true);
    expect(hasFailed({ lastResult: null })).toBe(false);
  });
});
