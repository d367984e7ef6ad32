import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAddresses, type Addresses } from '../../../server/src/addresses';
import { revalidateAliases } from '../../../server/src/api';
import { createParameters } from '../../../server/src/parameters';
import { createDatabase } from '../../../server/src/storage';
import { startSite, type Answer, type Site } from '../../support/site';

let site: Site;

/** The look-up of recipients on the site's database, without the cache of the running plugin. */
const addressesOf = ({ strapi }: Site): Addresses => {
  const database = createDatabase({ strapi });
  const addresses: Addresses = createAddresses({
    strapi,
    database,
    domains: () => parameters.aliasDomains({ fresh: true }),
  });
  const parameters = createParameters({ strapi, database, addresses });
  return addresses;
};

const api = (method: string, path: string, body?: unknown): Promise<Answer> =>
  site.admin(method, `/mail-gateway${path}`, body);

const created = async (
  path: string,
  body: unknown
): Promise<Record<string, unknown> & { documentId: string }> => {
  const answer = await api('POST', path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.data;
};

const setParameter = (key: string, value: unknown) => api('PUT', `/system-parameters/${key}`, { value });

/** Status, code and sentence of a refusal. */
const refusal = ({ status, body }: Answer): unknown[] => [status, body.error?.code, body.error?.message];

beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.stop());

describe('outgoing servers', () => {
  it('are created with the usual port, listed by priority, changed and deleted', async () => {
    expect((await api('GET', '/site')).body.data.state).toBe('unclaimed');
    const second = await created('/outgoing-servers', {
      name: 'Second',
      host: 'smtp.example.com',
      username: 'a',
    });
    expect(second).toMatchObject({
      port: 587,
      encryption: 'starttls',
      priority: 10,
      state: 'untested',
      hasSecret: false,
    });
    const first = await created('/outgoing-servers', {
      name: 'First',
      host: 'relay.example.com',
      encryption: 'none',
      authentication: 'none',
      priority: 1,
      fromFilter: 'a@site.example\nexample.org',
    });
    // Saving a server that sends is enough for a copy of this database to be recognised.
    expect((await api('GET', '/site')).body.data.state).toBe('own');
    expect(first).toMatchObject({ port: 25, fromFilter: 'a@site.example, example.org' });

    const list = await api('GET', '/outgoing-servers');
    expect(list.body.data.map((row: { name: string }) => row.name)).toEqual(['First', 'Second']);
    expect(list.body.meta.pagination).toEqual({ page: 1, pageSize: 25, pageCount: 1, total: 2 });

    const changed = await api('PUT', `/outgoing-servers/${second.documentId}`, { priority: 0, heloName: '' });
    expect(changed.body.data).toMatchObject({ name: 'Second', priority: 0, port: 587, heloName: null });

    expect((await api('DELETE', `/outgoing-servers/${second.documentId}`)).status).toBe(200);
    expect((await api('GET', `/outgoing-servers/${second.documentId}`)).status).toBe(404);
    expect((await api('DELETE', `/outgoing-servers/${second.documentId}`)).status).toBe(404);
  });

  it('refuse what does not fit, with a path and a sentence', async () => {
    const answer = await api('POST', '/outgoing-servers', {
      name: 'X',
      host: 'https://x',
      port: 0,
      colour: 'red',
    });
    expect(answer.status).toBe(422);
    expect(answer.body.error.details.issues.map((issue: { path: string }) => issue.path)).toEqual([
      'host',
      'port',
      '',
    ]);
    expect((await api('GET', '/outgoing-servers?page=0')).status).toBe(400);
    const login = await api('POST', '/outgoing-servers', { name: 'X', host: 'x.example' });
    expect(refusal(login)).toEqual([422, 'invalid', expect.stringMatching(/user name is missing/)]);
  });

  it('keep how their last test ended, and whether it was about what is saved now', async () => {
    const { documentId, ...fresh } = await created('/outgoing-servers', {
      ...{ name: 'Tested', host: '127.0.0.1', port: 587, encryption: 'none', authentication: 'none' },
    });
    expect(fresh).toMatchObject({ lastTestedAt: null, testErrorCode: null, testOutdated: false });
    const test = await api('POST', `/outgoing-servers/${documentId}/test`, {});
    const { code, message } = test.body.data.failure;
    const kept = async () => (await api('GET', `/outgoing-servers/${documentId}`)).body.data;
    const found = {
      testErrorCode: code,
      testErrorMessage: expect.stringContaining(message),
      lastTestedAt: expect.any(String),
    };
    expect(await kept()).toMatchObject({ ...found, state: 'failing', testOutdated: false });
    // Saved again, it counts as untested; what the test said of these very settings is still true.
    await api('PUT', `/outgoing-servers/${documentId}`, { priority: 3 });
    expect(await kept()).toMatchObject({ ...found, state: 'untested', testOutdated: false });
    await api('PUT', `/outgoing-servers/${documentId}`, { port: 25 });
    expect(await kept()).toMatchObject({ ...found, testOutdated: true });
    expect(await kept()).not.toHaveProperty('testedSettings');
    await api('DELETE', `/outgoing-servers/${documentId}`);
  });

  it('fire none of the site’s entry events', async () => {
    const events: string[] = [];
    const stop = site.strapi.eventHub.subscribe(async (name) => {
      events.push(name);
    });
    const { documentId } = await created('/outgoing-servers', {
      name: 'Quiet',
      host: 'x.example',
      username: 'a',
    });
    await api('PUT', `/outgoing-servers/${documentId}`, { name: 'Quieter' });
    await api('DELETE', `/outgoing-servers/${documentId}`);
    stop();
    expect(events.filter((name) => name.startsWith('entry.'))).toEqual([]);
  });
});

