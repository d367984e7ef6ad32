import path from 'node:path';

/**
 * An empty database for one site.
 *
 * @param {string} client `sqlite`, `postgres` or `mysql`
 * @param {string} folder of the site, where SQLite's file goes
 * @returns {Promise<{ env: Record<string, string>, remove: () => Promise<void> }>} `env`: the playground's settings
 */
export async function createDatabase(client, folder) {
  if (client !== 'sqlite') throw new Error(`The benchmarks run on sqlite; ${client} is not supported.`);
  return {
    env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: path.join(folder, 'data.db') },
    remove: async () => undefined,
  };
}
