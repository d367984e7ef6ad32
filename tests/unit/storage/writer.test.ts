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

/** A writer whose transactions are counted. */
const countingWriter = () => {
  let commits = 0;
  const counting = {
    ...site.database,
    transaction: (work: Parameters<typeof site.database.transaction>[0]) => {
      commits += 1;
      return site.database.transaction(work);
    },
  };
  // The counting copy keeps the shape; only the type of the result is lost on the way.
  return { ...createWriter({ database: counting as typeof site.database }), commits: () => commits };
};

test('writes that come together share a commit, and each gets its own answer', async () => {
  const { write, commits } = countingWriter();
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
  expect(commits()).toBeLessThanOrEqual(2);
});

test('one that fails takes none of the others with it', async () => {
  const { write } = createWriter({ database: site.database });
  const insert = (name: string) => write((trx) => trx('mail_gateway_leases').insert({ name }));
  const settled = await Promise.allSettled([insert('a'), insert('b'), insert('a'), insert('c')]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(await leases()).toEqual(['a', 'b', 'c']);
});

test('rows that nobody reads before the commit go in together, each write with its own', async () => {
  let statements = 0;
  const count = ({ sql }: { sql: string }): void => {
    if (/^insert/.test(sql)) statements += 1;
  };
  const { write } = createWriter({ database: site.database });
  const names = Array.from({ length: 30 }, (_, index) => `n${String(index).padStart(2, '0')}`);
  await Promise.all(
    names.map((name, index) =>
      write((trx, { rows: { insert } }) => {
        if (index === 0) trx.on('query', count);
        return insert('mail_gateway_leases', { name });
      })
    )
  );
  expect(await leases()).toEqual(names);
  expect(statements).toBe(1);
});

test('a row that the database refuses at the end fails the write that it belongs to, and no other', async () => {
  const { write } = createWriter({ database: site.database });
  const insert = (name: string) => write((_trx, { rows }) => rows.insert('mail_gateway_leases', { name }));
  const settled = await Promise.allSettled([insert('a'), insert('b'), insert('a')]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(await leases()).toEqual(['a', 'b']);
});

test('a row that is taken is told to the write that would have made it, and to no other', async () => {
  await site.database.transaction((trx) => trx('mail_gateway_leases').insert({ name: 'b', owner: 'before' }));
  const { write } = createWriter({ database: site.database });
  const make = (name: string) =>
    write(async (_trx, { rows }) => {
      const unique = { columns: ['name'], named: 'name' };
      return (await rows.insertNew('mail_gateway_leases', { name, owner: 'now' }, unique))
        ? 'made'
        : 'joined';
    });
  expect(await Promise.all(['a', 'b', 'c', 'c'].map(make))).toEqual(['made', 'joined', 'made', 'joined']);
  expect(await make('a')).toBe('joined');
  const rows = await site.database.transaction((trx) =>
    trx('mail_gateway_leases').orderBy('name').select('name', 'owner')
  );
  expect(rows).toEqual([
    { name: 'a', owner: 'now' },
    { name: 'b', owner: 'before' },
    { name: 'c', owner: 'now' },
  ]);
});

test('a transaction that is open for long begins no further write; the others follow in the next', async () => {
  const { write, commits } = countingWriter();
  const slowly = (name: string) =>
    write(async (trx) => {
      await trx('mail_gateway_leases').insert({ name });
      await new Promise((resolve) => setTimeout(resolve, 120));
    });
  await Promise.all([slowly('a'), slowly('b'), slowly('c')]);
  expect(await leases()).toEqual(['a', 'b', 'c']);
  expect(commits()).toBe(3);
});

test('a write from inside a transaction is part of it', async () => {
  const { write } = createWriter({ database: site.database });
  await expect(
    site.database.transaction(async () => {
      await write((trx) => trx('mail_gateway_leases').insert({ name: 'a' }));
      throw new Error('Not this time.');
    })
  ).rejects.toThrow('Not this time.');
  expect(await leases()).toEqual([]);
});

/** Writes that each want a lease of their own, by name. */
const firstOf = (name: string) => ({
  table: 'mail_gateway_leases',
  row: { name },
  unique: ['name'] as [string],
});

test('rows that the writes stand on are inserted first, in one statement; whose row is taken learns it', async () => {
  await site.database.transaction((trx) => trx('mail_gateway_leases').insert({ name: 'taken' }));
  const inserted: number[] = [];
  const counting = {
    ...site.database,
    insertAllOnce: (...request: Parameters<typeof site.database.insertAllOnce>) => {
      inserted.push(request[2].length);
      return site.database.insertAllOnce(...request);
    },
  };
  const { write } = createWriter({ database: counting });
  const want = (name: string) => write((_trx, { isMine }) => Promise.resolve(isMine), firstOf(name));

  expect(await Promise.all(['a', 'taken', 'b', 'a'].map(want))).toEqual([true, false, true, false]);
  expect(inserted).toEqual([3]);
  expect(await leases()).toEqual(['a', 'b', 'taken']);
});

test('a write that comes too late for its transaction takes its row in the next one', async () => {
  const { write } = createWriter({ database: site.database });
  const want = (name: string) =>
    write(async (trx, { isMine }) => {
      await new Promise((resolve) => setTimeout(resolve, 120));
      return { isMine, rows: await trx('mail_gateway_leases').where({ name }).pluck('name') };
    }, firstOf(name));
  expect(await Promise.all(['a', 'b'].map(want))).toEqual([
    { isMine: true, rows: ['a'] },
    { isMine: true, rows: ['b'] },
  ]);
});

test('a write that fails leaves no row that it stood on', async () => {
  const { write } = createWriter({ database: site.database });
  const fail = write(() => Promise.reject(new Error('No.')), firstOf('a'));
  const work = write((_trx, { isMine }) => Promise.resolve(isMine), firstOf('b'));
  await expect(fail).rejects.toThrow('No.');
  expect(await work).toBe(true);
  expect(await leases()).toEqual(['b']);
});
