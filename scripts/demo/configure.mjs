import { expect, step, Unmet } from './expect.mjs';
import { ADMINISTRATOR, DOMAIN, SENDER } from './people.mjs';

const BASE = '/mail-gateway';

/** Sets the site up the way its owner would, over the admin API. @returns documentId of the incoming server */
export async function configure(api, servers) {
  await step(`administrator ${ADMINISTRATOR.email} created`, () => api.registerAdministrator(ADMINISTRATOR));

  await step(`system parameters set: domain ${DOMAIN}, foreign senders leave as ${SENDER}`, async () => {
    await api.put(`${BASE}/system-parameters/mail.catchall.domain`, { value: DOMAIN });
    await api.put(`${BASE}/system-parameters/mail.dynamic.smtp.from`, { value: SENDER });
  });

  await step('outgoing server saved and tested', async () => {
    const { data } = await api.post(`${BASE}/outgoing-servers`, {
      name: 'Demo SMTP',
      host: servers.exchange.host,
      port: servers.exchange.port,
      encryption: 'none',
      authentication: 'password',
      ...servers.account,
    });
    await passes(api, `${BASE}/outgoing-servers/${data.documentId}/test`);
  });

  await step('alias support → Ticket saved', () =>
    api.post(`${BASE}/aliases`, { name: 'support', contentType: 'api::ticket.ticket' })
  );

  await step('mailboxes are fetched every minute', () =>
    api.put(`${BASE}/scheduled-actions/fetchmail`, { intervalMinutes: 1 })
  );

  return step('incoming server saved, tested and confirmed', async () => {
    const { data } = await api.post(`${BASE}/incoming-servers`, {
      name: 'Demo mailbox',
      protocol: 'imap',
      host: servers.mailbox.host,
      port: servers.mailbox.port,
      encryption: 'none',
      username: servers.mailbox.username,
      password: servers.mailbox.password,
    });
    await passes(api, `${BASE}/incoming-servers/${data.documentId}/confirm`);
    const { data: confirmed } = await api.get(`${BASE}/incoming-servers/${data.documentId}`);
    expect('state of the incoming server after confirm', 'confirmed', confirmed.state);
    return data.documentId;
  });
}

async function passes(api, path) {
  const { data } = await api.post(path);
  if (!data.ok) throw new Unmet(`POST ${path}`, 'a connection test that passes', data);
}
