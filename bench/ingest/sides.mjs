import { startBenchSite } from '../lib/site.mjs';

export const DOMAIN = 'site.example';
export const ADDRESS = `support@${DOMAIN}`;

/** @typedef {{ site: import('../lib/site.mjs').BenchSite, fetch: (login: string) => Promise<void> }} Side */

/**
 * The plugin: one alias for tickets, and an incoming server for each mailbox that marks what it took in as seen.
 *
 * @returns {Promise<Side & { prepare: (login: string) => Promise<void> }>}
 */
export async function startOurs({ database, dovecot, env = {}, nodeOptions = [] }) {
  const site = await startBenchSite({
    name: 'ours',
    database,
    env: { MAIL_GATEWAY_ALLOWED_PORTS: String(dovecot.ports.imap), ...env },
    nodeOptions,
  });
  const { admin } = site;
  await admin.put('/mail-gateway/system-parameters/mail.catchall.domain', { value: DOMAIN });
  await admin.post('/mail-gateway/aliases', {
    name: 'support',
    contentType: 'api::ticket.ticket',
    mapping: { title: 'subject', description: 'html', email: 'from.address', attachments: 'attachments' },
  });
  const servers = new Map();
  return {
    site,

    async prepare(login) {
      const { data } = await admin.post('/mail-gateway/incoming-servers', {
        name: login,
        protocol: 'imap',
        host: dovecot.host,
        port: dovecot.ports.imap,
        encryption: 'none',
        username: login,
        password: dovecot.password,
        afterFetch: 'seen',
        startFrom: 'all',
      });
      const confirmed = await admin.post(`/mail-gateway/incoming-servers/${data.documentId}/confirm`);
      if (!confirmed.data.ok)
        throw new Error(`The mailbox is not confirmed: ${JSON.stringify(confirmed.data)}`);
      servers.set(login, data.documentId);
    },

    async fetch(login) {
      for (let more = true; more;) {
        const { data } = await admin.post(`/mail-gateway/incoming-servers/${servers.get(login)}/fetch`);
        if (data.outcome !== 'fetched')
          throw new Error(`The mailbox is not fetched: ${JSON.stringify(data)}`);
        ({ more } = data);
      }
      await site.job('settled');
    },
  };
}

/** The loop that a developer would write, in the same site without the plugin. @returns {Promise<Side>} */
export async function startBare({ database, dovecot }) {
  const site = await startBenchSite({ name: 'bare', database, env: { MAIL_GATEWAY_ENABLED: 'false' } });
  return {
    site,
    prepare: async () => undefined,
    fetch: (login) =>
      site.job('ingest-bare', {
        account: {
          host: dovecot.host,
          port: dovecot.ports.imap,
          secure: false,
          doSTARTTLS: false,
          auth: { user: login, pass: dovecot.password },
        },
      }),
  };
}
