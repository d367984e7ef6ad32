/** The databases that a site can run on, by the names of Strapi's clients; `mysql` is a MariaDB here. */
export const DATABASE_KINDS = ['sqlite', 'postgres', 'mysql'] as const;

export type DatabaseKind = (typeof DATABASE_KINDS)[number];

/** Databases that are programs of their own. */
export type ServerKind = Exclude<DatabaseKind, 'sqlite'>;

/** One database for one site. */
export interface SiteDatabase {
  kind: DatabaseKind;
  /** What the playground reads (`DATABASE_…`), for a site in this process as in any other. */
  env: Record<string, string>;
  /** Makes it, empty, unless it is there. */
  create(): Promise<void>;
  /** Removes it with all that is in it, whoever is still connected. */
  drop(): Promise<void>;
}

export interface ServerOptions {
  /** Whether what is committed is on disk, as on a server that keeps data. Otherwise nothing is flushed, which is faster. */
  durable: boolean;
}

/** A running database server; for SQLite a folder of files. */
export interface DatabaseServer {
  kind: DatabaseKind;
  /** `postgres://…`, `mysql://…`; for SQLite the folder. */
  url: string;
  /** The database of this name (small letters, digits and underscores). Two callers with one name share it. */
  database(name: string): SiteDatabase;
  /** Ends the server and removes its files. Databases of a server that was running before stay as they are. */
  stop(): Promise<void>;
}
