import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMeeting, createMeetings } from '../../../server/src/inbound/process/meeting';

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
    const { meet } = createMeeting(2);
    void go('a', meet());
    await vi.advanceTimersByTimeAsync(200);
    expect(past).toEqual([]);
    void go('b', meet());
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['a', 'b']);
  });

  it('do not wait for one that ended on the way', async () => {
    const { past, go } = goers();
    const { meet, leave } = createMeeting(2);
    void go('a', meet());
    leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['a']);
  });

  it('go on when one of them waits for another, and meet no more', async () => {
    const { past, go } = goers();
    const { meet } = createMeeting(3);
    void go('a', meet());
    await vi.advanceTimersByTimeAsync(250);
    expect(past).toEqual(['a']);
    void go('b', meet());
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['a', 'b']);
  });

  it('count from the latest that came: many uploads may take long together', async () => {
    const { past, go } = goers();
    const { meet } = createMeeting(4);
    for (const name of ['a', 'b', 'c']) {
      void go(name, meet());
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(past).toEqual([]);
  });

  it('a mail that is alone waits for nobody', async () => {
    const { past, go } = goers();
    void go('a', createMeeting(1).meet());
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['a']);
  });
});

describe('mails that have files to upload', () => {
  it('meet after the others, who do not wait for them', async () => {
    const { past, go } = goers();
    const join = createMeetings(4);
    const [a, b, c, d] = [join(), join(), join(), join()];
    b.delay();
    d.delay();
    void go('a', a.meet());
    void go('b', b.meet());
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual([]);
    void go('c', c.meet());
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['a', 'c']);
    void go('d', d.meet());
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['a', 'c', 'b', 'd']);
  });

  it('do not wait for one that ended on the way', async () => {
    const { past, go } = goers();
    const join = createMeetings(2);
    const [a, b] = [join(), join()];
    a.delay();
    b.delay();
    void go('a', a.meet());
    b.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['a']);
  });

  it('count once, however often they are through', async () => {
    const { past, go } = goers();
    const join = createMeetings(3);
    const [a, b, c] = [join(), join(), join()];
    a.end();
    a.end();
    void go('b', b.meet());
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual([]);
    c.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(past).toEqual(['b']);
  });
});
