import path from 'node:path';
import { hashKey } from '../mail';

/** What a Strapi process knows of the place where it runs. */
export interface Surroundings {
  /** `MAIL_GATEWAY_SITE`: the name that the operator gave this site; empty: none. */
  siteName: string;
  /** Strapi's database client: `sqlite`, `postgres` or `mysql`. */
  client: string;
  /** The connection of `config/database`. */
  connection: { filename?: string; host?: string; database?: string; connectionString?: string };
  /** `server.url`; empty: not set. */
  serverUrl: string;
}

/** Where a site lives, in a form that can be stored and compared. */
export interface Fingerprint {
  /** The operator's name for the site; null: none. */
  name: string | null;
  /** Digest of database and public URL: tells places apart and gives nothing away. */
  place: string;
  /** For people, without secrets. */
  description: string;
}

const fromUrl = (text: string | undefined): { host?: string; database?: string } => {
  if (!text || !URL.canParse(text)) return {};
  const { hostname, pathname } = new URL(text);
  return { host: hostname, database: decodeURIComponent(pathname.slice(1)) };
};

const databaseOf = ({ client, connection }: Surroundings): string => {
  if (client === 'sqlite') return path.resolve(connection.filename ?? '');
  const url = fromUrl(connection.connectionString);
  const host = url.host || connection.host || 'localhost';
  return `${host.toLowerCase()}/${url.database || connection.database || ''}`;
};

/**
 * Who this site is: database host and name (SQLite: the file's absolute path) and the public URL if one is set. Neither
 * the environment nor a port counts, so that a restart elsewhere on the same database stays the same site.
 */
export const fingerprintOf = (surroundings: Surroundings): Fingerprint => {
  const name = surroundings.siteName.trim() || null;
  const database = databaseOf(surroundings);
  const url = surroundings.serverUrl.replace(/\/+$/, '').toLowerCase();
  const place = `database ${database}${url ? `, URL ${url}` : ''}`;
  return {
    name,
    place: hashKey(database, url),
    description: name === null ? place : `site "${name}" (${place})`,
  };
};

/** Names decide where both sides have one; else the place does. */
export const isSameSite = (stored: Fingerprint, here: Fingerprint): boolean =>
  stored.name !== null && here.name !== null ? stored.name === here.name : stored.place === here.place;
