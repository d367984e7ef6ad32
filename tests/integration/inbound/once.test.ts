import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAlias, entries, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';

const TICKET = 'api::ticket.ticket';

let site: Site;

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  await addAlias(site, 'billing');
});

afterAll(() => site.stop());

beforeEach(async () => {
  await site.strapi.db.query(TICKET).deleteMany({});
});

describe('every effect of a mail happens once', () => {
  it('two recipients: the same bytes, handed over for each of them, become two entries', async () => {
    const raw = rawMail({ to: 'support@site.example, billing@site.example' });
    const first = await receive(site, raw, { recipients: ['support@site.example'] });
    const second = await receive(site, raw, { recipients: ['billing@site.example'] });

    expect([first.state, second.state]).toEqual(['delivered', 'delivered']);
    expect(await entries(site, TICKET)).toHaveLength(2);
  });

  it('two mailboxes: one mail that lies in both becomes one entry', async () => {
    const mail = { subject: 'In two mailboxes', messageId: '<two@customer.example>' };
    const first = await receive(
      site,
      rawMail({ ...mail, headers: ['Delivered-To: a@site.example'], body: 'Hello.' })
    );
    const second = await receive(
      site,
      rawMail({ ...mail, headers: ['Received: by mx2', 'Delivered-To: b@site.example'], body: 'Hello.' })
    );

    expect(first.state).toBe('delivered');
    expect([second.state, second.reason]).toEqual(['ignored', 'copy_of']);
    expect(second.explanation).toContain(first.documentId);
    expect(await entries(site, TICKET)).toHaveLength(1);
  });

  it('list copy: the direct copy and the one that a list changed become one entry', async () => {
    const mail = { messageId: '<listed@customer.example>', to: 'support@site.example' };
    const body = 'The heating in the second building has failed since this morning.';
    await receive(site, rawMail({ ...mail, subject: 'Heating', body }));
    const copy = await receive(
      site,
      rawMail({
        ...mail,
        subject: '[staff] Heating',
        headers: ['List-Id: <staff.lists.example>'],
        body: `${body}\r\n\r\n-- \r\nTo leave the list, write to leave@lists.example`,
      })
    );

    expect([copy.state, copy.reason]).toEqual(['ignored', 'copy_of']);
    expect(await entries(site, TICKET)).toHaveLength(1);
  });

  it('reused id: two different mails with one Message-ID and Date become two entries', async () => {
    const mail = { messageId: '<printer@scanner.example>' };
    await receive(
      site,
      rawMail({ ...mail, subject: 'Scan 1', body: 'The first scanned document is attached here.' })
    );
    const second = await receive(
      site,
      rawMail({ ...mail, subject: 'Scan 2', body: 'Something else entirely, from another day.' })
    );

    expect(second.state).toBe('delivered');
    expect(second.flags).toContain('message_id_reused');
    expect((await entries(site, TICKET)).map((ticket) => ticket.title)).toEqual(['Scan 1', 'Scan 2']);
  });

  it('lost 250: a mail that its sender hands over again becomes one entry', async () => {
    const raw = rawMail();
    await receive(site, raw, { recipients: ['support@site.example'] });
    const again = await receive(site, raw, { recipients: ['support@site.example'] });

    expect([again.state, again.reason]).toEqual(['ignored', 'copy_of']);
    expect(await entries(site, TICKET)).toHaveLength(1);
  });

  it('no Message-ID and no Date: different mails are all delivered, the same bytes once', async () => {
    const bare = (body: string) =>
      Buffer.from(`From: a@customer.example\r\nTo: support@site.example\r\nSubject: Bare\r\n\r\n${body}\r\n`);
    await receive(site, bare('one'));
    await receive(site, bare('two'));
    await receive(site, bare('two'));

    expect(await entries(site, TICKET)).toHaveLength(2);
  });

  it('the same mail handed over many times at once becomes one entry', async () => {
    const raw = rawMail();
    const all = await Promise.all(Array.from({ length: 8 }, () => receive(site, raw)));

    expect(all.filter(({ state }) => state === 'delivered')).toHaveLength(1);
    expect(all.filter(({ reason }) => reason === 'copy_of')).toHaveLength(7);
    expect(await entries(site, TICKET)).toHaveLength(1);
  });
});
