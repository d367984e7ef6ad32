import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { databaseKind } from '../support/databases';
import { addAlias, receive, setParameter } from '../support/gateway';
import { rawMail } from '../support/raw-mail';
import { startSite } from '../support/site';

const run = promisify(execFile);
const APP = resolve(import.meta.dirname, '../../playground');

/** Those that a mail which became an entry leaves rows in. */
const USED = [
  'mail_gateway_inbound_emails',
  'mail_gateway_chunks',
  'mail_gateway_effects',
  'mail_gateway_addresses',
  'mail_gateway_threads',
  'mail_gateway_messages',
  'mail_gateway_followers',
  'mail_gateway_system_parameters',
  'mail_gateway_scheduled_actions',
];

describe('a boot without the plugin', () => {
  it('keeps every table and every row', async () => {
    const on = await startSite();
    await setParameter(on, 'mail.catchall.domain', 'site.example');
    await addAlias(on, 'support');
    await receive(on, rawMail());
    const tables = [...on.strapi.db.metadata.values()]
      .map(({ tableName }) => tableName)
      .filter((table) => table.startsWith('mail_gateway_'));
    const rows = async (site: typeof on): Promise<Record<string, unknown[]>> => {
      const all: Record<string, unknown[]> = {};
      for (const table of tables) all[table] = await site.strapi.db.connection(table).orderBy('id');
      return all;
    };
    const before = await rows(on);
    for (const table of USED) expect(before[table], table).not.toEqual([]);
    await on.stop({ keep: true });

    const off = await startSite({ directory: on.directory, env: { MAIL_GATEWAY_ENABLED: 'false' } });
    expect(off.strapi.plugins['mail-gateway']).toBeUndefined();
    await off.stop({ keep: true });

    const again = await startSite({ directory: on.directory });
    expect(await rows(again)).toEqual(before);
    await again.stop();
  });
});

describe('own rows', () => {
  it('fire none of the events of entries but those of the entry that the mail became', async () => {
    const site = await startSite();
    await setParameter(site, 'mail.catchall.domain', 'site.example');
    await addAlias(site, 'support');
    const seen: string[] = [];
    site.strapi.eventHub.subscribe(async (name: string, payload: { uid?: string }) => {
      if (name.startsWith('entry.')) seen.push(`${name} ${payload.uid}`);
    });
    await receive(site, rawMail());

    expect(seen).toEqual(['entry.create api::ticket.ticket']);
    await site.stop();
  });
});

// The command compiles the app into its own folder, where sites on other databases run at the same time.
if (databaseKind() === 'sqlite') {
  describe('a command of the Strapi CLI', () => {
    it('fetches and sends nothing beside a waiting mailbox and a queued mail', async () => {
      const site = await startSite();
      await setParameter(site, 'mail.catchall.domain', 'site.example');
      await addAlias(site, 'support');
      const mail = await receive(site, rawMail());
      await site.admin('POST', `/mail-gateway/threads/${mail.threadId}/messages`, { text: 'Hello.' });
      const server = {
        name: 'mailbox',
        protocol: 'imap',
        host: '127.0.0.1',
        port: 143,
        encryption: 'tls',
        username: 'nobody@site.example',
        password: 'secret',
      };
      const added = await site.admin('POST', '/mail-gateway/incoming-servers', server);
      await site.strapi.db
        .query('plugin::mail-gateway.incoming-server')
        .updateMany({ where: {}, data: { state: 'confirmed' } });
      await site.strapi.db.connection('mail_gateway_scheduled_actions').update({ next_run_at: 0 });
      await site.stop({ keep: true });
      expect(added.status).toBeLessThan(300);

      const { stdout } = await run('npx', ['strapi', 'admin:list-users'], {
        cwd: APP,
        env: { ...process.env, ...site.env, MAIL_GATEWAY_WORKER: 'true' },
      });
      expect(stdout).toContain('ada@site.example');

      const quiet = await startSite({ directory: site.directory });
      const [mailbox] = await quiet.strapi.db.query('plugin::mail-gateway.incoming-server').findMany({});
      expect(mailbox).toMatchObject({ lastFetchedAt: null, errorSince: null });
      const [queued] = await quiet.strapi.db.query('plugin::mail-gateway.outbound-email').findMany({});
      expect(queued).toMatchObject({ state: 'queued', attempts: 0 });
      const due = await quiet.strapi.db
        .connection('mail_gateway_scheduled_actions')
        .where({ next_run_at: 0 });
      expect(due.length).toBeGreaterThan(0);
      await quiet.stop();
    });
  });
}
