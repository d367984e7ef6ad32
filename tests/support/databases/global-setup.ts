import { databaseKind, startDatabaseServer } from '.';
import { URL_OF_SERVER } from './run';

/** Starts the database server that the sites of this run live on, once for all files. */
export const setup = async (): Promise<(() => Promise<void>) | undefined> => {
  const kind = databaseKind();
  if (kind === 'sqlite' || process.env[URL_OF_SERVER]) return undefined;
  const server = await startDatabaseServer(kind);
  // Workers get the environment of this process.
  process.env[URL_OF_SERVER] = server.url;
  return async () => {
    Reflect.deleteProperty(process.env, URL_OF_SERVER);
    await server.stop();
  };
};
