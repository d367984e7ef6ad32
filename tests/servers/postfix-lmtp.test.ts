import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ARRIVAL, createCustomer, type Customer } from '../support/customer';
import { startDovecot, type Dovecot } from '../support/dovecot';
import { addAlias, setParameter } from '../support/gateway';
import { freePorts } from '../support/ports';
import { canRunPostfix, startPostfix, type Postfix } from '../support/postfix';
import { startSite, type Site } from '../support/site';
import type { SmtpSink } from '../support/smtp';
import {
  arrived,
  deadEnd,
  deferred,
  fullCircle,
  journalOf,
  queueIsEmpty,
  sendThrough,
  startGraveyard,
  ticketsTitled,
} from './postfix/circles';

/** Postfix hands mail to the site's own listeners: every recipient gets a verdict, and nothing is lost while it is down. */

const APPLICANT = 'api::applicant.applicant';

describe.skipIf(!canRunPostfix())('a site that Postfix delivers to', () => {
  let dovecot: Dovecot;
  let graveyard: SmtpSink;
  let postfix: Postfix;
  let site: Site;
  let env: Record<string, string>;
  let customers = 0;

  const newCustomer = (domain = 'customer.example'): Customer =>
    createCustomer(`mary${(customers += 1)}@${domain}`, { postfix, dovecot });

  const listening = (): Promise<void> =>
    vi.waitFor(async () => {
      const { body } = await site.admin('GET', '/mail-gateway/listeners');
      expect(body.data).toMatchObject([{ state: 'listening' }, { state: 'listening' }]);
    }, ARRIVAL);

  const restart = async (more: Record<string, string> = {}): Promise<void> => {
    site = await startSite({ directory: site.directory, env: { ...env, ...more } });
    await listening();
  };

  beforeAll(async () => {
    dovecot = await startDovecot();
    graveyard = await startGraveyard();
    const [smtp = 0, lmtp = 0] = await freePorts(2);
    postfix = await startPostfix({
      transports: {
        'customer.example': `lmtp:inet:127.0.0.1:${dovecot.ports.lmtp}`,
        'gone.example': `smtp:[127.0.0.1]:${graveyard.port}`,
        'site.example': `lmtp:inet:127.0.0.1:${lmtp}`,
        // The same site by its other listener.
        'smtp.site.example': `smtp:[127.0.0.1]:${smtp}`,
      },
    });
    env = {
      MAIL_GATEWAY_WORKER: 'true',
      MAIL_GATEWAY_ALLOWED_PORTS: String(postfix.port),
      MAIL_GATEWAY_SMTP_PORT: String(smtp),
      MAIL_GATEWAY_LMTP_PORT: String(lmtp),
    };
    site = await startSite({ env });
    await setParameter(site, 'mail.catchall.domain', 'site.example');
    await setParameter(site, 'mail.catchall.domain.allowed', 'smtp.site.example');
    await addAlias(site, 'support');
    await addAlias(site, 'jobs', APPLICANT);
    await sendThrough(site, postfix);
    await listening();
  });

  afterAll(async () => {
    await site?.stop();
    await postfix?.stop();
    await graveyard?.stop();
    await dovecot?.stop();
  });

  it('a question becomes a ticket, the answer reaches the customer, the reply joins', async () => {
    await fullCircle({ site, customer: newCustomer() }, 'Printer by LMTP');

    const rows = await journalOf(site, 'Printer by LMTP');
    expect(rows).toMatchObject([{ sourceType: 'lmtp' }, { sourceType: 'lmtp' }]);
  });

  it('the report on an answer to a dead address is recorded, makes no entry and causes no mail', async () => {
    await deadEnd({ site, customer: newCustomer('gone.example') }, 'Last words by LMTP');

    await queueIsEmpty(postfix);
  });

  it.each([
    ['LMTP', 'site.example'],
    ['SMTP', 'smtp.site.example'],
  ])(
    '%s: of two recipients the known one gets the mail, and the sender learns of the other',
    async (protocol, domain) => {
      const customer = newCustomer();
      const subject = `One of two by ${protocol}`;
      await customer.write({
        to: [`support@${domain}`, `nobody@${domain}`],
        subject,
        text: 'To both of you.',
      });

      const [row] = await arrived({ site }, subject);
      expect(row).toMatchObject({
        state: 'delivered',
        envelope: { recipients: [`support@${domain}`], sender: customer.address },
      });
      const [report] = await customer.mails(1);
      expect(report).toMatchObject({ subject: 'Undelivered Mail Returned to Sender', returnPath: '' });
      expect(report?.raw).toContain(`Final-Recipient: rfc822; nobody@${domain}`);
      expect(report?.raw).toContain('Status: 5.1.1');
      expect(report?.raw).not.toContain(`Final-Recipient: rfc822; support@${domain}`);
      expect(await ticketsTitled(site, subject)).toHaveLength(1);
    }
  );

  it('Postfix asks the site before it takes a stranger’s mail: who is unknown is refused in the dialogue', async () => {
    const outside = nodemailer.createTransport({
      ...{ host: '127.0.0.1', port: postfix.outsidePort, ignoreTLS: true },
    });
    const subject = 'From outside';
    const write = (recipient: string) =>
      outside.sendMail({ from: 'mary@elsewhere.example', to: recipient, subject, text: 'Hello.' });

    await expect(write('nobody@site.example')).rejects.toThrow(/550 5\.1\.1 .*undeliverable address/s);
    await write('support@site.example');
    await arrived({ site }, subject);
    expect(await ticketsTitled(site, subject)).toHaveLength(1);
  });

  it('a mail to two aliases, one by each listener, makes an entry of each', async () => {
    const before = await site.strapi.db.query(APPLICANT).count();
    const subject = 'To two aliases';
    const to = ['support@site.example', 'jobs@smtp.site.example'];
    await newCustomer().write({ to, subject, text: 'I want to work on your printers.' });

    const rows = await arrived({ site }, subject, 2);
    expect(rows.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect(await ticketsTitled(site, subject)).toHaveLength(1);
    expect(await site.strapi.db.query(APPLICANT).count()).toBe(before + 1);
  });

  it('while the site is down its mail waits at Postfix, and is delivered once when it is back', async () => {
    const customer = newCustomer();
    const subject = 'While you were out';
    await site.stop({ keep: true });
    try {
      await customer.write({ to: 'support@site.example', subject, text: 'Nobody answers.' });
      expect(await deferred(postfix, customer)).toEqual([expect.stringContaining('Connection refused')]);
    } finally {
      await restart();
    }
    await postfix.flush();

    const rows = await arrived({ site }, subject);
    expect(rows.map(({ state }) => state)).toEqual(['delivered']);
    expect(await ticketsTitled(site, subject)).toHaveLength(1);
    await queueIsEmpty(postfix);
  });

  it('while the site says "not now" its mail waits at Postfix, and is delivered once it may', async () => {
    const customer = newCustomer();
    const subject = 'To a copy';
    await site.stop({ keep: true });
    // Another name on the same database: a copy, which takes no mail until somebody says that it is none.
    await restart({ MAIL_GATEWAY_SITE: 'staging' });
    await customer.write({ to: 'support@site.example', subject, text: 'Who are you?' });
    expect(await deferred(postfix, customer)).toEqual([expect.stringContaining('said: 451')]);
    expect(await journalOf(site, subject)).toEqual([]);

    expect((await site.admin('POST', '/mail-gateway/site/take-over')).status).toBe(200);
    await postfix.flush();

    await arrived({ site }, subject);
    expect(await ticketsTitled(site, subject)).toHaveLength(1);
    await queueIsEmpty(postfix);
  });
});
