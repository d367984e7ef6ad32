import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createJournalStates } from '../../../server/src/inbound/journal';
import { createDatabase } from '../../../server/src/storage';
import { addAlias, entries, journal, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';

const TICKET = 'api::ticket.ticket';
const JOURNAL = 'plugin::mail-gateway.inbound-email';

let site: Site;

const replay = (documentId: string) =>
  site.admin('POST', `/mail-gateway/inbound-emails/${documentId}/replay`);

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  await addAlias(site, 'billing');
});

afterAll(() => site.stop());

afterEach(() => setParameter(site, 'mail.gateway.loop.threshold', 20));

describe('what a person finds in quarantine', () => {
  it('a mail of which bytes are missing is no empty entry: it fails and says so', async () => {
    const mail = await receive(site, rawMail({ to: 'nobody@site.example' }), {
      recipients: ['nobody@site.example'],
    });
    await addAlias(site, 'nobody');
    await site.strapi.db.connection('mail_gateway_chunks').where({ owner: mail.documentId }).delete();
    const before = await entries(site, TICKET);
    const again = await replay(mail.documentId);

    expect(again.body.data).toMatchObject({ state: 'failed', reason: 'raw_missing' });
    expect(await entries(site, TICKET)).toHaveLength(before.length);
  });

  it('a target that was held back beside a delivered one can still be delivered', async () => {
    await setParameter(site, 'mail.gateway.loop.threshold', 1);
    const from = 'robot@shop.example';
    await receive(site, rawMail({ from, to: 'billing@site.example' }));
    const both = await receive(site, rawMail({ from, to: 'support@site.example, billing@site.example' }));
    expect(both.state).toBe('delivered');
    const before = await entries(site, TICKET);

    await setParameter(site, 'mail.gateway.loop.threshold', 0);
    const again = await replay(both.documentId);

    expect(again.body.data.state).toBe('delivered');
    expect(await entries(site, TICKET)).toHaveLength(before.length + 1);
    expect((await replay(both.documentId)).status).toBe(409);
  });

  it('a mail whose bytes were never fetched keeps its reason when somebody tries to replay it', async () => {
    const mail = await receive(site, rawMail());
    await site.strapi.db.query(JOURNAL).update({
      where: { documentId: mail.documentId },
      data: { state: 'failed', reason: 'too_large', rawStored: false },
    });

    expect((await replay(mail.documentId)).status).toBe(409);
    expect(await journal(site, mail.documentId)).toMatchObject({ state: 'failed', reason: 'too_large' });
  });

  it('a source that broke before anybody read it is refused, and neither hangs nor ends the process', async () => {
    const broken = new Readable({ read() {} });
    broken.on('error', () => undefined);
    broken.destroy(new Error('connection lost'));
    await new Promise((resolve) => setImmediate(resolve));

    const inbound = site.strapi.plugin('mail-gateway').service('inbound');
    await expect(inbound.receive(broken)).rejects.toThrow();
  });
});

describe('after crashes', () => {
  it('mails that were begun least often come first: each crash costs another one an attempt', async () => {
    const attempts = [2, 0, 1, 0];
    const ids: string[] = [];
    for (const count of attempts) {
      const { documentId } = await receive(site, rawMail());
      ids.push(documentId);
      await site.strapi.db
        .query(JOURNAL)
        .update({ where: { documentId }, data: { state: 'received', attempts: count } });
    }
    const database = createDatabase({ strapi: site.strapi });
    const states = createJournalStates({
      ...{ strapi: site.strapi, database, takeOverMs: 30_000 },
      onState: () => undefined,
    });

    const due = (await states.due(10)).map(({ documentId }) => documentId);
    expect(due).toEqual([ids[1], ids[3], ids[2], ids[0]]);
  });
});
