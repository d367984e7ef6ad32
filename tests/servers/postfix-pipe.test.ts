import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import nodemailer from 'nodemailer';
import { createCustomer, type Customer } from '../support/customer';
import { startDovecot, type Dovecot } from '../support/dovecot';
import { addAlias, setParameter } from '../support/gateway';
import { canRunPostfix, startPostfix, type Postfix } from '../support/postfix';
import { startSite, type Site } from '../support/site';
import { arrived, deferred, journalOf, queueIsEmpty, ticketsTitled } from './postfix/circles';

/** Postfix hands mail to `mail-gateway-deliver` by pipe(8): once for all recipients of a mail, or once for each. */

const APPLICANT = 'api::applicant.applicant';

describe.skipIf(!canRunPostfix())('a site that Postfix delivers to by the pipe command', () => {
  let dovecot: Dovecot;
  let postfix: Postfix;
  let site: Site;
  let token: string;
  let customers = 0;

  const newCustomer = (): Customer =>
    createCustomer(`mary${(customers += 1)}@customer.example`, { postfix, dovecot });

  const applicants = (): Promise<number> => site.strapi.db.query(APPLICANT).count();

  beforeAll(async () => {
    dovecot = await startDovecot();
    postfix = await startPostfix({
      transports: {
        'customer.example': `lmtp:inet:127.0.0.1:${dovecot.ports.lmtp}`,
        'site.example': 'pipe-all:',
        'each.site.example': 'pipe-each:',
      },
    });
    site = await startSite();
    await setParameter(site, 'mail.catchall.domain', 'site.example');
    await setParameter(site, 'mail.catchall.domain.allowed', 'each.site.example');
    await addAlias(site, 'support');
    await addAlias(site, 'jobs', APPLICANT);
    token = await site.token(['plugin::mail-gateway.inbound.raw']);
    await postfix.deliverTo({ url: site.url, token });
  });

  afterAll(async () => {
    await site?.stop();
    await postfix?.stop();
    await dovecot?.stop();
  });

  it('a mail becomes a ticket; the site knows its envelope and where it came from', async () => {
    const customer = newCustomer();
    const subject = 'Printer by pipe';
    await customer.write({
      to: 'Support <support@site.example>',
      subject,
      text: 'Es druckt überhaupt nicht.',
    });

    const [row] = await arrived({ site }, subject);
    expect(row).toMatchObject({
      state: 'delivered',
      envelope: {
        recipients: ['support@site.example'],
        sender: customer.address,
        clientIp: '127.0.0.1',
        helo: expect.stringMatching(/\S/),
      },
    });
    const [ticket] = await ticketsTitled(site, subject);
    expect(ticket).toMatchObject({ email: customer.address });
    expect(ticket?.description).toContain('überhaupt nicht');
    await queueIsEmpty(postfix);
  });

  it('the null sender of reports arrives as such', async () => {
    const subject = 'From nobody';
    await nodemailer.createTransport({ host: '127.0.0.1', port: postfix.port, ignoreTLS: true }).sendMail({
      envelope: { from: '', to: ['support@site.example'] },
      from: 'mary@customer.example',
      to: 'support@site.example',
      subject,
      text: 'No return address.',
    });

    expect(await arrived({ site }, subject)).toMatchObject([{ envelope: { sender: '' } }]);
  });

  it.each([
    ['for all recipients: one journal row', 'site.example', 1],
    ['for each recipient: a journal row for each', 'each.site.example', 2],
  ])('once %s, and an entry of each alias', async (how, domain, rows) => {
    const before = await applicants();
    const subject = `Two aliases, once ${how}`;
    const to = [`support@${domain}`, `jobs@${domain}`];
    await newCustomer().write({ to, subject, text: 'I want to work on your printers.' });

    const states = (await arrived({ site }, subject, rows)).map(({ state }) => state);
    expect(states).toEqual(Array.from({ length: rows }, () => 'delivered'));
    expect(await ticketsTitled(site, subject)).toHaveLength(1);
    expect(await applicants()).toBe(before + 1);
    await queueIsEmpty(postfix);
  });

  it('two addresses of one alias make one entry, also where each is handed over for itself', async () => {
    const subject = 'Twice to support';
    const to = ['support@each.site.example', 'support+printers@each.site.example'];
    await newCustomer().write({ to, subject, text: 'To be sure.' });

    const states = (await arrived({ site }, subject, 2)).map(({ state }) => state);
    expect(states.sort()).toEqual(['delivered', 'ignored']);
    expect(await ticketsTitled(site, subject)).toHaveLength(1);
  });

  it('--refuse-unknown: the sender learns of an address that there is not; the others get the mail', async () => {
    const customer = newCustomer();
    const subject = 'One of two by pipe';
    const to = ['support@each.site.example', 'nobody@each.site.example'];
    await customer.write({ to, subject, text: 'To both of you.' });

    const [report] = await customer.mails(1);
    expect(report).toMatchObject({ subject: 'Undelivered Mail Returned to Sender', returnPath: '' });
    expect(report?.raw).toContain('Final-Recipient: rfc822; nobody@each.site.example');
    expect(report?.raw).toContain('Status: 5.1.1');
    expect(report?.raw.replace(/\s+/g, ' ')).toContain('is no address of this site');
    expect(report?.raw).not.toContain('Final-Recipient: rfc822; support@each.site.example');
    expect(await arrived({ site }, subject)).toMatchObject([
      { state: 'delivered', envelope: { recipients: ['support@each.site.example'] } },
    ]);
  });

  it('without it mail to nobody waits in quarantine, and nobody gets a report', async () => {
    const customer = newCustomer();
    const subject = 'To nobody by pipe';
    await customer.write({ to: 'nobody@site.example', subject, text: 'Is anybody there?' });

    expect(await arrived({ site }, subject)).toMatchObject([{ state: 'unroutable' }]);
    await queueIsEmpty(postfix);
    expect(await customer.mails(0)).toEqual([]);
  });

  it('an API token that is not valid any more: the mail waits at Postfix until it is replaced', async () => {
    const customer = newCustomer();
    const subject = 'With an old token';
    await postfix.deliverTo({ url: site.url, token: 'old-token' });
    await customer.write({ to: 'support@each.site.example', subject, text: 'Knock, knock.' });
    expect(await deferred(postfix, customer)).toEqual([
      expect.stringMatching(/answered 401.*MAIL_GATEWAY_TOKEN/),
    ]);

    await postfix.deliverTo({ url: site.url, token });
    await postfix.flush();

    await arrived({ site }, subject);
    expect(await ticketsTitled(site, subject)).toHaveLength(1);
  });

  it('while the site is down its mail waits at Postfix, and is delivered once when it is back', async () => {
    const customer = newCustomer();
    const subject = 'While you were out, by pipe';
    await site.stop({ keep: true });
    try {
      const to = ['support@site.example', 'nobody@each.site.example'];
      await customer.write({ to, subject, text: 'Nobody answers.' });
      const refused = expect.stringContaining('ECONNREFUSED');
      expect(await deferred(postfix, customer)).toEqual([refused, refused]);
      expect(await customer.mails(0)).toEqual([]);
    } finally {
      site = await startSite({ directory: site.directory });
      await postfix.deliverTo({ url: site.url, token });
    }
    await postfix.flush();

    const rows = await arrived({ site }, subject);
    expect(rows.map(({ state }) => state)).toEqual(['delivered']);
    expect(await ticketsTitled(site, subject)).toHaveLength(1);
    // The other address is refused only now, by the site itself.
    expect(await customer.mails(1)).toMatchObject([{ subject: 'Undelivered Mail Returned to Sender' }]);
    await queueIsEmpty(postfix);
    expect(await journalOf(site, subject)).toHaveLength(1);
  });
});
