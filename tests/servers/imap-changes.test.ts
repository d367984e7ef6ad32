import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasDovecot, startDovecot, type Dovecot } from '../support/dovecot';
import { addAlias, entries, setParameter } from '../support/gateway';
import { rawMail } from '../support/raw-mail';
import { startSite, type Site } from '../support/site';

/** A folder of a real Dovecot that changes while a real site reads it: every mail becomes one ticket. */

const COUNT = 60;

describe.skipIf(!hasDovecot())('a mailbox that changes in the middle of a run', () => {
  let dovecot: Dovecot;
  let site: Site;
  let remove: () => void = () => undefined;

  const post = async (path: string, body?: unknown) => {
    const answer = await site.admin('POST', `/mail-gateway${path}`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body.data;
  };

  const mail = (user: string, number: number): Buffer =>
    rawMail({ subject: `${user} ${number}`, messageId: `<${user}.${number}@customer.example>` });

  const numbers = (from: number, to: number): number[] =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);

  const mailboxOf = async (user: string): Promise<string> => {
    await dovecot.deliver(
      user,
      numbers(1, COUNT).map((number) => mail(user, number))
    );
    const { documentId } = await post('/incoming-servers', {
      ...{ name: user, protocol: 'imap', host: '127.0.0.1', port: dovecot.ports.imap, encryption: 'none' },
      ...{ username: user, password: dovecot.password, startFrom: 'all' },
    });
    expect(await post(`/incoming-servers/${documentId}/confirm`)).toMatchObject({
      ok: true,
      willImport: COUNT,
    });
    return documentId;
  };

  /** Once, when the first mails are stored and the others are not. */
  const inTheMiddle = (change: () => Promise<unknown>): void => {
    let done = false;
    remove = site.strapi
      .plugin('mail-gateway')
      .service('hooks')
      .use('inbound.deliver', async (_context: object, next: () => Promise<void>) => {
        if (!done) {
          done = true;
          await change();
        }
        await next();
      });
  };

  const ticketsOf = async (user: string): Promise<string[]> =>
    (await entries(site, 'api::ticket.ticket'))
      .map(({ title }) => String(title))
      .filter((title) => title.startsWith(`${user} `))
      .sort();

  const titles = (user: string, of: readonly number[]): string[] =>
    of.map((number) => `${user} ${number}`).sort();

  const healthy = async (documentId: string): Promise<void> => {
    const { body } = await site.admin('GET', `/mail-gateway/incoming-servers/${documentId}`);
    expect(body.data).toMatchObject({ errorCode: null, errorMessage: null });
    const waiting = await site.strapi.db
      .query('plugin::mail-gateway.inbound-email')
      .count({ where: { state: 'received' } });
    expect(waiting).toBe(0);
  };

  beforeAll(async () => {
    dovecot = await startDovecot();
    site = await startSite({ env: { MAIL_GATEWAY_ALLOWED_PORTS: String(dovecot.ports.imap) } });
    await setParameter(site, 'mail.catchall.domain', 'site.example');
    await setParameter(site, 'mail.gateway.loop.threshold', 0);
    await addAlias(site, 'support');
  });

  afterEach(() => remove());

  afterAll(async () => {
    await site?.stop();
    await dovecot?.stop();
  });

  it('renumbered (another UIDVALIDITY): the next run reads it anew, and knows what it has by its content', async () => {
    const documentId = await mailboxOf('renumbered');
    inTheMiddle(() =>
      dovecot.doveadm('mailbox', 'update', '-u', 'renumbered', '--uid-validity', '4711', 'INBOX')
    );
    await post(`/incoming-servers/${documentId}/fetch`);
    await dovecot.deliver('renumbered', [mail('renumbered', COUNT + 1)]);
    await post(`/incoming-servers/${documentId}/fetch`);

    expect(await post(`/incoming-servers/${documentId}/fetch`)).toMatchObject({
      outcome: 'fetched',
      stored: 0,
    });
    expect(await ticketsOf('renumbered')).toEqual(titles('renumbered', numbers(1, COUNT + 1)));
    const copies = await site.strapi.db
      .query('plugin::mail-gateway.inbound-email')
      .findMany({ where: { reason: 'copy_of' } });
    expect(copies.length).toBeGreaterThan(0);
    await healthy(documentId);
  });

  it('emptied at its end and filled by new mail: what is still there comes in, once', async () => {
    const documentId = await mailboxOf('emptied');
    inTheMiddle(async () => {
      await dovecot.doveadm('expunge', '-u', 'emptied', 'mailbox', 'INBOX', 'uid', `${COUNT - 1}:${COUNT}`);
      await dovecot.deliver(
        'emptied',
        numbers(COUNT + 1, COUNT + 5).map((number) => mail('emptied', number))
      );
    });
    await post(`/incoming-servers/${documentId}/fetch`);
    remove();

    expect(await post(`/incoming-servers/${documentId}/fetch`)).toMatchObject({ outcome: 'fetched' });
    expect(await post(`/incoming-servers/${documentId}/fetch`)).toMatchObject({
      outcome: 'fetched',
      stored: 0,
    });
    const made = await ticketsOf('emptied');
    expect(new Set(made).size).toBe(made.length);
    expect(made).toEqual(
      expect.arrayContaining(titles('emptied', [...numbers(1, COUNT - 2), ...numbers(COUNT + 1, COUNT + 5)]))
    );
    await healthy(documentId);
  });
});
