import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { freePort } from '../lib/ports.mjs';
import { DOMAIN } from './people.mjs';

/**
 * Starts the demo's mail world in this process: a mailbox for the whole domain of the site, an SMTP server, and a mail
 * catcher for what leaves to others.
 *
 * @param {string} folder where the catcher keeps its mails
 * @param {boolean} familiar take the usual ports where they are free (for people), instead of any
 */
export async function startMailServers(folder, familiar) {
  const { startCatcher, startExchange, startMailbox } =
    await import('../../playground/mail-servers/index.mjs');
  const port = (usual) => freePort(familiar ? usual : 0);

  const catcher = await startCatcher({
    folder: path.join(folder, 'catcher'),
    smtpPort: await port(1025),
    webPort: await port(1080),
  });
  const mailbox = await startMailbox({
    username: `mail@${DOMAIN}`,
    password: randomBytes(9).toString('base64url'),
    port: await port(2143),
  });
  const account = { username: `smtp@${DOMAIN}`, password: randomBytes(9).toString('base64url') };
  const exchange = await startExchange({
    mailboxOf: (address) => (address.toLowerCase().endsWith(`@${DOMAIN}`) ? mailbox : null),
    relay: { host: catcher.host, port: catcher.smtpPort },
    account,
    port: await port(2525),
  });

  return {
    catcher,
    mailbox,
    exchange,
    account,
    ports: [mailbox.port, exchange.port],
    async close() {
      await exchange.close();
      await mailbox.close();
      await catcher.close();
    },
  };
}
