import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { freePorts } from '../ports';
import { serverDatabase, withConnection } from './server-databases';
import { makePlace, runIn, startServerProcess } from './server-process';
import type { DatabaseServer, ServerOptions } from './types';

/** Where Debian keeps the programs of every major version. */
const VERSIONS = '/usr/lib/postgresql';

/** The folder of `initdb` and `postgres`, of the newest version; null: not installed. */
export const postgresPrograms = (): string | null => {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).map(Number) : [];
  const [newest] = versions.sort((a, b) => b - a).map((version) => `${VERSIONS}/${version}/bin`);
  return newest && existsSync(path.join(newest, 'postgres')) ? newest : null;
};

const USER = 'strapi';

/**
 * The time zone is far from UTC and has half an hour, and words are ordered by a language, so that SQL which silently
 * counts on UTC or on the order of bytes is found.
 */
const SETTINGS = { timezone: 'Asia/Kolkata', max_connections: '200' };

/** Nothing is flushed to disk, since no test cuts its power. */
const SETTINGS_OF_TESTS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
};

/** Starts a private PostgreSQL on a free loopback port. */
export const startPostgres = async ({ durable }: ServerOptions): Promise<DatabaseServer> => {
  const programs = postgresPrograms();
  if (programs === null) throw new Error(`There is no PostgreSQL below ${VERSIONS}.`);
  const place = await makePlace('postgres', 'postgres');
  const data = path.join(place.directory, 'data');
  const settings = { ...SETTINGS, ...(durable ? {} : SETTINGS_OF_TESTS) };
  const [port = 0] = await freePorts(1);
  const url = `postgres://${USER}:${USER}@127.0.0.1:${port}/postgres`;
  try {
    await runIn(place, path.join(programs, 'initdb'), [
      ...['--pgdata', data, '--username', USER, '--auth', 'trust', '--no-sync'],
      ...['--encoding', 'UTF8', '--locale', 'C.UTF-8', '--locale-provider', 'icu', '--icu-locale', 'en'],
    ]);
    const server = await startServerProcess({
      place,
      program: path.join(programs, 'postgres'),
      args: [
        ...['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', place.directory],
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      signal: 'SIGINT',
      logFile: 'postgres.log',
      answers: () =>
        withConnection('postgres', url, (connection) => connection.raw('SELECT 1')).then(
          () => true,
          () => false
        ),
    });
    return {
      kind: 'postgres',
      url,
      database: (name) => serverDatabase('postgres', url, name),
      async stop() {
        await server.stop();
        await place.remove();
      },
    };
  } catch (error) {
    await place.remove();
    throw error;
  }
};
