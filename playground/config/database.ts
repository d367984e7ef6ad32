import path from 'node:path';
import type { Core } from '@strapi/strapi';

type Env = Core.Config.Shared.ConfigParams['env'];

/** The site's folder, whether this file runs from `config/` or compiled from `dist/config/`. */
const site = path.resolve(__dirname, path.basename(path.dirname(__dirname)) === 'dist' ? '../..' : '..');

const connections = {
  sqlite: (env: Env) => ({
    connection: { filename: path.resolve(site, env('DATABASE_FILENAME', '.tmp/data.db')) },
    useNullAsDefault: true,
  }),
  postgres: (env: Env) => ({
    connection: { ...server(env, 5432), schema: env('DATABASE_SCHEMA', 'public') },
    pool: pool(env),
  }),
  mysql: (env: Env) => ({ connection: server(env, 3306), pool: pool(env) }),
};

const server = (env: Env, port: number) => ({
  host: env('DATABASE_HOST', '127.0.0.1'),
  port: env.int('DATABASE_PORT', port),
  database: env('DATABASE_NAME', 'strapi'),
  user: env('DATABASE_USERNAME', 'strapi'),
  password: env('DATABASE_PASSWORD', 'strapi'),
  ssl: env.bool('DATABASE_SSL', false),
});

const pool = (env: Env) => ({ min: env.int('DATABASE_POOL_MIN', 2), max: env.int('DATABASE_POOL_MAX', 10) });

const isClient = (name: string): name is keyof typeof connections => name in connections;

export default ({ env }: Core.Config.Shared.ConfigParams) => {
  const client = env('DATABASE_CLIENT', 'sqlite');
  if (!isClient(client)) {
    throw new Error(`DATABASE_CLIENT is "${client}"; expected ${Object.keys(connections).join(', ')}.`);
  }
  return {
    connection: {
      client,
      ...connections[client](env),
      acquireConnectionTimeout: env.int('DATABASE_CONNECTION_TIMEOUT', 60_000),
    },
  };
};
