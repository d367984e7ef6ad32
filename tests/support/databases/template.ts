import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import type { Knex } from 'knex';
import type { ServerKind } from './types';

/**
 * The database that the sites of this run begin with: what a first start leaves behind, made once (`global-setup.ts`)
 * instead of for every site, because Strapi takes seconds for its hundred tables. A file for SQLite, else a name.
 */
export const TEMPLATE = 'MAIL_GATEWAY_TEST_TEMPLATE';

/** Null where there is none: sites then begin with an empty database. */
export const templateOfRun = (): string | null => process.env[TEMPLATE] || null;

/** PostgreSQL's code for a template that is being copied by somebody else at this moment. */
const IN_USE = '55006';

const copyPostgres = async (connection: Knex, name: string, template: string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await connection.raw('CREATE DATABASE ?? TEMPLATE ??', [name, template]);
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== IN_USE || attempt >= 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};

const tablesOf = async (connection: Knex, database: string): Promise<string[]> => {
  const [rows = []]: { name: string }[][] = await connection.raw(
    'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?',
    [database]
  );
  return rows.map(({ name }) => name);
};

/** MariaDB has no templates. Its tables refer to each other, so that nothing is checked until all are there. */
const copyMysql = async (connection: Knex, name: string, template: string): Promise<void> => {
  const [made]: { warningStatus: number }[] = await connection.raw('CREATE DATABASE IF NOT EXISTS ??', [
    name,
  ]);
  const wasThere = (made?.warningStatus ?? 0) > 0;
  if (wasThere) return;
  await connection.raw('SET foreign_key_checks = 0');
  await connection.raw('USE ??', [name]);
  for (const table of await tablesOf(connection, template)) {
    const [[shown] = []]: Record<string, string>[][] = await connection.raw('SHOW CREATE TABLE ??.??', [
      template,
      table,
    ]);
    // knex takes a question mark for a value.
    await connection.raw((shown?.['Create Table'] ?? '').replaceAll('?', '\\?'));
    await connection.raw('INSERT INTO ?? SELECT * FROM ??.??', [table, template, table]);
  }
};

/** Makes a database of a server as a copy, unless it is there. */
export const copyDatabase: Record<
  ServerKind,
  (connection: Knex, name: string, template: string) => Promise<void>
> = { postgres: copyPostgres, mysql: copyMysql };

/** Makes a database file as a copy, unless it is there. */
export const copyFileUnlessThere = async (file: string, template: string): Promise<void> => {
  if (!existsSync(file)) await copyFile(template, file);
};
