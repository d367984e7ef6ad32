import path from 'node:path';
import { running } from './running.mjs';
import { loadSupport } from './support.mjs';

/** The servers of this run by client, each started for the first site that needs it. */
const servers = new Map();

/**
 * An empty database for one site. PostgreSQL and MariaDB are private servers on loopback that flush to disk what they
 * commit, as SQLite does.
 *
 * @param {string} client `sqlite`, `postgres` or `mysql`
 * @param {string} folder of the site, where SQLite's file goes
 * @param {string} name of the database on a server
 * @returns {Promise<{ env: Record<string, string>, remove: () => Promise<void> }>} `env`: the playground's settings
 */
export async function createDatabase(client, folder, name) {
  if (client === 'sqlite') {
    return {
      env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: path.join(folder, 'data.db') },
      remove: async () => undefined,
    };
  }
  if (!servers.has(client)) servers.set(client, startServer(client));
  const database = (await servers.get(client)).database(name);
  await database.create();
  return { env: database.env, remove: () => database.drop() };
}

async function startServer(client) {
  const { hasDatabase, startDatabaseServer } = await loadSupport();
  if (!hasDatabase(client)) {
    throw new Error(`${client} is not installed; npm run test:servers -- --install installs it.`);
  }
  const server = await startDatabaseServer(client, { durable: true });
  running(async () => {
    servers.delete(client);
    await server.stop();
  });
  return server;
}
