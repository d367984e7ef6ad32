import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecrets } from '../../../server/src/secrets';
import { createDatabase } from '../../../server/src/storage';
import { startSite, type Answer, type Site } from '../../support/site';

const PASSWORD = 'correct-horse-battery-staple';

const outgoing = {
  name: 'Office',
  host: '127.0.0.1',
  port: 2525,
  encryption: 'tls',
  authentication: 'password',
  username: 'office@site.example',
};

const incoming = { name: 'Support', host: '127.0.0.1', port: 1430, username: 'support@site.example' };

const FAMILIES = [
  ['outgoing-servers', outgoing],
  ['incoming-servers', incoming],
] as const;

/** Everything that left the process: answers, events, log lines. */
const seen: string[] = [];
let site: Site;

const api = async (method: string, path: string, body?: unknown): Promise<Answer> => {
  const answer = await site.admin(method, `/mail-gateway${path}`, body);
  seen.push(JSON.stringify(answer.body));
  return answer;
};

const add = async (family: string, body: object): Promise<string> => {
  const answer = await api('POST', `/${family}`, { ...body, password: PASSWORD });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.data.documentId;
};

/** All rows of all tables, a text for each table. */
const everyRow = async (): Promise<string[]> => {
  const tables: string[] = await site.strapi.db.dialect.schemaInspector.getTables();
  expect(tables).toContain('mail_gateway_secrets');
  return Promise.all(
    tables.map(async (table) => JSON.stringify(await site.strapi.db.connection(table).select()))
  );
};

const stored = async (owner: string): Promise<string | undefined> => {
  const row = await site.strapi.db.connection('mail_gateway_secrets').where({ owner }).first('ciphertext');
  return row?.ciphertext;
};

