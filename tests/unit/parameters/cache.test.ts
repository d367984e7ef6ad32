import { describe, expect, it } from 'vitest';
import { createCache } from '../../../server/src/parameters/cache';

describe('the cache of parameters', () => {
  it('asks again after two seconds, so that other processes are heard', async () => {
    let time = 0;
    let stored = 'a';
    const cache = createCache<string>({ now: () => time });
    const read = () => cache.get(async () => stored, { keep: true });
    expect(await read()).toBe('a');
    stored = 'b';
    time = 1999;
    expect(await read()).toBe('a');
    time = 2000;
    expect(await read()).toBe('b');
  });

  it('forgets at once what this process changed', async () => {
    let stored = 'a';
    const cache = createCache<string>();
    await cache.get(async () => stored, { keep: true });
    stored = 'b';
    cache.forget();
    expect(await cache.get(async () => stored, { keep: true })).toBe('b');
  });

  it('does not keep what was read before a change and arrives after it', async () => {
    const cache = createCache<string>();
    let arrive: (value: string) => void = () => undefined;
    const slow = cache.get(() => new Promise<string>((resolve) => (arrive = resolve)), { keep: true });
    cache.forget();
    arrive('old');
    expect(await slow).toBe('old');
    expect(await cache.get(async () => 'new', { keep: true })).toBe('new');
  });

  it('does not keep what a transaction sees, which may be rolled back', async () => {
    const cache = createCache<string>();
    expect(await cache.get(async () => 'uncommitted', { keep: false })).toBe('uncommitted');
    expect(await cache.get(async () => 'committed', { keep: true })).toBe('committed');
  });
});
