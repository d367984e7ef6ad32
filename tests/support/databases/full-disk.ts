import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startDatabaseServer } from '.';
import { withConnection } from './server-databases';
import { makeSqliteFolder } from './sqlite';
import type { SiteDatabase } from './types';
import type { Site } from '../site';

const run = promisify(execFile);

/** A database on a disk that a test can fill. */
export interface SmallDisk {
  database: SiteDatabase;
  /** From now on nothing more fits, or what was taken away fits again. */
  fill(site: Site): Promise<void>;
  free(site: Site): Promise<void>;
  stop(): Promise<void>;
}

/** SQLite counts its pages itself: the file may not grow any more. */
export const startSmallSqlite = async (): Promise<SmallDisk> => {
  const folder = await makeSqliteFolder();
  const limit = (site: Site, pages: number) =>
    site.strapi.db.connection.raw(`PRAGMA max_page_count = ${pages}`);
  return {
    database: folder.database('full'),
    async fill(site) {
      // Pages that were free before are used first.
      await site.strapi.db.connection.raw('VACUUM');
      await limit(site, 1);
    },
    async free(site) {
      await limit(site, 2 ** 31);
    },
    stop: () => folder.stop(),
  };
};

const SIZE_MB = 64;

/** Whether a file system may be mounted here: that takes root, and a container that allows it. */
export const mayMount = async (): Promise<boolean> => {
  if (userInfo().uid !== 0) return false;
  const place = await mkdtemp(path.join(tmpdir(), 'mail-gateway-mount-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place]);
    await run('umount', [place]);
    return true;
  } catch {
    return false;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
};

/** PostgreSQL with its tables on a file system of 64 MB, which a file fills. Its log of writes lies elsewhere. */
export const startSmallPostgres = async (): Promise<SmallDisk> => {
  const server = await startDatabaseServer('postgres');
  const place = await mkdtemp(path.join(tmpdir(), 'mail-gateway-small-'));
  await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', place]);
  const tables = path.join(place, 'tables');
  const filler = path.join(place, 'filler');
  await mkdir(tables);
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout))
  );
  await chown(tables, uid ?? 0, gid ?? 0);
  await withConnection('postgres', server.url, async (connection) => {
    await connection.raw(`CREATE TABLESPACE small LOCATION '${tables}'`);
    await connection.raw('CREATE DATABASE full_disk TABLESPACE small');
  });
  return {
    database: { ...server.database('full_disk'), create: async () => undefined },
    async fill() {
      const { bavail, bsize } = await statfs(place);
      await writeFile(filler, Buffer.alloc(bavail * bsize));
    },
    free: () => rm(filler, { force: true }),
    async stop() {
      await server.stop();
      await run('umount', [place]);
      await rm(place, { recursive: true, force: true });
    },
  };
};
