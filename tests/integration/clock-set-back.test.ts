import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addAlias, journal, receive, setParameter } from '../support/gateway';
import { rawMail } from '../support/raw-mail';
import { startSite, type Site } from '../support/site';
import { startSmtpSink, type SmtpSink } from '../support/smtp';

/**
 * The clock of the database was a day ahead and is right again: everything that was put off, claimed or leased in the
 * meantime lies a day ahead, and goes on as if it did not.
 */

const DAY = 86_400_000;
const OUTBOUND = 'plugin::mail-gateway.outbound-email';

let site: Site;
let sink: SmtpSink;

const table = (name: string) => site.strapi.db.connection(`mail_gateway_${name}`);

const tomorrow = (): Date => new Date(Date.now() + DAY);

const until = <T>(work: () => Promise<T>): Promise<T> => vi.waitFor(work, { timeout: 30_000, interval: 100 });

const outbound = (documentId: string) => site.strapi.db.query(OUTBOUND).findOne({ where: { documentId } });

const send = async (): Promise<string> => {
  const mail = site.strapi.plugin('mail-gateway').service('mail');
  const to = 'mary@customer.example';
  const { documentIds } = await mail.send({ from: 'a@site.example', to, subject: 'Hello', text: 'Hello.' });
  return documentIds[0];
};

beforeAll(async () => {
  sink = await startSmtpSink();
  site = await startSite({
    env: { MAIL_GATEWAY_WORKER: 'true', MAIL_GATEWAY_ALLOWED_PORTS: String(sink.port) },
  });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
});

afterAll(async () => {
  await site.stop();
  await sink.stop();
});

describe('when the clock is set back by a day', () => {
  it('mail that waits is taken up, queued mail leaves, and scheduled actions run', async () => {
    const waits = await receive(site, rawMail({ to: 'nobody@site.example' }));
    const claimed = await receive(site, rawMail({ to: 'nobody@site.example' }));
    // There is no outgoing server yet: these stay.
    const queued = await send();
    const sending = await send();
    await addAlias(site, 'nobody');
    const server = await site.admin('POST', '/mail-gateway/outgoing-servers', {
      ...{ name: 'Relay', host: '127.0.0.1', port: sink.port, encryption: 'none', authentication: 'none' },
    });
    expect(server.status).toBeLessThan(300);

    await table('leases').update({ owner: 'gone', expires_at: Date.now() + DAY });
    await table('inbound_emails')
      .where({ document_id: waits.documentId })
      .update({ state: 'received', next_attempt_at: tomorrow() });
    await table('inbound_emails')
      .where({ document_id: claimed.documentId })
      .update({ state: 'received', locked_by: 'gone', locked_until: Date.now() + DAY });
    await table('outgoing_servers').update({ paused_until: tomorrow() });
    const ahead = { next_attempt_at: tomorrow(), updated_at: tomorrow() };
    await table('outbound_emails')
      .where({ document_id: queued })
      .update({ state: 'queued', ...ahead });
    await table('outbound_emails')
      .where({ document_id: sending })
      .update({ state: 'sending', locked_by: 'gone', locked_until: Date.now() + DAY });
    await table('scheduled_actions').update({ next_run_at: Date.now() + DAY });

    for (const { documentId } of [waits, claimed])
      await until(async () => expect((await journal(site, documentId)).state).toBe('delivered'));
    await until(async () => expect((await outbound(queued)).state).toBe('accepted'));
    // Its process may have been ended by it: it is tried again in a minute.
    await until(async () => expect(await outbound(sending)).toMatchObject({ state: 'queued', attempts: 1 }));
    for (const action of await table('scheduled_actions').select()) {
      expect(Number(action.next_run_at)).toBeLessThanOrEqual(Date.now() + action.interval_minutes * 60_000);
    }
    expect(sink.mails).toHaveLength(1);
  });
});
