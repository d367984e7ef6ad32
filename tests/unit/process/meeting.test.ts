import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMeeting } from '../../../server/src/inbound/process/meeting';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Notes who got past the meeting. */
const goers = () => {
  const past: string[] = [];
  return { past, go: (name: string, met: Promise<void>) => met.then(() => void past.push(name)) };
};

describe('mails that are taken through together', () => {
  it('wait until the last one has come', async () => {
    const { past, go } = goers();
    const join = createMeeting(2);
    void go('a', join().meet());
    await vi.advanceTimersByTimeAsync(200);
    expect(past).toEqual([]);
    void go('b', join().meet());
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['a', 'b']);
  });

  it('go on in their own order, whichever came first', async () => {
    const { past, go } = goers();
    const join = createMeeting(3);
    const [first, second, third] = [join(), join(), join()];
    void go('third', third.meet());
    void go('first', first.meet());
    void go('second', second.meet());
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['first', 'second', 'third']);
  });

  it('do not wait for one that ended on the way', async () => {
    const { past, go } = goers();
    const join = createMeeting(2);
    void go('a', join().meet());
    join().leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['a']);
  });

  it('go on when one of them waits for another, and meet no more', async () => {
    const { past, go } = goers();
    const join = createMeeting(3);
    void go('a', join().meet());
    await vi.advanceTimersByTimeAsync(250);
    expect(past).toEqual(['a']);
    void go('b', join().meet());
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['a', 'b']);
  });

  it('count from the latest that came: many uploads may take long together', async () => {
    const { past, go } = goers();
    const join = createMeeting(4);
    for (const name of ['a', 'b', 'c']) {
      void go(name, join().meet());
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(past).toEqual([]);
  });

  it('count each of them once, however often it is through', async () => {
    const { past, go } = goers();
    const join = createMeeting(3);
    const [a, b, c] = [join(), join(), join()];
    a.leave();
    a.leave();
    void go('b', b.meet());
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual([]);
    c.leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['b']);
  });

  it('a mail that is alone waits for nobody', async () => {
    const { past, go } = goers();
    void go('a', createMeeting(1)().meet());
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['a']);
  });
});
