import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addAlias, setParameter } from '../../support/gateway';
import { mailActions, personWith } from '../../support/people';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';
import { startSmtpSink, type SmtpSink } from '../../support/smtp';

/** Whether the alias domain delivers addresses with a key, tried with a mail that leaves and comes back. */

const OUTBOUND = 'plugin::mail-gateway.outbound-email';
const INBOUND = 'plugin::mail-gateway.inbound-email';
const TESTS = '/mail-gateway/system-parameters/delimiter-tests';

let site: Site;
let sink: SmtpSink;

const start = (delimiter: string) => site.admin('POST', TESTS, { delimiter });

const begin = async (delimiter: string) => {
  const { status, body } = await start(delimiter);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
};

const find = async (documentId: string) => (await site.admin('GET', `${TESTS}/${documentId}`)).body.data;

const arrive = async (raw: string | Buffer, recipients: string[] = []) => {
  const { documentId } = await site.strapi
    .plugin('mail-gateway')
    .service('inbound')
    .receive(raw, { envelope: { recipients }, source: { type: 'imap', name: 'Support' } });
  return site.strapi.db.query(INBOUND).findOne({ where: { documentId } });
};

beforeAll(async () => {
  sink = await startSmtpSink();
  site = await startSite({
    env: { MAIL_GATEWAY_WORKER: 'true', MAIL_GATEWAY_ALLOWED_PORTS: String(sink.port) },
  });
  await addAlias(site, 'support');
});

afterAll(async () => {
  await site?.stop();
  await sink?.stop();
});

it('needs the alias domain first, and a sign', async () => {
  expect((await start('+')).body.error).toMatchObject({ code: 'no_domain' });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  expect((await start('none')).status).toBe(422);
});

describe('a test', () => {
  it('leaves from the outbox, and has arrived when it came in by any door, as nothing else', async () => {
    const saved = await site.admin('POST', '/mail-gateway/outgoing-servers', {
      ...{ name: 'Relay', host: '127.0.0.1', port: sink.port, encryption: 'none', authentication: 'none' },
    });
    expect(saved.status).toBe(201);
    // The sign in use is another one: it is tried before it is chosen.
    const { documentId, address, state } = await begin('-');
    expect(address).toMatch(/^catchall-[a-z2-7]{45}@site\.example$/);
    expect(state).toBe('waiting');
    await vi.waitFor(() => expect(sink.mails).toHaveLength(1), { timeout: 20_000 });
    const [caught] = sink.mails;
    expect(caught?.to).toEqual([address]);

    const mail = await arrive(caught?.raw ?? '');
    expect(mail).toMatchObject({ state: 'ignored', reason: 'probe_arrived', threadId: null });
    expect(await find(documentId)).toMatchObject({ state: 'arrived', door: 'Support', explanation: null });
    expect(await site.strapi.db.query('api::ticket.ticket').count()).toBe(0);
  });

  it('is known by the address alone, whatever a server on the way did to the mail', async () => {
    const { documentId, address } = await begin('+');
    const raw = rawMail({ from: 'Eve <eve@site.example>', to: 'support@site.example', body: 'Changed.' });
    const mail = await arrive(raw, [address.toUpperCase()]);
    expect(mail).toMatchObject({ state: 'ignored', reason: 'probe_arrived' });
    expect(await find(documentId)).toMatchObject({ state: 'arrived' });
  });

  it('is not what another one, or a reply key, stands for', async () => {
    const first = await begin('+');
    const second = await begin('+');
    await arrive(rawMail({ to: second.address }));
    expect(await find(first.documentId)).toMatchObject({ state: 'waiting' });
    expect(await find(second.documentId)).toMatchObject({ state: 'arrived' });
    const forged = await arrive(rawMail({ to: first.address.replace(/\+..../, '+aaaa') }));
    expect(forged.reason).not.toBe('probe_arrived');
  });

  it('is missing after ten minutes, and has failed where its mail was refused', async () => {
    const { documentId } = await begin('+');
    const change = (data: object) =>
      site.strapi.db.query(OUTBOUND).updateMany({ where: { contentId: documentId }, data });
    await change({ state: 'accepted', createdAt: new Date(Date.now() - 11 * 60_000) });
    expect(await find(documentId)).toMatchObject({ state: 'missing', sending: 'accepted' });
    const refused = { code: 'recipient_refused', values: { said: '550' }, message: 'No such user.' };
    await change({
      ...{ state: 'failed', explanation: 'No such user.', sentences: JSON.stringify([refused]) },
    });
    expect(await find(documentId)).toMatchObject({
      ...{ state: 'failed', explanation: 'No such user.', sentences: [refused] },
    });
    // A process of an older version writes the explanation alone.
    await change({ explanation: 'Mailbox full.' });
    expect(await find(documentId)).toMatchObject({ explanation: 'Mailbox full.', sentences: [] });
  });

  it('is kept, the last one of each sign, and says when it was about other addresses', async () => {
    const last = async (): Promise<object[]> => (await site.admin('GET', TESTS)).body.data;
    const plus = await begin('+');
    const minus = await begin('-');
    expect(await last()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          documentId: plus.documentId,
          delimiter: '+',
          state: 'waiting',
          outdated: false,
        }),
        expect.objectContaining({ documentId: minus.documentId, delimiter: '-', outdated: false }),
      ])
    );
    expect(await last()).toHaveLength(2);
    await setParameter(site, 'mail.catchall.alias', 'replies');
    expect(await find(plus.documentId)).toMatchObject({ outdated: true });
    await setParameter(site, 'mail.catchall.alias', 'catchall');
    // Once its mail has gone from the outbox, nothing is known of it.
    await site.strapi.db.query(OUTBOUND).deleteMany({ where: { contentId: minus.documentId } });
    expect(await last()).toMatchObject([{ documentId: plus.documentId, outdated: false }]);
  });

  it('is begun by who may change system parameters, and tells of no other mail', async () => {
    const vera = await personWith(site, 'Vera', mailActions('parameters.read'));
    const path = '/system-parameters/delimiter-tests';
    expect((await vera.call('POST', path, { delimiter: '+' })).status).toBe(403);
    const { documentId } = await begin('+');
    expect((await vera.call('GET', `${path}/${documentId}`)).status).toBe(200);

    await site.strapi
      .plugin('mail-gateway')
      .service('mail')
      .send({ to: 'mary@customer.example', subject: 'Secret', text: 'Secret' });
    const other = await site.strapi.db
      .query(OUTBOUND)
      .findOne({ where: { recipient: 'mary@customer.example' } });
    for (const id of [other.contentId, 'nonsense', 'a'.repeat(24)]) {
      expect((await vera.call('GET', `${path}/${id}`)).status, id).toBe(404);
    }
  });
});