describe('incoming servers', () => {
  const mailbox = { name: 'Support', host: 'imap.example.com', username: 'support@example.com' };

  it('have the defaults of an IMAP account and start as drafts', async () => {
    expect(await created('/incoming-servers', mailbox)).toMatchObject({
      protocol: 'imap',
      port: 993,
      encryption: 'tls',
      folder: 'INBOX',
      afterFetch: 'leave',
      startFrom: 'unseen',
      state: 'draft',
      active: true,
      failures: 0,
      maxMessageSize: null,
    });
  });

  it('refuse a second row for one folder of one account, in any spelling', async () => {
    const second = { ...mailbox, name: 'Again', host: 'IMAP.example.com.', folder: 'inbox' };
    expect(refusal(await api('POST', '/incoming-servers', second))).toEqual([
      409,
      'account_taken',
      expect.stringMatching(/"Support" already reads this folder/),
    ]);
    const other = await created('/incoming-servers', { ...second, folder: 'Orders' });
    expect((await api('PUT', `/incoming-servers/${other.documentId}`, { folder: 'INBOX' })).status).toBe(409);
  });

  it('refuse it also when both are saved at the same moment', async () => {
    const twice = { ...mailbox, username: 'race@example.com' };
    const answers = await Promise.all([1, 2, 3].map(() => api('POST', '/incoming-servers', twice)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
  });

  it('resume when they are saved, and are confirmed anew when they read something else', async () => {
    const { documentId } = await created('/incoming-servers', { ...mailbox, username: 'resume@example.com' });
    const fail = () =>
      site.strapi.db.query('plugin::mail-gateway.incoming-server').update({
        where: { documentId },
        data: {
          state: 'confirmed',
          failures: 7,
          nextAttemptAt: new Date(Date.now() + 3_600_000),
          errorMessage: 'no',
        },
      });
    await fail();
    const resumed = await api('PUT', `/incoming-servers/${documentId}`, { password: 'mended' });
    expect(resumed.body.data).toMatchObject({
      state: 'confirmed',
      failures: 0,
      nextAttemptAt: null,
      errorMessage: null,
    });
    await fail();
    const moved = await api('PUT', `/incoming-servers/${documentId}`, { folder: 'Other' });
    expect(moved.body.data).toMatchObject({ state: 'draft', failures: 0 });
  });

  it('refuse to move mail without a folder, and content types that mail must not become', async () => {
    const move = await api('POST', '/incoming-servers', { ...mailbox, username: 'm', afterFetch: 'move' });
    expect(refusal(move)).toEqual([422, 'invalid', expect.stringMatching(/folder to move to is missing/)]);
    for (const fallbackContentType of ['api::nothing.nothing', 'admin::user', 'plugin::mail-gateway.alias']) {
      const answer = await api('POST', '/incoming-servers', {
        ...mailbox,
        username: 'f',
        fallbackContentType,
      });
      expect(refusal(answer)).toEqual([
        422,
        'content_type_unknown',
        expect.stringMatching(/api::ticket\.ticket/),
      ]);
    }
  });

  it('say what went wrong when a mailbox cannot be confirmed', async () => {
    const { documentId } = await created('/incoming-servers', {
      ...mailbox,
      host: '127.0.0.1',
      port: 143,
      encryption: 'none',
      username: 'confirm',
      password: 'hunter2',
    });
    const answer = await api('POST', `/incoming-servers/${documentId}/confirm`);
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject({ ok: false, willImport: null });
    expect(answer.body.data.failure).toMatchObject({
      message: expect.any(String),
      advice: expect.any(String),
    });
    const kept = async () => (await api('GET', `/incoming-servers/${documentId}`)).body.data;
    const { code, message } = answer.body.data.failure;
    expect(await kept()).toMatchObject({
      state: 'draft',
      testErrorCode: code,
      testErrorMessage: expect.stringContaining(message),
      lastTestedAt: expect.any(String),
      testOutdated: false,
    });
    // A name changes nothing about what was tried; a port and a password do.
    const change = (changes: object) => api('PUT', `/incoming-servers/${documentId}`, changes);
    await change({ name: 'Renamed' });
    expect((await kept()).testOutdated).toBe(false);
    await change({ folder: 'Other' });
    expect(await kept()).toMatchObject({ testErrorCode: code, testOutdated: true });
    await change({ folder: 'INBOX' });
    expect((await kept()).testOutdated).toBe(false);
    await change({ password: 'hunter3' });
    expect((await kept()).testOutdated).toBe(true);
  });
});

describe('aliases', () => {
  it('start with a mapping proposed from the content type', async () => {
    const proposal = await api('GET', '/aliases/proposal?contentType=api::ticket.ticket');
    expect(proposal.body.data.mapping).toMatchObject({ title: 'subject', email: 'from.address' });
    const alias = await created('/aliases', { name: 'Support', contentType: 'api::ticket.ticket' });
    expect(alias).toMatchObject({
      name: 'support',
      domain: null,
      address: 'support',
      mapping: proposal.body.data.mapping,
      validity: 'valid',
      active: true,
    });
  });

  it('refuse a mapping that does not fit, attribute by attribute', async () => {
    const answer = await api('POST', '/aliases', {
      name: 'broken',
      contentType: 'api::ticket.ticket',
      mapping: { title: 'subject', colour: 'subject', attachments: 'subject' },
    });
    expect(refusal(answer).slice(0, 2)).toEqual([422, 'mapping_invalid']);
    expect(answer.body.error.details.issues.map((issue: { path: string }) => issue.path).sort()).toEqual([
      'mapping.attachments',
      'mapping.colour',
    ]);
    const locale = await api('POST', '/aliases', {
      name: 'de',
      contentType: 'api::ticket.ticket',
      entryLocale: 'de',
    });
    expect(refusal(locale)[2]).toMatch(/not localised/);
    expect((await api('GET', '/aliases/proposal?contentType=api::no.no')).status).toBe(422);
  });

  it('have names of their own, across aliases, catchall, bounce and default sender', async () => {
    const taken = async (name: string): Promise<unknown> =>
      refusal(await api('POST', '/aliases', { name, contentType: 'api::ticket.ticket' }))[2];
    expect(await taken('SUPPORT')).toMatch(/taken by the alias "support" for api::ticket\.ticket/);
    const again = await api('POST', '/aliases', { name: 'support', contentType: 'api::ticket.ticket' });
    expect(again.body.error.details.issues).toMatchObject([{ path: 'name', message: expect.any(String) }]);
    expect(await taken('catchall')).toMatch(
      /taken by the catchall mailbox \(system parameter mail\.catchall\.alias\)/
    );
    expect(await taken('bounce')).toMatch(/taken by the bounce mailbox/);
    expect(await taken('notifications')).toMatch(/taken by the default sender/);
    expect(refusal(await setParameter('mail.catchall.alias', 'support'))).toEqual([
      409,
      'address_taken',
      expect.stringMatching(/mail\.catchall\.alias cannot be "support".*taken by the alias "support"/),
    ]);
    expect((await api('GET', '/aliases')).body.data).toHaveLength(1);
  });

  it('can be saved twice at the same moment only once', async () => {
    const race = { name: 'race', contentType: 'api::ticket.ticket' };
    const answers = await Promise.all([1, 2, 3].map(() => api('POST', '/aliases', race)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
  });

  it('give their name back when they are renamed or deleted', async () => {
    const alias = await created('/aliases', { name: 'first', contentType: 'api::ticket.ticket' });
    expect((await api('PUT', `/aliases/${alias.documentId}`, { name: 'second' })).body.data.name).toBe(
      'second'
    );
    await created('/aliases', { name: 'first', contentType: 'api::ticket.ticket' });
    await api('DELETE', `/aliases/${alias.documentId}`);
    await created('/aliases', { name: 'second', contentType: 'api::applicant.applicant' });
  });
});

describe('an alias that two people change at once', () => {
  it('is reached by the name and domain that its row ends up with', async () => {
    const find = async (address: string) => [...(await addressesOf(site).find([address])).values()][0];
    for (const round of [1, 2, 3]) {
      const { documentId } = await created('/aliases', {
        name: `shared${round}`,
        contentType: 'api::ticket.ticket',
      });
      const answers = await Promise.all([
        api('PUT', `/aliases/${documentId}`, { name: `renamed${round}` }),
        api('PUT', `/aliases/${documentId}`, { domain: 'moved.example' }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect((await api('GET', `/aliases/${documentId}`)).body.data).toMatchObject({
        name: `renamed${round}`,
        domain: 'moved.example',
      });
      expect(await find(`renamed${round}@moved.example`)).toEqual({ kind: 'alias', owner: documentId });
      expect(await find(`shared${round}@moved.example`)).toBeUndefined();
      await api('DELETE', `/aliases/${documentId}`);
      expect(await find(`renamed${round}@moved.example`)).toBeUndefined();
    }
  });
});

describe('text that PostgreSQL refuses', () => {
  it('is refused with a sentence, in bodies, queries and paths', async () => {
    expect(refusal(await setParameter('my.own.key', 'a\0b'))).toEqual([
      422,
      'invalid',
      expect.stringMatching(/value: .*cannot be stored/),
    ]);
    const alias = { name: 'nul', contentType: 'api::ticket.ticket', defaults: { description: 'a\0' } };
    expect((await api('POST', '/aliases', alias)).status).toBe(422);
    expect((await api('GET', '/inbound-emails?q=%00')).status).toBe(400);
    expect((await api('GET', '/outbound-emails?q=a%00')).status).toBe(400);
    expect((await api('GET', '/aliases/a%00b')).status).toBe(404);
    expect((await api('DELETE', '/system-parameters/a%00b')).status).toBe(404);
  });

  it('is refused by the service that the site’s own code calls', async () => {
    const parameters = site.strapi.plugin('mail-gateway').service('parameters');
    await expect(parameters.set('my.own.key', 'a\0b')).rejects.toThrow(/my\.own\.key: .*cannot be stored/);
  });
});

describe('an alias whose content type has gone', () => {
  it('is marked at the next start, can still be switched off, and is mended by another type', async () => {
    const { documentId } = await created('/aliases', { name: 'old', contentType: 'api::ticket.ticket' });
    await site.strapi.db
      .query('plugin::mail-gateway.alias')
      .update({ where: { documentId }, data: { contentType: 'api::gone.gone' } });
    expect(await revalidateAliases({ strapi: site.strapi })).toEqual(['old']);
    expect((await api('GET', `/aliases/${documentId}`)).body.data).toMatchObject({
      validity: 'invalid',
      validityMessage: expect.stringMatching(/"api::gone\.gone" is no content type that mail can become/),
      validitySentences: [
        expect.objectContaining({ code: 'content_type_unknown', values: { contentType: 'api::gone.gone' } }),
      ],
    });
    expect((await api('PUT', `/aliases/${documentId}`, { active: false })).status).toBe(200);
    const mended = await api('PUT', `/aliases/${documentId}`, { contentType: 'api::applicant.applicant' });
    expect(mended.body.data).toMatchObject({ validity: 'valid', mapping: { email: 'from.address' } });
    expect(await revalidateAliases({ strapi: site.strapi })).toEqual([]);
  });
});

describe('system parameters', () => {
  it('show every known key with its default, and keep the developer’s own', async () => {
    await setParameter('my.own.key', 'something');
    const { data } = (await api('GET', '/system-parameters')).body;
    const byKey = new Map<string, object>(data.map((row: { key: string }) => [row.key, row]));
    expect(byKey.get('mail.bounce.alias')).toMatchObject({ value: 'bounce', stored: false, known: true });
    expect(byKey.get('my.own.key')).toMatchObject({ value: 'something', stored: true, known: false });
    expect((await api('DELETE', '/system-parameters/my.own.key')).status).toBe(200);
    expect((await api('DELETE', '/system-parameters/my.own.key')).status).toBe(404);
  });

  it('are validated, naming key, value and what is expected', async () => {
    expect(refusal(await setParameter('mail.gateway.loop.minutes', 'soon'))).toEqual([
      422,
      'invalid_parameter',
      'mail.gateway.loop.minutes cannot be "soon": expected a whole number between 1 and 10080.',
    ]);
    expect(refusal(await setParameter('mass_mailing.mail_server_id', 'gone'))[2]).toMatch(
      /there is none|none has/i
    );
    expect((await setParameter('mail.gateway.loop.minutes', 60)).body.data).toMatchObject({
      value: '60',
      stored: true,
    });
    const unset = await api('DELETE', '/system-parameters/mail.gateway.loop.minutes');
    expect(unset.body.data).toMatchObject({ value: '120', stored: false });
  });

  it('claim the name that is stored, when it is set and unset at once', async () => {
    const path = '/system-parameters/mail.bounce.alias';
    for (const name of ['returns', 'errors', 'failures']) {
      await Promise.all([setParameter('mail.bounce.alias', name), api('DELETE', path)]);
      const { data } = (await api('GET', '/system-parameters')).body;
      const { value } = data.find((row: { key: string }) => row.key === 'mail.bounce.alias');
      for (const candidate of [name, 'bounce']) {
        const [holder] = (await addressesOf(site).find([`${candidate}@any.example`])).values();
        expect(holder?.kind, candidate).toBe(candidate === value ? 'bounce' : undefined);
      }
    }
    expect((await api('DELETE', path)).body.data).toMatchObject({ value: 'bounce', stored: false });
  });

  it('move every name with the primary domain, and refuse one in which two fall together', async () => {
    const addresses = addressesOf(site);
    const find = async (address: string) => [...(await addresses.find([address])).values()][0];
    expect(await find('support@anything.example')).toMatchObject({ kind: 'alias' });

    expect((await setParameter('mail.catchall.domain', 'Site.Example')).body.data.value).toBe('site.example');
    expect(await find('support@anything.example')).toBeUndefined();
    expect(await find('Support+x7k2@Site.example')).toMatchObject({ kind: 'alias' });
    expect(await find('catchall@site.example')).toEqual({ kind: 'catchall', owner: 'mail.catchall.alias' });

    await created('/aliases', {
      name: 'support',
      domain: 'other.example',
      contentType: 'api::applicant.applicant',
    });
    expect(refusal(await setParameter('mail.catchall.domain', 'other.example'))).toEqual([
      409,
      'address_taken',
      expect.stringMatching(
        /mail\.catchall\.domain cannot be "other\.example".*"support@other\.example" is taken/
      ),
    ]);
    expect(await find('catchall@site.example')).toBeDefined();
    await setParameter('mail.catchall.domain.allowed', 'extra.example');
    expect(await find('support@extra.example')).toMatchObject({ kind: 'alias' });
  });

  it('say what a stored value that does not fit has to be', async () => {
    const key = 'mail.gateway.loop.minutes';
    const find = async () =>
      (await api('GET', '/system-parameters')).body.data.find((row: { key: string }) => row.key === key);
    expect(await find()).toMatchObject({ problem: null, wanted: null });
    const rows = site.strapi.db.query('plugin::mail-gateway.system-parameter');
    await rows.create({ data: { key, value: 'often' } });
    expect(await find()).toMatchObject({
      problem: expect.stringMatching(
        /^mail\.gateway\.loop\.minutes cannot be "often": expected a whole number/
      ),
      wanted: {
        code: 'wants_whole_number',
        values: { least: 1, most: 10_080 },
        message: 'Expected a whole number between 1 and 10080.',
      },
    });
    await rows.deleteMany({ where: { key } });
  });

  it('are set several at once, all or none, with a problem at each key that cannot have its value', async () => {
    const setAll = (values: unknown) => api('PUT', '/system-parameters', { values });
    const issues = ({ body }: Answer): unknown =>
      body.error.details.issues.map(({ path, message }: Record<string, string>) => [path, message]);
    const valuesOf = async (): Promise<Record<string, string>> =>
      Object.fromEntries(
        (await api('GET', '/system-parameters')).body.data.map((row: { key: string; value: string }) => [
          row.key,
          row.value,
        ])
      );
    const before = await valuesOf();

    const wrong = await setAll({
      'mail.gateway.loop.minutes': 30,
      'mail.gateway.loop.threshold': 'many',
      'mail.catchall.alias': 'a+b',
    });
    expect(refusal(wrong).slice(0, 2)).toEqual([422, 'invalid_parameter']);
    expect(issues(wrong)).toEqual([
      ['mail.gateway.loop.threshold', 'Expected a whole number between 0 and 1000000.'],
      ['mail.catchall.alias', expect.stringMatching(/^Expected the part in front of the @/)],
    ]);
    const taken = await setAll({
      'mail.gateway.loop.minutes': 30,
      'mail.catchall.alias': 'support',
      'mail.catchall.domain': 'new.example',
    });
    expect(refusal(taken).slice(0, 2)).toEqual([409, 'address_taken']);
    expect(issues(taken)).toEqual([
      ['mail.catchall.alias', expect.stringMatching(/^"support@new\.example" is taken by the alias/)],
    ]);
    expect(issues(await setAll({ 'mail.catchall.domain': 'other.example' }))).toEqual([
      ['mail.catchall.domain', expect.stringMatching(/"support@other\.example" is taken/)],
    ]);
    expect(await valuesOf()).toEqual(before);
    expect([...(await addressesOf(site).find(['catchall@site.example'])).values()]).toHaveLength(1);

    // Two names that change places are free for each other.
    const swapped = await setAll({ 'mail.catchall.alias': 'bounce', 'mail.bounce.alias': 'catchall' });
    expect(swapped.body.data).toMatchObject([
      { key: 'mail.catchall.alias', value: 'bounce', stored: true },
      { key: 'mail.bounce.alias', value: 'catchall', stored: true },
    ]);
    const moved = await setAll({
      'mail.catchall.domain': 'new.example',
      'mail.catchall.alias': null,
      'mail.bounce.alias': null,
    });
    expect(moved.status).toBe(200);
    const [catchall, bounce, old] = await Promise.all(
      ['catchall@new.example', 'bounce@new.example', 'catchall@site.example'].map(
        async (address) => [...(await addressesOf(site).find([address])).values()][0]?.kind
      )
    );
    expect([catchall, bounce, old]).toEqual(['catchall', 'bounce', undefined]);
    await setParameter('mail.catchall.domain', 'site.example');

    expect((await setAll({ 'no key': null })).status).toBe(422);
    expect((await setAll({ 'my.own.key': null })).status).toBe(200);
    expect((await api('PUT', '/system-parameters', {})).status).toBe(422);
  });
});

describe('scheduled actions', () => {
  it('are listed, changed, paused and run', async () => {
    // Rows are made by the first process that works, which this one does not.
    await site.strapi.db
      .connection('mail_gateway_scheduled_actions')
      .insert({ name: 'fetchmail', interval_minutes: 5, active: true, next_run_at: Date.now() })
      .onConflict('name')
      .ignore();
    const { data } = (await api('GET', '/scheduled-actions')).body;
    expect(data[0]).toMatchObject({
      name: 'fetchmail',
      title: 'Mail: Fetchmail Service',
      intervalMinutes: 5,
    });
    const path = '/scheduled-actions/fetchmail';
    expect((await api('PUT', path, { intervalMinutes: 7, active: false })).body.data).toMatchObject({
      intervalMinutes: 7,
      active: false,
      nextRunAt: null,
    });
    expect((await api('PUT', path, { intervalMinutes: 0 })).status).toBe(422);
    expect((await api('POST', `${path}/run`)).status).toBe(200);
    expect((await api('POST', '/scheduled-actions/nothing/run')).status).toBe(404);
  });
});
