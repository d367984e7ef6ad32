import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayFrom, dayOf, spanOf } from '../../../admin/src/pages/Received/days';

const before = process.env.TZ;

beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterAll(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

describe('days of the filter', () => {
  it('begin and end in the time zone of the user', () => {
    expect(spanOf('2026-11-01', '2026-11-01')).toEqual({
      from: '2026-10-31T23:00:00.000Z',
      to: '2026-11-01T23:00:00.000Z',
    });
    expect(dayOf(new Date('2026-10-31T23:00:00Z'))).toBe('2026-11-01');
  });

  it('have 25 or 23 hours where the clock is changed', () => {
    expect(spanOf('2026-10-25', '2026-10-25')).toEqual({
      from: '2026-10-24T22:00:00.000Z',
      to: '2026-10-25T23:00:00.000Z',
    });
    expect(spanOf('2026-03-29', '2026-03-29')).toEqual({
      from: '2026-03-28T23:00:00.000Z',
      to: '2026-03-29T22:00:00.000Z',
    });
  });

  it('may be one alone, and end with a month', () => {
    expect(spanOf(null, '2026-12-31')).toEqual({ from: null, to: '2026-12-31T23:00:00.000Z' });
    expect(spanOf(null, null)).toEqual({ from: null, to: null });
  });

  it('are read from the address bar, where anything can stand', () => {
    expect(dayFrom('2028-02-29')).toBe('2028-02-29');
    for (const written of [null, '', 'today', '2026-02-29', '2026-13-01', '2026-1-1', '2026-11-01T00:00']) {
      expect(dayFrom(written)).toBeNull();
    }
  });
});
