import knex, { type Knex } from 'knex';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TABLE } from '../../../server/src/constants';
import { createDatabase, type Database, type Transaction } from '../../../server/src/storage';
import { databaseKind, type DatabaseKind } from '../../support/databases';
import { startSite, type Site } from '../../support/site';

/** What the plugin builds on, on each database: transactions that are repeated, inserts that tell "already there". */

/** A test of some databases only; elsewhere it does not exist, rather than being skipped. */
const itOn =
  (...kinds: DatabaseKind[]) =>
  (name: string, test: () => Promise<void>): void => {
    if (kinds.includes(databaseKind())) it(name, test);
  };

let site: Site;
let database: Database;

beforeAll(async () => {
  site = await startSite({ listen: false });
  database = createDatabase({ strapi: site.strapi });
});

afterAll(() => site.stop());

const lease = (name: string, owner = '') => ({ name, owner, fence: 0, expires_at: 0 });

const insertOnce = (trx: Transaction, name: string, owner = ''): Promise<boolean> =>
  database.insertOnce(trx, TABLE.leases, lease(name, owner), ['name']);

const setOwner = (trx: Knex, name: string, owner: string) =>
  trx(TABLE.leases).where({ name }).update({ owner });

const owners = async (...names: string[]): Promise<unknown[]> => {
  const rows = await site.strapi.db.connection(TABLE.leases).whereIn('name', names).orderBy('name');
  return rows.map((row) => row.owner);
};

afterEach(async () => {
  await site.strapi.db.connection(TABLE.leases).delete();
});

describe('an insert of what may be there already', () => {
  it('answers false and leaves the transaction usable, before it and after it', async () => {
    await database.transaction((trx) => insertOnce(trx, 'taken', 'first'));

    const answers = await database.transaction(async (trx) => [
      await insertOnce(trx, 'before', 'second'),
      await insertOnce(trx, 'taken', 'second'),
      await insertOnce(trx, 'after', 'second'),
    ]);

    expect(answers).toEqual([true, false, true]);
    expect(await owners('after', 'before', 'taken')).toEqual(['second', 'second', 'first']);
  });

  it('by many at once is made by one of them', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        database.transaction((trx) => insertOnce(trx, 'wanted', `owner ${index}`))
      )
    );

    const winner = answers.indexOf(true);
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await owners('wanted')).toEqual([`owner ${winner}`]);
  });

  // SQLite has no limit to a text.
  itOn('postgres', 'mysql')('of what does not fit is an error, and nothing is cut to fit', async () => {
    await expect(database.transaction((trx) => insertOnce(trx, 'x'.repeat(300)))).rejects.toThrow(
      /^The database refused a statement \(error \w+\)\.$/
    );
    expect(await site.strapi.db.connection(TABLE.leases)).toEqual([]);
  });
});

/** Connections that are not Strapi's, as another process has them. */
let others: Knex[] = [];

afterEach(async () => {
  for (const other of others) await other.destroy();
  others = [];
});

const openAnother = (): Knex => {
  // The constructor's configuration holds the driver, the place and the password.
  const { client, connection } = site.strapi.db.connection.client.config;
  const other = knex({ client, connection, useNullAsDefault: true, pool: { min: 0, max: 1 } });
  others.push(other);
  return other;
};

/** Runs `work` as a transaction of the plugin and tells how often it was begun. */
const counted = async (work: (trx: Transaction, attempt: number) => Promise<unknown>): Promise<number> => {
  let attempts = 0;
  await database.transaction((trx) => work(trx, (attempts += 1)));
  return attempts;
};

