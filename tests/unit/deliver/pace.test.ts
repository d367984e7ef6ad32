import { describe, expect, it } from 'vitest';
import { createPace } from '../../../server/src/inbound/deliver/pace';

const TICKET = 'api::ticket.ticket';

/** Creates entries that take as long as a test says. */
const creating = () => {
  let now = 0;
  const pace = createPace({ clock: () => now });
  const create = async (...durations: number[]): Promise<void> => {
    for (const milliseconds of durations) {
      await pace.timed(TICKET, async () => void (now += milliseconds));
    }
  };
  return { pace, create };
};

describe('a content type', () => {
  it('that takes long to create is named, with the time that an entry takes', async () => {
    const { pace, create } = creating();
    await create(...Array.from({ length: 20 }, () => 90));
    expect(pace.isSlow(TICKET)).toBe(true);
    expect(pace.slow()).toEqual([{ contentType: TICKET, milliseconds: 89 }]);
  });

  it('is not slow because its first entry was, or one among many', async () => {
    const { pace, create } = creating();
    await create(200);
    expect(pace.isSlow(TICKET)).toBe(false);
    await create(3, 4, 3, 3, 220, 3);
    expect(pace.slow()).toEqual([]);
  });

  it('that became quick again is slow no more', async () => {
    const { pace, create } = creating();
    await create(...Array.from({ length: 10 }, () => 100));
    expect(pace.isSlow(TICKET)).toBe(true);
    await create(...Array.from({ length: 10 }, () => 5));
    expect(pace.isSlow(TICKET)).toBe(false);
  });
});
