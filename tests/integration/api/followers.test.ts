import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addColleague, ofGateway, READ_ENTRIES, type Colleague } from '../../support/colleagues';
import { addAlias, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Answer, type Site } from '../../support/site';

const TICKET = 'api::ticket.ticket';
const READ_TICKETS = { action: READ_ENTRIES, subject: TICKET };

let site: Site;
let thread: string;
let reader: Colleague;
let head: Colleague;
let stranger: Colleague;

const at = (followerId?: string): string =>
  `/threads/${thread}/followers${followerId === undefined ? '' : `/${followerId}`}`;

const problem = ({ status, body }: Answer): [number, string] => [status, body.error.code];

const followers = async (): Promise<{ documentId: string; address: string; state: string }[]> =>
  (await site.admin('GET', `/mail-gateway/threads/${thread}`)).body.data.followers;

const own = async (who: Colleague) => (await who.call('GET', `/threads/${thread}`)).body.data.own;

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  thread = (await receive(site, rawMail())).threadId ?? '';
  reader = await addColleague(site, 'reader', [ofGateway('threads.read'), READ_TICKETS]);
  head = await addColleague(site, 'head', [
    ...['threads.read', 'threads.followers'].map(ofGateway),
    READ_TICKETS,
  ]);
  stranger = await addColleague(site, 'stranger', ['threads.read', 'threads.followers'].map(ofGateway));
});

afterAll(() => site.stop());

describe('following oneself', () => {
  it('needs no more than the right to read', async () => {
    expect(await own(reader)).toBeNull();
    const answer = await reader.call('POST', at(), { me: true });
    expect(answer.status).toBe(201);
    expect(answer.body.data).toEqual({
      documentId: expect.any(String),
      address: 'reader@site.example',
      name: 'Reader Editor',
      adminUser: reader.documentId,
      channel: 'inbox',
      state: 'active',
    });
    expect(await own(reader)).toEqual({ ...answer.body.data, unread: 0, lastReadAt: null });
    const again = await reader.call('POST', at(), { me: true });
    expect(again.body.data.documentId).toBe(answer.body.data.documentId);
  });

  it('lets one choose the channel, leave and come back', async () => {
    const { documentId } = await own(reader);
    const byMail = await reader.call('PUT', at(documentId), { channel: 'email' });
    expect([byMail.status, byMail.body.data.channel]).toEqual([200, 'email']);
    expect((await reader.call('POST', at(), { me: true, channel: 'inbox' })).body.data.channel).toBe('inbox');
    expect((await reader.call('PUT', at(documentId), { state: 'unfollowed' })).body.data.state).toBe(
      'unfollowed'
    );
    const back = await reader.call('POST', at(), { me: true, channel: 'email' });
    expect(back.body.data).toMatchObject({ state: 'active', channel: 'email' });
    expect(back.body.data.documentId).not.toBe(documentId);
  });

  it('is for those who may read the entry', async () => {
    expect(problem(await stranger.call('POST', at(), { me: true }))).toEqual([404, 'not_found']);
  });
});

