import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyFileUnlessThere } from './template';
import type { DatabaseServer, SiteDatabase } from './types';

/**
 * A database in a file.
 * @param template the file that it begins as a copy of; null: Strapi makes it.
 */
export const sqliteDatabase = (file: string, template: string | null = null): SiteDatabase => ({
  kind: 'sqlite',
  env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: file },
  create: async () => (template === null ? undefined : copyFileUnlessThere(file, template)),

  async drop() {
    for (const end of ['', '-journal', '-wal', '-shm']) await rm(`${file}${end}`, { force: true });
  },
});

/** A folder for databases in files. */
export const makeSqliteFolder = async (): Promise<DatabaseServer> => {
  const url = await mkdtemp(path.join(tmpdir(), 'mail-gateway-sqlite-'));
  return {
    kind: 'sqlite',
    url,
    database: (name) => sqliteDatabase(path.join(url, `${name}.db`)),
    stop: () => rm(url, { recursive: true, force: true, maxRetries: 5 }),
  };
};
