import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { LONGEST_TAKE_OVER_MS, TABLE } from '../constants';
import { hashKey } from '../mail';
import type { Database, Row, Transaction } from '../storage';

export interface Lease {
  /** Grows with every new holder; a write guarded by it fails once somebody else has taken over. */
  readonly fence: number;
  /** Aborts when the lease could not be renewed: stop, another process goes on with the work. */
  readonly signal: AbortSignal;
  /** Asks the database now: a process that stood still learns from its signal only at its next heartbeat. */
  isHeld(): Promise<boolean>;
}

/** "At most one process at a time", for any number of processes on one database. */
export interface Leases {
  /**
   * Does `work` while holding the lease, renewing it at every third of its duration by the database's clock.
   * @returns what `work` returned, or null when another holder has the lease now.
   */
  hold<T>(name: string, work: (lease: Lease) => Promise<T>): Promise<T | null>;
}

/** @see Leases */
export const createLeases = ({
  database,
  takeOverMs,
}: {
  database: Database;
  /** A lease not renewed for this long is anybody's. */
  takeOverMs: number;
}): Leases => {
  const until = () => database.nowExpression().wrap('(', ` + ${takeOverMs})`);

  /** A lease that ends later than any can was taken before the clock was set back. */
  const isFree = (lease: Knex.QueryBuilder): Knex.QueryBuilder =>
    lease
      .where('expires_at', '<', database.nowExpression())
      .orWhere('expires_at', '>', database.nowExpression().wrap('(', ` + ${LONGEST_TAKE_OVER_MS})`));

  const isNew = async (trx: Transaction, name: string): Promise<boolean> => {
    const known: Row | undefined = await trx(TABLE.leases).where({ name }).first('name');
    const free = { name, owner: '', fence: 0, expires_at: 0 };
    return !known && (await database.insertOnce(trx, TABLE.leases, free, ['name']));
  };

  const take = async (name: string, owner: string): Promise<number | null> =>
    database.transaction(async (trx) => {
      const update = async (): Promise<boolean> => {
        const taken = await trx(TABLE.leases)
          .where({ name })
          .where(isFree)
          .update({ owner, fence: trx.raw('fence + 1'), expires_at: until() });
        return taken === 1;
      };
      // The update comes first: an insert that finds the row there leaves MySQL with a lock that many may share, and
      // those who then want to change the row wait for each other.
      if (!(await update()) && !((await isNew(trx, name)) && (await update()))) return null;
      const row: Row | undefined = await trx(TABLE.leases).where({ name, owner }).first('fence');
      return row ? Number(row.fence) : null;
    });

  const renew = async (name: string, owner: string): Promise<boolean> =>
    database.transaction(async (trx) => {
      const renewed = await trx(TABLE.leases).where({ name, owner }).update({ expires_at: until() });
      return renewed === 1;
    });

  const release = async (name: string, owner: string): Promise<void> => {
    await database.transaction((trx) =>
      trx(TABLE.leases).where({ name, owner }).update({ owner: '', expires_at: 0 })
    );
  };

  return {
    async hold(label, work) {
      const name = hashKey(label);
      const owner = randomUUID();
      const fence = await take(name, owner);
      if (fence === null) return null;

      const abort = new AbortController();
      const lose = (): void => abort.abort(new Error(`The lease "${label}" was lost to another process.`));
      const heartbeat = setInterval(() => {
        renew(name, owner).then((held) => held || lose(), lose);
      }, takeOverMs / 3);
      heartbeat.unref();

      try {
        return await work({ fence, signal: abort.signal, isHeld: () => renew(name, owner) });
      } finally {
        clearInterval(heartbeat);
        // A database that is away cannot be told. The lease runs out, and what the work came to is what counts.
        await release(name, owner).catch(() => undefined);
      }
    },
  };
};
