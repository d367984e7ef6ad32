import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAlias, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';

const JOURNAL = 'plugin::mail-gateway.inbound-email';

let site: Site;

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
});
afterAll(() => site.stop());

/** A mail that failed at an alias because its content type had gone. */
const failedAt = async (alias: string): Promise<string> => {
  const to = `${alias}@site.example`;
  const row = await receive(site, rawMail({ to }), { recipients: [to] });
  expect(row.reason).toBe('content_type_missing');
  return row.documentId;
};

const like = async (documentId: string) => {
  const { status, body } = await site.admin('GET', `/mail-gateway/inbound-emails/${documentId}/like`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
};

describe('mails like another one', () => {
  it('ended for the same reason at the same alias, and can be replayed', async () => {
    const aliases = [await addAlias(site, 'support'), await addAlias(site, 'jobs')];
    await site.strapi.db.connection('mail_gateway_aliases').update({ content_type: 'api::gone.gone' });
    const first = await failedAt('support');
    const elsewhere = await failedAt('jobs');
    const second = await failedAt('support');
    const third = await failedAt('support');
    const gone = await failedAt('support');
    const rows = site.strapi.db.query(JOURNAL);
    await rows.update({ where: { documentId: gone }, data: { rawStored: false } });

    expect(await like(first)).toEqual({
      alias: aliases[0]?.documentId,
      documentIds: [third, second],
      hasMore: false,
    });
    expect(await like(elsewhere)).toEqual({
      alias: aliases[1]?.documentId,
      documentIds: [],
      hasMore: false,
    });
  });

  it('are none of a mail that ended at no alias', async () => {
    const { documentId } = await receive(site, rawMail({ to: 'nobody@site.example' }), {
      recipients: ['nobody@site.example'],
    });
    expect(await like(documentId)).toEqual({ alias: null, documentIds: [], hasMore: false });
    expect((await site.admin('GET', '/mail-gateway/inbound-emails/nothing/like')).status).toBe(404);
  });
});
