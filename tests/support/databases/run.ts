import { createHash } from 'node:crypto';
import path from 'node:path';
import { serverDatabase } from './server-databases';
import { sqliteDatabase } from './sqlite';
import { templateOfRun } from './template';
import { DATABASE_KINDS, type DatabaseKind, type SiteDatabase } from './types';

/** Which database the sites of this run live on: `sqlite` (default), `postgres` or `mysql`. */
const KIND = 'MAIL_GATEWAY_TEST_DATABASE';

/** Where a server is that runs already; without it the run starts its own. */
export const URL_OF_SERVER = 'MAIL_GATEWAY_TEST_DATABASE_URL';

const isKind = (name: string): name is DatabaseKind => DATABASE_KINDS.some((kind) => kind === name);

/** The database that this run is about. */
export const databaseKind = (): DatabaseKind => {
  const name = process.env[KIND] || 'sqlite';
  if (!isKind(name)) throw new Error(`${KIND} is "${name}"; expected ${DATABASE_KINDS.join(', ')}.`);
  return name;
};

/** The database of the site that has this folder; the same one whenever the folder is the same. */
export const databaseOf = (directory: string): SiteDatabase => {
  const kind = databaseKind();
  if (kind === 'sqlite') return sqliteDatabase(path.join(directory, 'data.db'), templateOfRun());
  const url = process.env[URL_OF_SERVER];
  if (!url)
    throw new Error(`${KIND} is "${kind}", but nothing has started it (see databases/global-setup.ts).`);
  const digest = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  return serverDatabase(kind, url, `mail_gateway_${digest}`, templateOfRun());
};
