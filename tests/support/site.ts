import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Core } from '@strapi/strapi';
import { databaseOf, type SiteDatabase } from './databases';

const requireHere = createRequire(import.meta.url);
const APP = resolve(import.meta.dirname, '../../playground');

/** What an answer of the admin or content API looks like to a test. */
export interface Answer {
  status: number;
  // Tests read answers of many shapes; each asserts on the fields it is about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
  headers: Headers;
}

/** A running playground with a database of its own. */
export interface Site {
  strapi: Core.Strapi;
  database: SiteDatabase;
  /** `http://127.0.0.1:<port>` */
  url: string;
  directory: string;
  /** The environment that it was booted with, for child processes on the same database. */
  env: Record<string, string>;
  /** A call of the admin API as the super admin. */
  admin(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The super admin's token, good in every process on the same database. */
  session(): Promise<string>;
  /** Any call. */
  fetch(path: string, init?: RequestInit): Promise<Answer>;
  /** Makes an API token of the content API that may do these actions. */
  token(permissions: string[]): Promise<string>;
  /** Stops it; `keep` leaves the database for another boot. */
  stop(options?: { keep?: boolean }): Promise<void>;
}

const SECRETS = {
  APP_KEYS: 'test-key-one,test-key-two',
  API_TOKEN_SALT: 'test-api-token-salt',
  ADMIN_JWT_SECRET: 'test-admin-jwt-secret',
  TRANSFER_TOKEN_SALT: 'test-transfer-token-salt',
  JWT_SECRET: 'test-jwt-secret',
  ENCRYPTION_KEY: 'test-encryption-key',
};

const FAULTS = ['uncaughtException', 'unhandledRejection'] as const;

const ADMIN = { firstname: 'Ada', lastname: 'Admin', email: 'ada@site.example', password: 'Passw0rd-of-Ada' };

/** As a test reads it. */
export const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json');
  return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers };
};

const call = (url: string, path: string, init: RequestInit = {}): Promise<Answer> =>
  fetch(`${url}${path}`, init).then(answerOf);

/** Any call with JSON. */
export const jsonCall = (
  url: string,
  method: string,
  path: string,
  body: unknown,
  token?: string
): Promise<Answer> =>
  call(url, path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** Logs in, registering the first admin where there is none. */
export const logIn = async (url: string): Promise<string> => {
  const registered = await jsonCall(url, 'POST', '/admin/register-admin', ADMIN);
  const { email, password } = ADMIN;
  const answer =
    registered.status === 200 ? registered : await jsonCall(url, 'POST', '/admin/login', { email, password });
  const token: unknown = answer.body?.data?.token;
  if (typeof token !== 'string') throw new Error(`No log-in: ${JSON.stringify(answer.body)}`);
  return token;
};

/**
 * Boots the playground in this process, on the database of this run (`databases/run.ts`).
 * @param options.directory a directory of an earlier site, to boot on its database again.
 * @param options.database another database than that of the run; whoever made it drops it.
 * @param options.listen false: as in a CLI command, nothing listens and nothing works in the background.
 */
export const startSite = async (
  options: {
    env?: Record<string, string>;
    directory?: string;
    database?: SiteDatabase;
    listen?: boolean;
  } = {}
): Promise<Site> => {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'mail-gateway-')));
  const database = options.database ?? databaseOf(directory);
  await database.create();
  const env: Record<string, string> = {
    ...SECRETS,
    ...database.env,
    HOST: '127.0.0.1',
    MAIL_GATEWAY_SITE: 'test',
    // Tests that are about background work switch it on.
    MAIL_GATEWAY_WORKER: 'false',
    STRAPI_TELEMETRY_DISABLED: 'true',
    PUBLIC_DIR: join(directory, 'public'),
    ...options.env,
  };
  await mkdir(join(directory, 'public', 'uploads'), { recursive: true });
  const before = new Map(Object.keys(env).map((name) => [name, process.env[name]]));
  Object.assign(process.env, env);

  const { createStrapi } = requireHere('@strapi/strapi');
  const strapi: Core.Strapi = createStrapi({
    appDir: APP,
    distDir: join(APP, 'dist'),
    serveAdminPanel: false,
  });
  strapi.log.level = process.env.TEST_LOG_LEVEL ?? 'error';
  await strapi.load();
  // Strapi counts attempts to log in by process, and the sites of many files follow one another in one.
  strapi.config.set('admin.rateLimit', { enabled: false });

  let url = '';
  if (options.listen !== false) {
    await new Promise<void>((done) => {
      strapi.server.listen(0, '127.0.0.1', () => done());
    });
    url = `http://127.0.0.1:${(strapi.server.httpServer.address() as AddressInfo).port}`;
  }

  let loggedIn: Promise<string> | undefined;
  const session = (): Promise<string> => (loggedIn ??= logIn(url));

  return {
    strapi,
    database,
    url,
    directory,
    env,
    fetch: (path, init) => call(url, path, init),

    session,
    admin: async (method, path, body) => jsonCall(url, method, path, body, await session()),

    async token(permissions) {
      const token = await strapi.service('admin::api-token').create({
        name: `test ${permissions.join(' ')} ${Date.now()}`,
        description: '',
        type: 'custom',
        lifespan: null,
        permissions,
      });
      return token.accessKey;
    },

    async stop({ keep = false } = {}) {
      const listeners = FAULTS.map((event) => [event, process.rawListeners(event)] as const);
      await strapi.destroy();
      // Strapi takes away those of the test runner as well, and the next fault would end the worker.
      for (const [event, kept] of listeners) {
        for (const listener of kept) process.on(event, listener as NodeJS.UncaughtExceptionListener);
      }
      for (const [name, value] of before) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
      if (keep) return;
      if (!options.database) await database.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};
