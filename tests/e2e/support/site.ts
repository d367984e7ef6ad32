import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freshSecrets } from '../../../scripts/lib/environment.mjs';
import { startSite } from '../../../scripts/lib/site.mjs';
import { freePorts } from '../../support/ports';

/** Somebody who can log in. */
export interface Person {
  firstname: string;
  lastname: string;
  email: string;
  password: string;
}

export const OWNER: Person = {
  firstname: 'Ada',
  lastname: 'Owner',
  email: 'ada@site.example',
  password: 'Passw0rd-of-Ada',
};

/** A playground in a process of its own, with its admin panel and a fresh database. */
export interface E2eSite {
  url: string;
  /** A call of the admin API as the owner; the answer's `data`. */
  api<Data>(method: string, path: string, body?: unknown): Promise<Data>;
  /** Hands in a mail at the raw HTTP door. */
  mail(raw: Buffer, recipient: string): Promise<{ documentId: string; state: string; reason: string | null }>;
  /** Adds somebody with Strapi's role *Editor*. */
  addEditor(person: Person): Promise<void>;
  /**
   * Adds somebody whose role allows these actions of the plugin, as in `servers.read`, and nothing else.
   * @param readable content types whose entries they may read besides.
   */
  addWith(actions: readonly string[], person: Person, readable?: readonly string[]): Promise<void>;
  /** Gives an alias another content type past all checks, as when a developer removes one that aliases name. */
  retype(alias: string, contentType: string): void;
  /** Boots on the same database once more, as if it had been copied to another place. */
  restartAs(siteName: string): Promise<void>;
  stop(): Promise<void>;
}

/** The part of better-sqlite3, which has no types, that is used here. */
type OpenDatabase = new (file: string) => {
  prepare(sql: string): { run(...values: string[]): { changes: number } };
  close(): void;
};

const request = async <Data>(
  url: string,
  method: string,
  token: string,
  body?: unknown,
  contentType = 'application/json'
): Promise<Data> => {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': contentType, ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body:
      body === undefined ? undefined : Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
  });
  const content: { data: Data } = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${JSON.stringify(content)}`);
  return content.data;
};

/** Boots the playground and registers the owner. @param env of the plugin, besides what every site here has. */
export const startE2eSite = async (env: Record<string, string> = {}): Promise<E2eSite> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'mail-gateway-e2e-'));
  const [port = 0] = await freePorts(1);
  const secrets = freshSecrets();
  const boot = (siteName: string) =>
    startSite({
      port,
      logFile: path.join(directory, 'strapi.log'),
      env: {
        ...secrets,
        DATABASE_CLIENT: 'sqlite',
        DATABASE_FILENAME: path.join(directory, 'data.db'),
        MAIL_GATEWAY_SITE: siteName,
        ...env,
      },
    });
  const retype: E2eSite['retype'] = (alias, contentType) => {
    const SqliteDatabase: OpenDatabase = createRequire(import.meta.url)('better-sqlite3');
    const database = new SqliteDatabase(path.join(directory, 'data.db'));
    const sql = 'UPDATE mail_gateway_aliases SET content_type = ? WHERE name = ?';
    const { changes } = database.prepare(sql).run(contentType, alias);
    database.close();
    if (changes !== 1) throw new Error(`There is no alias ${alias}.`);
  };
  let running = await boot('shop');
  const { url } = running;
  const { token } = await request<{ token: string }>(`${url}/admin/register-admin`, 'POST', '', OWNER);
  const api: E2eSite['api'] = (method, where, body) => request(`${url}${where}`, method, token, body);
  const { accessKey } = await api<{ accessKey: string }>('POST', '/admin/api-tokens', {
    name: 'Raw mail',
    description: '',
    type: 'custom',
    lifespan: null,
    permissions: ['plugin::mail-gateway.inbound.raw'],
  });

  const addPerson = async ({ password, ...person }: Person, role: number | undefined): Promise<void> => {
    const { registrationToken } = await api<{ registrationToken: string }>('POST', '/admin/users', {
      ...person,
      roles: [role],
    });
    const userInfo = { firstname: person.firstname, lastname: person.lastname, password };
    await api('POST', '/admin/register', { registrationToken, userInfo });
  };

  return {
    url,
    api,
    retype,

    mail: (raw, recipient) =>
      request(
        `${url}/api/mail-gateway/inbound/raw?recipient=${encodeURIComponent(recipient)}`,
        'POST',
        accessKey,
        raw,
        'message/rfc822'
      ),

    async addEditor(person) {
      const roles = await api<{ id: number; code: string }[]>('GET', '/admin/roles');
      await addPerson(person, roles.find(({ code }) => code === 'strapi-editor')?.id);
    },

    async addWith(actions, person, readable = []) {
      const role = { name: `Role of ${person.firstname}`, description: '' };
      const { id } = await api<{ id: number }>('POST', '/admin/roles', role);
      const more = { conditions: [], properties: {} };
      const read = 'plugin::content-manager.explorer.read';
      const permissions = [
        ...actions.map((action) => ({ action: `plugin::mail-gateway.${action}`, subject: null, ...more })),
        ...readable.map((subject) => ({ action: read, subject, ...more })),
      ];
      await api('PUT', `/admin/roles/${id}/permissions`, { permissions });
      await addPerson(person, id);
    },

    async restartAs(siteName) {
      await running.stop();
      running = await boot(siteName);
    },

    async stop() {
      await running.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};
