import type { Database } from '../storage';

/** The database's clock, read once and carried on by this process's, which may stand wrong but runs right. */
export const startClock = async (database: Pick<Database, 'now'>): Promise<() => Date> => {
  const read = await database.now();
  const since = performance.now();
  return () => new Date(read + performance.now() - since);
};