describe('secrets', () => {
  beforeAll(async () => {
    site = await startSite({ env: { MAIL_GATEWAY_TEST_PASSWORD: PASSWORD } });
    site.strapi.log.level = 'silly';
    // Strapi's logger is a stream of what it writes.
    (site.strapi.log as unknown as NodeJS.ReadableStream).on('data', (line) =>
      seen.push(JSON.stringify(line))
    );
    site.strapi.eventHub.subscribe(async (name, payload) => {
      seen.push(JSON.stringify([name, payload]));
    });
  });

  afterAll(() => site.stop());

  it.each(FAMILIES)('of %s are written, kept, replaced and removed, and never read', async (family, body) => {
    const documentId = await add(family, { ...body, username: `crud-${body.username}` });
    const owner = `${family.slice(0, -1)}:${documentId}`;
    const first = await stored(owner);
    expect(first).toMatch(/^v1:/);

    const saved = await api('PUT', `/${family}/${documentId}`, { name: 'Renamed' });
    expect(saved.body.data).toMatchObject({ name: 'Renamed', hasSecret: true });
    expect(await stored(owner)).toBe(first);

    await api('PUT', `/${family}/${documentId}`, { password: `${PASSWORD}-2` });
    expect(await stored(owner)).not.toBe(first);

    const removed = await api('PUT', `/${family}/${documentId}`, { password: null });
    expect(removed.body.data.hasSecret).toBe(false);
    expect(await stored(owner)).toBeUndefined();

    await api('PUT', `/${family}/${documentId}`, { password: PASSWORD });
    expect((await api('DELETE', `/${family}/${documentId}`)).status).toBe(200);
    expect(await stored(owner)).toBeUndefined();
  });

  it.each(FAMILIES)('of %s are demanded again before they could go elsewhere', async (family, body) => {
    const documentId = await add(family, {
      ...body,
      username: `theft-${body.username}`,
      encryption: 'starttls',
    });
    for (const change of [
      { host: 'evil.example' },
      { port: 2587 },
      { encryption: 'none' },
      { username: 'evil' },
      { host: 'evil.example', name: 'Office', encryption: 'tls' },
    ]) {
      const answer = await api('PUT', `/${family}/${documentId}`, change);
      expect([answer.status, answer.body.error?.code], JSON.stringify(change)).toEqual([
        422,
        'secret_required',
      ]);
      expect(answer.body.error.message).toMatch(/^Enter the password again/);
    }
    const unchanged = await api('GET', `/${family}/${documentId}`);
    expect(unchanged.body.data).toMatchObject({ host: body.host, hasSecret: true });

    expect((await api('PUT', `/${family}/${documentId}`, { encryption: 'tls' })).status).toBe(200);
    expect(
      (await api('PUT', `/${family}/${documentId}`, { host: 'mail.example', password: 'new' })).status
    ).toBe(200);
    expect((await api('PUT', `/${family}/${documentId}`, { host: 'x.example', password: null })).status).toBe(
      200
    );
  });

  it('are demanded again for a test with values that are not saved', async () => {
    const documentId = await add('outgoing-servers', outgoing);
    const answer = await api('POST', '/outgoing-servers/test', { documentId, host: 'localhost', port: 2525 });
    expect([answer.status, answer.body.error?.code]).toEqual([422, 'secret_required']);
    const same = await api('POST', '/outgoing-servers/test', { documentId });
    expect([same.status, same.body.data?.ok]).toEqual([200, false]);
    expect(same.body.data.failure.message).not.toBe('');
  });

  it('may be names of environment variables that are meant for the gateway, and of no others', async () => {
    const good = await api('POST', '/outgoing-servers', {
      ...outgoing,
      password: 'env:MAIL_GATEWAY_TEST_PASSWORD',
    });
    expect(good.body.data.hasSecret).toBe(true);
    const sentences = [];
    for (const name of ['ADMIN_JWT_SECRET', 'NO_SUCH_VARIABLE']) {
      const answer = await api('POST', '/outgoing-servers', { ...outgoing, password: `env:${name}` });
      expect([answer.status, answer.body.error.code]).toEqual([422, 'secret_env_refused']);
      sentences.push(answer.body.error.message.replace(name, 'X'));
      const test = await api('POST', '/outgoing-servers/test', { ...outgoing, password: `env:${name}` });
      expect(JSON.stringify(test.body)).not.toContain(process.env.ADMIN_JWT_SECRET);
      expect(test.body.data?.ok ?? false).toBe(false);
    }
    expect(new Set(sentences).size).toBe(1);
  });

  it('are refused on read too, when somebody wrote the reference past the API', async () => {
    const documentId = await add('outgoing-servers', outgoing);
    await site.strapi.db
      .connection('mail_gateway_secrets')
      .where({ owner: `outgoing-server:${documentId}` })
      .update({ ciphertext: 'env:ADMIN_JWT_SECRET' });
    const answer = await api('POST', `/outgoing-servers/${documentId}/test`);
    expect(JSON.stringify(answer.body)).toMatch(
      /Only environment variables whose name starts with MAIL_GATEWAY_/
    );
  });

  it('that cannot be read any more are asked for again', async () => {
    const documentId = await add('incoming-servers', { ...incoming, username: 'unreadable' });
    const other = await add('incoming-servers', { ...incoming, username: 'other' });
    // A ciphertext moved to another row is as worthless as one of another key.
    await site.strapi.db
      .connection('mail_gateway_secrets')
      .where({ owner: `incoming-server:${documentId}` })
      .update({ ciphertext: await stored(`incoming-server:${other}`) });
    const answer = await api('GET', `/incoming-servers/${documentId}`);
    expect(answer.body.data.hasSecret).toBe(false);
    const confirm = await api('POST', `/incoming-servers/${documentId}/confirm`);
    expect(JSON.stringify(confirm.body)).toMatch(/enter the password again/i);
  });

  it('cannot be had from the Content Manager, nor do they stand in a content type', async () => {
    for (const uid of Object.keys(site.strapi.contentTypes).filter((name) => name.includes('mail-gateway'))) {
      const answer = await site.admin('GET', `/content-manager/collection-types/${uid}`);
      seen.push(JSON.stringify(answer.body));
      const rows = await site.strapi.db.query(uid).findMany({});
      seen.push(JSON.stringify(rows));
    }
    expect(Object.keys(site.strapi.contentTypes)).not.toContain('plugin::mail-gateway.secret');
  });

  it('were in no answer, event, log line or row so far, in clear or encrypted', async () => {
    for (const family of ['outgoing-servers', 'incoming-servers'])
      await api('GET', `/${family}?pageSize=100`);
    const everything = seen.join('\n');
    expect(seen.length).toBeGreaterThan(50);
    expect(everything).not.toContain(PASSWORD);
    const rows = await site.strapi.db.connection('mail_gateway_secrets').select('ciphertext');
    const ciphertexts = rows.map((row) => row.ciphertext).filter((text) => text.startsWith('v1:'));
    expect(ciphertexts.length).toBeGreaterThan(0);
    for (const ciphertext of ciphertexts) expect(everything).not.toContain(ciphertext);
    for (const contents of await everyRow()) expect(contents.includes(PASSWORD)).toBe(false);
    const files = (await readdir(site.directory, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile()
    );
    for (const file of files) {
      expect((await readFile(join(file.parentPath, file.name))).includes(PASSWORD), file.name).toBe(false);
    }
  });

  it('of servers that are gone are swept, those of others stay', async () => {
    const documentId = await add('outgoing-servers', outgoing);
    const insert = (owner: string) =>
      site.strapi.db.connection('mail_gateway_secrets').insert({ owner, ciphertext: 'v1:orphan' });
    await insert('outgoing-server:gone');
    await insert('somebody:else');
    const secrets = createSecrets({
      strapi: site.strapi,
      database: createDatabase({ strapi: site.strapi }),
      allowedEnv: [],
    });
    expect(await secrets.sweep()).toBe(1);
    expect(await stored('outgoing-server:gone')).toBeUndefined();
    expect(await stored('somebody:else')).toBe('v1:orphan');
    expect(await stored(`outgoing-server:${documentId}`)).toMatch(/^v1:/);
  });
});

describe('without an encryption key', () => {
  beforeAll(async () => {
    site = await startSite({ env: { ENCRYPTION_KEY: '' } });
  });
  afterAll(() => site.stop());

  it('no password is stored, and the sentence says what to set', async () => {
    const answer = await api('POST', '/outgoing-servers', { ...outgoing, password: PASSWORD });
    expect([answer.status, answer.body.error.code]).toEqual([422, 'encryption_key_missing']);
    expect(answer.body.error.message).toMatch(/ENCRYPTION_KEY.*admin\.secrets\.encryptionKey/s);
    expect((await api('GET', '/outgoing-servers')).body.data).toEqual([]);
  });

  it('a server without a password, and the name of an environment variable, can be saved', async () => {
    expect((await api('POST', '/outgoing-servers', outgoing)).status).toBe(201);
    const reference = { ...outgoing, password: 'env:MAIL_GATEWAY_SMTP' };
    expect((await api('POST', '/outgoing-servers', reference)).body.data.hasSecret).toBe(true);
  });
});
