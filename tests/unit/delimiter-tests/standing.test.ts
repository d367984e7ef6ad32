import { describe, expect, it } from 'vitest';
import { standingOf } from '../../../server/src/delimiter-tests';

const MINUTE = 60_000;

describe('a test of addresses with a key', () => {
  it.each([
    ['queued', false, 1, 'waiting'],
    ['accepted', false, 9, 'waiting'],
    ['accepted', false, 10, 'missing'],
    ['queued', false, 11, 'missing'],
    ['uncertain', false, 1, 'waiting'],
    ['failed', false, 1, 'failed'],
    ['bounced', false, 20, 'failed'],
    ['accepted', true, 1, 'arrived'],
    // Late, but it did.
    ['accepted', true, 60, 'arrived'],
    ['bounced', true, 60, 'arrived'],
  ])('sent: %s, arrived: %s, after %i minutes: %s%s', (sent, hasArrived, minutes, expected) => {
    expect(standingOf({ sent, hasArrived, age: minutes * MINUTE })).toBe(expected);
  });
});