describe('a transaction that the database gives up', () => {
  const prepare = (...names: string[]) =>
    database.transaction(async (trx) => {
      for (const name of names) await insertOnce(trx, name);
    });

  itOn('postgres', 'mysql')('because of a deadlock is repeated, and both come to their end', async () => {
    await prepare('a', 'b');
    let arrive = (): void => undefined;
    const here = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    let waiting = 0;
    /** Goes on once both hold their first row; a repeat finds nobody to wait for. */
    const meet = (attempt: number): Promise<void> => {
      if (attempt > 1) return Promise.resolve();
      waiting += 1;
      if (waiting === 2) arrive();
      return here;
    };
    const inOrder = (first: string, second: string) =>
      counted(async (trx, attempt) => {
        await setOwner(trx, first, `${first}${second}`);
        await meet(attempt);
        await setOwner(trx, second, `${first}${second}`);
      });

    const attempts = await Promise.all([inOrder('a', 'b'), inOrder('b', 'a')]);

    expect(attempts.sort()).toEqual([1, 2]);
    const [first, second] = await owners('a', 'b');
    expect(['ab', 'ba']).toContain(first);
    expect(second).toBe(first);
  });

  itOn('postgres')('because it could not be serialised is repeated', async () => {
    await prepare('a');
    const other = openAnother();

    const attempts = await counted(async (trx, attempt) => {
      await trx.raw('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await trx(TABLE.leases).where({ name: 'a' }).first();
      if (attempt === 1) await setOwner(other, 'a', 'other');
      await setOwner(trx, 'a', 'mine');
    });

    expect(attempts).toBe(2);
    expect(await owners('a')).toEqual(['mine']);
  });

  itOn('mysql')('because it waited too long for a lock is repeated', async () => {
    await prepare('a');
    const held = await openAnother().transaction();
    await setOwner(held, 'a', 'other');

    const attempts = await counted(async (trx, attempt) => {
      if (attempt === 2) await held.commit();
      await trx.raw('SET SESSION innodb_lock_wait_timeout = 1');
      await setOwner(trx, 'a', 'mine').finally(() =>
        trx.raw('SET SESSION innodb_lock_wait_timeout = DEFAULT')
      );
    });

    expect(attempts).toBe(2);
    expect(await owners('a')).toEqual(['mine']);
  });

  itOn('sqlite')('because another process writes is repeated', async () => {
    await prepare('a');
    const held = await openAnother().transaction();

    const attempts = await counted(async (trx, attempt) => {
      if (attempt === 2) await held.commit();
      // Whoever reads already is refused at once, and not after the driver's five seconds of waiting.
      await trx(TABLE.leases).first();
      if (attempt === 1) await setOwner(held, 'a', 'other');
      await setOwner(trx, 'a', 'mine');
    });

    expect(attempts).toBe(2);
    expect(await owners('a')).toEqual(['mine']);
  });
});

describe('a transaction', () => {
  it('that fails for good is not repeated, and tells the code without the statement', async () => {
    let attempts = 0;
    const failing = database.transaction(async (trx) => {
      attempts += 1;
      await trx('no_such_table').insert({ text: 'private words' });
    });

    const error = await failing.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: expect.any(String) });
    expect(String(error)).not.toContain('private words');
    expect(attempts).toBe(1);
  });

  itOn('postgres', 'mysql')('whose connection is lost says so without the statement', async () => {
    const other = openAnother();
    const isPostgres = database.client === 'postgres';

    const lost = database.transaction(async (trx) => {
      const { id } = await trx
        .select(trx.raw(`${isPostgres ? 'pg_backend_pid()' : 'connection_id()'} AS id`))
        .first();
      await other.raw(isPostgres ? `SELECT pg_terminate_backend(${id})` : `KILL ${id}`);
      await insertOnce(trx, 'a', 'private words');
    });

    const error = await lost.catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/^Error: The database refused a statement \(error \w+\)\.$/);
    expect(await owners('a')).toEqual([]);
  });

  // SQLite lets nobody write beside it.
  itOn('postgres', 'mysql')('sees what others commit meanwhile', async () => {
    await database.transaction((trx) => insertOnce(trx, 'a', 'before'));
    const other = openAnother();

    const seen = await database.transaction(async (trx) => {
      const first = await trx(TABLE.leases).where({ name: 'a' }).first();
      await setOwner(other, 'a', 'meanwhile');
      const second = await trx(TABLE.leases).where({ name: 'a' }).first();
      return [first.owner, second.owner];
    });

    expect(seen).toEqual(['before', 'meanwhile']);
  });
});

describe('the clock of the database', () => {
  it('is that of this machine, whatever time zone the database has', async () => {
    const before = Date.now();
    const told = await database.now();
    const MINUTE = 60_000;
    expect(told).toBeGreaterThan(before - MINUTE);
    expect(told).toBeLessThan(Date.now() + MINUTE);
  });
});
