import { hasMariadb, startMariadb } from './mysql';
import { postgresPrograms, startPostgres } from './postgres';
import { makeSqliteFolder } from './sqlite';
import type { DatabaseKind, DatabaseServer, ServerOptions } from './types';

export { databaseKind, databaseOf } from './run';
export { DATABASE_KINDS, type DatabaseKind, type DatabaseServer, type SiteDatabase } from './types';

const START: Record<DatabaseKind, (options: ServerOptions) => Promise<DatabaseServer>> = {
  sqlite: makeSqliteFolder,
  postgres: startPostgres,
  mysql: startMariadb,
};

/** Whether this database is installed here. */
export const hasDatabase = (kind: DatabaseKind): boolean => {
  if (kind === 'postgres') return postgresPrograms() !== null;
  return kind === 'sqlite' || hasMariadb();
};

/** Starts a private server on a free loopback port, as the server's own user where the tests run as root. */
export const startDatabaseServer = (
  kind: DatabaseKind,
  { durable = false }: Partial<ServerOptions> = {}
): Promise<DatabaseServer> => START[kind]({ durable });
