import { describe, expect, it } from 'vitest';
import { createBackground } from '../../../server/src/inbound/background';

/** Mails that are through when the test says so. */
const controlled = () => {
  const begun: string[] = [];
  const open = new Map<string, { resolve(): void; reject(error: Error): void }>();
  const failed: string[] = [];
  const background = createBackground({
    process(documentId) {
      begun.push(documentId);
      return new Promise<void>((resolve, reject) => open.set(documentId, { resolve, reject }));
    },
    onError: (documentId) => failed.push(documentId),
  });
  const settle = async (work: () => void): Promise<void> => {
    work();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    background,
    begun,
    failed,
    end: (documentId: string) => settle(() => open.get(documentId)?.resolve()),
    fail: (documentId: string) => settle(() => open.get(documentId)?.reject(new Error('No.'))),
  };
};

describe('mails that are taken on after their sender was answered', () => {
  it('are processed one after the other where they came by one connection', async () => {
    const { background, begun, end } = controlled();
    for (const mail of ['a1', 'a2', 'a3']) background.add('a', mail);
    expect(begun).toEqual(['a1']);
    expect([background.has('a1'), background.has('a2')]).toEqual([false, true]);

    await end('a1');
    expect(begun).toEqual(['a1', 'a2']);
  });

  it('are processed side by side where they came by several, four at a time', async () => {
    const { background, begun, end } = controlled();
    for (const connection of ['a', 'b', 'c', 'd', 'e', 'f']) {
      background.add(connection, `${connection}1`);
      background.add(connection, `${connection}2`);
    }
    expect(begun).toEqual(['a1', 'b1', 'c1', 'd1']);

    await end('c1');
    // A connection with many mails does not hold up the others.
    expect(begun.at(-1)).toBe('e1');
    await end('a1');
    await end('b1');
    expect(begun.slice(5)).toEqual(['f1', 'c2']);
  });

  it('go on after one that fails, which is told', async () => {
    const { background, begun, failed, fail, end } = controlled();
    background.add('a', 'a1');
    background.add('a', 'a2');
    await fail('a1');
    await end('a2');

    expect(failed).toEqual(['a1']);
    expect(begun).toEqual(['a1', 'a2']);
    background.add('a', 'a3');
    expect(begun.at(-1)).toBe('a3');
  });

  it('are left to the journal once it stops, which waits for what is under way', async () => {
    const { background, begun, end } = controlled();
    background.add('a', 'a1');
    background.add('a', 'a2');
    let over = false;
    const stopped = background.stop(60_000).then(() => {
      over = true;
    });
    background.add('b', 'b1');
    expect(over).toBe(false);
    await end('a1');
    await stopped;

    expect(begun).toEqual(['a1']);
    expect(background.has('a2')).toBe(false);
  });

  it('do not hold up a stop for longer than its limit', async () => {
    const { background } = controlled();
    background.add('a', 'a1');
    await background.stop(1);
    expect(background.has('a1')).toBe(false);
  });
});
