import { rm } from 'node:fs/promises';
import { startSite } from '../site';
import { databaseKind, startDatabaseServer, type DatabaseServer } from '.';
import { URL_OF_SERVER } from './run';
import { TEMPLATE } from './template';

/** Lets a site start once, and keeps its database. @returns the template's name, and how to remove it. */
const makeTemplate = async (): Promise<{ template: string; remove(): Promise<void> }> => {
  const site = await startSite({ listen: false });
  await site.stop({ keep: true });
  const remove = async (): Promise<void> => {
    await site.database.drop();
    await rm(site.directory, { recursive: true, force: true });
  };
  const { DATABASE_FILENAME, DATABASE_NAME } = site.database.env;
  return { template: DATABASE_FILENAME ?? DATABASE_NAME ?? '', remove };
};

/** Starts the database server that the sites of this run live on, and makes what they begin with, once for all files. */
export const setup = async (): Promise<() => Promise<void>> => {
  const kind = databaseKind();
  let server: DatabaseServer | null = null;
  if (kind !== 'sqlite' && !process.env[URL_OF_SERVER]) {
    server = await startDatabaseServer(kind);
    // Workers get the environment of this process.
    process.env[URL_OF_SERVER] = server.url;
  }
  const { template, remove } = await makeTemplate();
  process.env[TEMPLATE] = template;
  return async () => {
    Reflect.deleteProperty(process.env, TEMPLATE);
    await remove();
    if (!server) return;
    Reflect.deleteProperty(process.env, URL_OF_SERVER);
    await server.stop();
  };
};
