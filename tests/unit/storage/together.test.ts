import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTogether } from '../../../server/src/storage';
import { openSite, type TestSite } from '../outbound/support/site';

vi.setConfig({ testTimeout: 10_000 });

let site: TestSite;
beforeEach(async () => {
  site = await openSite();
});
afterEach(() => site.close());

const leases = () =>
  site.database.transaction((trx) => trx('mail_gateway_leases').orderBy('name').pluck('name'));

const byName = () =>
  createTogether({
    database: site.database,
    async work(trx, names: readonly string[]) {
      await trx('mail_gateway_leases').insert(names.map((name) => ({ name })));
      return names.map((name) => `${name} of ${names.length}`);
    },
  });

test('writes that come together are done by one call, and each gets its own answer', async () => {
  const { write } = byName();
  expect(await Promise.all(['a', 'b', 'c'].map(write))).toEqual(['a of 3', 'b of 3', 'c of 3']);
});

test('one that fails takes none of the others with it', async () => {
  const { write } = byName();
  const settled = await Promise.allSettled(['a', 'b', 'a'].map(write));
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(await leases()).toEqual(['a', 'b']);
});

test('a write from inside a transaction is part of it, also while others wait for its connection', async () => {
  const { write } = byName();
  const begun = site.database.transaction(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await write('inside')).toBe('inside of 1');
    throw new Error('Not this time.');
  });
  const outside = write('outside');
  await expect(begun).rejects.toThrow('Not this time.');
  expect(await outside).toBe('outside of 1');
  expect(await leases()).toEqual(['outside']);
});
