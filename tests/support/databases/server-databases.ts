import knex, { type Knex } from 'knex';
import { copyDatabase } from './template';
import type { ServerKind, SiteDatabase } from './types';

const CLIENTS: Record<ServerKind, string> = { postgres: 'pg', mysql: 'mysql2' };

const CREATE: Record<ServerKind, string> = {
  postgres: 'CREATE DATABASE ??',
  mysql: 'CREATE DATABASE IF NOT EXISTS ??',
};

const DROP: Record<ServerKind, string> = {
  postgres: 'DROP DATABASE IF EXISTS ?? WITH (FORCE)',
  mysql: 'DROP DATABASE IF EXISTS ??',
};

/** PostgreSQL's codes for a database that is there already, or is being made by somebody else at this moment. */
const THERE = new Set(['42P04', '23505']);

/** One connection to a server for one piece of work. */
export const withConnection = async <T>(
  kind: ServerKind,
  url: string,
  work: (connection: Knex) => Promise<T>
): Promise<T> => {
  const connection = knex({ client: CLIENTS[kind], connection: url, pool: { min: 0, max: 1 } });
  try {
    return await work(connection);
  } finally {
    await connection.destroy();
  }
};

/**
 * A database of a server that is reached at this URL, whose user may make and remove databases.
 * @param template the database that it is made as a copy of; null: it is made empty.
 */
export const serverDatabase = (
  kind: ServerKind,
  url: string,
  name: string,
  template: string | null = null
): SiteDatabase => {
  const { hostname, port, username, password } = new URL(url);

  return {
    kind,
    env: {
      DATABASE_CLIENT: kind,
      DATABASE_HOST: hostname,
      DATABASE_PORT: port,
      DATABASE_NAME: name,
      DATABASE_USERNAME: decodeURIComponent(username),
      DATABASE_PASSWORD: decodeURIComponent(password),
    },

    create: () =>
      withConnection(kind, url, async (connection) => {
        try {
          if (template === null) await connection.raw(CREATE[kind], [name]);
          else await copyDatabase[kind](connection, name, template);
        } catch (error) {
          if (!THERE.has(String((error as { code?: unknown }).code))) throw error;
        }
      }),

    drop: () =>
      withConnection(kind, url, async (connection) => {
        await connection.raw(DROP[kind], [name]);
      }),
  };
};
