import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWriter } from '../../../server/src/storage';
import { openSite, type TestSite } from '../outbound/support/site';

vi.setConfig({ testTimeout: 30_000 });

let site: TestSite;
beforeEach(async () => {
  site = await openSite();
});
afterEach(() => site.close());

const leases = () =>
  site.database.transaction((trx) => trx('mail_gateway_leases').orderBy('name').pluck('name'));

test('writes that come together share a commit, and each gets its own answer', async () => {
  let commits = 0;
  const counting = {
    ...site.database,
    transaction: (work: Parameters<typeof site.database.transaction>[0]) => {
      commits += 1;
      return site.database.transaction(work);
    },
  };
  // The counting copy keeps the shape; only the type of the result is lost on the way.
  const { write } = createWriter({ database: counting as typeof site.database });
  const names = Array.from({ length: 40 }, (_, index) => `n${String(index).padStart(2, '0')}`);
  const answers = await Promise.all(
    names.map((name) =>
      write(async (trx) => {
        await trx('mail_gateway_leases').insert({ name });
        return name;
      })
    )
  );
  expect(answers).toEqual(names);
  expect(await leases()).toEqual(names);
  expect(commits).toBeLessThanOrEqual(2);
});

test('one that fails takes none of the others with it', async () => {
  const { write } = createWriter({ database: site.database });
  const insert = (name: string) => write((trx) => trx('mail_gateway_leases').insert({ name }));
  const settled = await Promise.allSettled([insert('a'), insert('b'), insert('a'), insert('c')]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(await leases()).toEqual(['a', 'b', 'c']);
});