describe('others who are to follow', () => {
  it('are added by whoever may change them', async () => {
    const lena = { address: 'Lena@partner.example', name: 'Lena' };
    expect(problem(await reader.call('POST', at(), lena))).toEqual([403, 'forbidden']);
    expect(problem(await reader.call('POST', at(), { adminUser: head.documentId }))).toEqual([
      403,
      'forbidden',
    ]);
    expect(problem(await stranger.call('POST', at(), lena))).toEqual([404, 'not_found']);
    const added = await head.call('POST', at(), lena);
    expect(added.body.data).toMatchObject({ ...lena, adminUser: null, channel: 'email', state: 'active' });
    const colleague = await head.call('POST', at(), { adminUser: head.documentId });
    expect(colleague.body.data).toMatchObject({ name: 'Head Editor', channel: 'inbox' });
  });

  it('must be allowed to read the entry where they are colleagues, also by their address', async () => {
    const answer = await head.call('POST', at(), { adminUser: stranger.documentId });
    expect(problem(answer)).toEqual([422, 'entry_not_readable']);
    expect(answer.body.error.message).toContain('Stranger Editor may not read this entry');
    const byAddress = await head.call('POST', at(), { address: 'Stranger@site.example' });
    expect(problem(byAddress)).toEqual([422, 'entry_not_readable']);
    expect(problem(await head.call('POST', at(), { adminUser: 'nobody' }))).toEqual([422, 'unknown_user']);
  });

  it('are no addresses of the site itself', async () => {
    for (const address of ['support@site.example', 'Support+x@site.example', 'catchall@site.example']) {
      const answer = await head.call('POST', at(), { address });
      expect(problem(answer), address).toEqual([422, 'own_address']);
      expect(answer.body.error.details.issues[0].path).toBe('address');
    }
    expect(problem(await head.call('POST', at(), { address: 'no address' }))).toEqual([422, 'invalid']);
    expect(problem(await head.call('POST', at(), {}))).toEqual([422, 'invalid']);
  });

  it('are changed by whoever may, within their conversation', async () => {
    const lena = (await followers()).find(({ address }) => address === 'Lena@partner.example');
    const place = at(lena?.documentId);
    expect(problem(await reader.call('PUT', place, { state: 'unfollowed' }))).toEqual([403, 'forbidden']);
    expect(problem(await head.call('PUT', place, { channel: 'inbox' }))).toEqual([422, 'no_inbox']);
    expect(problem(await head.call('PUT', place, {}))).toEqual([422, 'invalid']);
    const { threadId } = await receive(site, rawMail());
    const elsewhere = `/threads/${threadId}/followers/${lena?.documentId}`;
    expect(problem(await head.call('PUT', elsewhere, { state: 'blocked' }))).toEqual([404, 'not_found']);
    expect((await head.call('PUT', place, { state: 'unfollowed' })).body.data.state).toBe('unfollowed');
  });
});

describe('a block', () => {
  it('stays until it is lifted', async () => {
    const added = await head.call('POST', at(), { address: 'lena@partner.example' });
    const place = at(added.body.data.documentId);
    expect((await head.call('PUT', place, { state: 'blocked' })).body.data.state).toBe('blocked');
    const refused = await head.call('POST', at(), { address: 'LENA@partner.example' });
    expect(problem(refused)).toEqual([409, 'follower_blocked']);
    expect(refused.body.error.message).toContain('Lift the block first');
    expect((await head.call('PUT', place, { state: 'unfollowed' })).body.data.state).toBe('unfollowed');
    expect((await head.call('POST', at(), { address: 'lena@partner.example' })).status).toBe(201);
  });

  it('is not lifted by the one who is blocked', async () => {
    const { documentId } = await own(reader);
    expect(problem(await reader.call('PUT', at(documentId), { state: 'blocked' }))).toEqual([
      403,
      'forbidden',
    ]);
    await head.call('PUT', at(documentId), { state: 'blocked' });
    expect(problem(await reader.call('PUT', at(documentId), { state: 'unfollowed' }))).toEqual([
      403,
      'forbidden',
    ]);
    expect(problem(await reader.call('POST', at(), { me: true }))).toEqual([409, 'follower_blocked']);
    expect((await own(reader)).state).toBe('blocked');
  });
});

describe('colleagues to choose from', () => {
  const find = (who: Colleague, q: string) =>
    who.call('GET', `/threads/followers/candidates?q=${encodeURIComponent(q)}`);

  it('are found by parts of their names, with few facts, by whoever may add them', async () => {
    const { body } = await find(head, 'strang editor');
    expect(body.data).toEqual([
      { documentId: stranger.documentId, name: 'Stranger Editor', address: 'stranger@site.example' },
    ]);
    expect((await find(head, '')).body.data.length).toBe(4);
    expect((await find(head, '%')).body.data).toEqual([]);
    expect((await find(reader, '')).status).toBe(403);
  });
});
