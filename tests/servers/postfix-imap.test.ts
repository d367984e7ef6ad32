import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomer } from '../support/customer';
import { startDovecot, type Dovecot } from '../support/dovecot';
import { addAlias, setParameter } from '../support/gateway';
import { canRunPostfix, startPostfix, type Postfix } from '../support/postfix';
import { startSite, type Site } from '../support/site';
import type { SmtpSink } from '../support/smtp';
import { deadEnd, fullCircle, queueIsEmpty, sendThrough, startGraveyard } from './postfix/circles';

/** Customer, Postfix, a mailbox on Dovecot, the site, and back: the site at a provider with a catch-all rule. */

describe.skipIf(!canRunPostfix())('a site that reads a mailbox behind Postfix and Dovecot', () => {
  let dovecot: Dovecot;
  let graveyard: SmtpSink;
  let postfix: Postfix;
  let site: Site;
  let fetch: () => Promise<unknown>;

  beforeAll(async () => {
    dovecot = await startDovecot();
    graveyard = await startGraveyard();
    const mailboxes = `lmtp:inet:127.0.0.1:${dovecot.ports.lmtp}`;
    postfix = await startPostfix({
      transports: {
        'customer.example': mailboxes,
        'gone.example': `smtp:[127.0.0.1]:${graveyard.port}`,
        'provider.example': mailboxes,
      },
      aliases: { '@site.example': 'site@provider.example' },
    });
    site = await startSite({
      env: {
        MAIL_GATEWAY_WORKER: 'true',
        MAIL_GATEWAY_ALLOWED_PORTS: `${dovecot.ports.imap},${postfix.port}`,
      },
    });
    await setParameter(site, 'mail.catchall.domain', 'site.example');
    await addAlias(site, 'support');
    await sendThrough(site, postfix);
    const saved = await site.admin('POST', '/mail-gateway/incoming-servers', {
      name: 'Catch-all',
      host: '127.0.0.1',
      port: dovecot.ports.imap,
      encryption: 'none',
      username: 'site@provider.example',
      password: dovecot.password,
    });
    const server = `/mail-gateway/incoming-servers/${saved.body.data.documentId}`;
    expect((await site.admin('POST', `${server}/confirm`, {})).body.data).toMatchObject({ ok: true });
    fetch = () => site.admin('POST', `${server}/fetch`, {});
  });

  afterAll(async () => {
    await site?.stop();
    await postfix?.stop();
    await graveyard?.stop();
    await dovecot?.stop();
  });

  it('a question becomes a ticket, the answer reaches the customer, the reply joins', async () => {
    const customer = createCustomer('mary@customer.example', { postfix, dovecot });
    await fullCircle({ site, customer, fetch }, 'Printer by IMAP');
  });

  it('the report on an answer to a dead address is recorded, makes no entry and causes no mail', async () => {
    const customer = createCustomer('bob@gone.example', { postfix, dovecot });
    await deadEnd({ site, customer, fetch }, 'Last words by IMAP');

    await queueIsEmpty(postfix);
  });
});
