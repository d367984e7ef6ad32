import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePorts } from '../ports';
import { serverDatabase, withConnection } from './server-databases';
import { makePlace, runIn, startServerProcess } from './server-process';
import type { DatabaseServer, ServerOptions } from './types';

const PROGRAM = '/usr/sbin/mariadbd';

export const hasMariadb = (): boolean => existsSync(PROGRAM);

const USER = 'strapi';

/**
 * The time zone is far from UTC and has half an hour. The collation is the one of a fresh Debian: it takes upper and
 * lower case, letters with and without accent, and all characters of four bytes for the same, and overlooks blanks at
 * the end. Isolation and packet size are the defaults.
 */
const SETTINGS = [
  '--innodb-fast-shutdown=2',
  '--skip-log-bin',
  '--skip-name-resolve',
  '--default-time-zone=+05:30',
  '--character-set-server=utf8mb4',
  '--collation-server=utf8mb4_general_ci',
];

/** Nothing is flushed to disk, since no test cuts its power. */
const SETTINGS_OF_TESTS = [
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=0',
  '--innodb-buffer-pool-size=64M',
  '--innodb-log-file-size=32M',
];

/** Starts a private MariaDB on a free loopback port. */
export const startMariadb = async ({ durable }: ServerOptions): Promise<DatabaseServer> => {
  if (!hasMariadb()) throw new Error(`There is no MariaDB: ${PROGRAM} is missing.`);
  const place = await makePlace('mariadb', 'mysql');
  const data = path.join(place.directory, 'data');
  const users = path.join(place.directory, 'users.sql');
  const [port = 0] = await freePorts(1);
  const url = `mysql://${USER}:${USER}@127.0.0.1:${port}/mysql`;
  try {
    await runIn(place, 'mariadb-install-db', [
      '--no-defaults',
      ...[`--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
    ]);
    await writeFile(
      users,
      `CREATE OR REPLACE USER ${USER}@'127.0.0.1' IDENTIFIED BY '${USER}';\n` +
        `GRANT ALL ON *.* TO ${USER}@'127.0.0.1';\n`
    );
    const server = await startServerProcess({
      place,
      program: PROGRAM,
      args: [
        '--no-defaults',
        ...[`--datadir=${data}`, `--socket=${path.join(place.directory, 'socket')}`],
        ...[`--port=${port}`, '--bind-address=127.0.0.1', `--init-file=${users}`],
        ...[`--pid-file=${path.join(place.directory, 'pid')}`, ...SETTINGS],
        ...(durable ? [] : SETTINGS_OF_TESTS),
      ],
      signal: 'SIGTERM',
      logFile: 'mariadb.log',
      answers: () =>
        withConnection('mysql', url, (connection) => connection.raw('SELECT 1')).then(
          () => true,
          () => false
        ),
    });
    return {
      kind: 'mysql',
      url,
      database: (name) => serverDatabase('mysql', url, name),
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
