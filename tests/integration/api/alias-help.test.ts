import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../../support/raw-mail';
import { jsonCall, startSite, type Answer, type Site } from '../../support/site';

const TICKET = 'api::ticket.ticket';
const APPLICANT = 'api::applicant.applicant';
const READER = { email: 'rita@site.example', password: 'Passw0rd-of-Rita' };

let site: Site;

const api = (method: string, path: string, body?: unknown): Promise<Answer> =>
  site.admin(method, `/mail-gateway${path}`, body);

const receive = async (raw: Buffer, recipients: string[] = []): Promise<{ documentId: string }> =>
  site.strapi.plugin('mail-gateway').service('inbound').receive(raw, { envelope: { recipients } });

const preview = async (body: object, mail = ''): Promise<Answer> =>
  api('POST', `/aliases/preview${mail}`, body);

const valueOf = ({ body }: Answer, attribute: string) =>
  body.data.values.find((value: { attribute: string }) => value.attribute === attribute);

const count = (uid: string): Promise<number> => site.strapi.db.query(uid as never).count();

beforeAll(async () => {
  site = await startSite();
  await api('PUT', '/system-parameters/mail.catchall.domain', { value: 'site.example' });
});
afterAll(() => site.stop());

describe('what mail can become', () => {
  it('are the collection types of the site, by their names', async () => {
    const { body } = await api('GET', '/aliases/content-types');
    expect(body.data).toEqual([
      { uid: APPLICANT, displayName: 'Applicant' },
      { uid: 'api::article.article', displayName: 'Article' },
      { uid: 'api::order.order', displayName: 'Order' },
      { uid: TICKET, displayName: 'Ticket' },
    ]);
  });

  it('is told attribute by attribute, with the sources that fit', async () => {
    const { body } = await api('GET', `/aliases/proposal?contentType=${TICKET}`);
    expect(body.data).toMatchObject({ contentType: TICKET, draftAndPublish: false, locales: [] });
    const named = (name: string) => body.data.attributes.find((one: { name: string }) => one.name === name);
    expect(named('title')).toMatchObject({ type: 'string', required: true, takesValue: true });
    expect(named('email').sources).toEqual(['from.address', 'to', 'cc', 'header.']);
    expect(named('priority')).toMatchObject({ enum: ['low', 'normal', 'high'], sources: ['header.'] });
    expect(named('attachments')).toMatchObject({ multiple: true, sources: ['attachments'] });
  });

  it('comes with the locales of the site where its entries have one', async () => {
    const { body } = await api('GET', '/aliases/proposal?contentType=api::article.article');
    expect(body.data).toMatchObject({
      draftAndPublish: true,
      locales: [{ code: 'en', name: 'English (en)' }],
    });
  });
});

describe('the preview of a mapping', () => {
  const mapping = {
    title: 'subject',
    description: 'html',
    email: 'from.address',
    priority: 'header.importance',
    attachments: 'attachments',
  };

  it('shows what a built-in mail becomes, and writes nothing', async () => {
    const before = [await count(TICKET), await count('plugin::mail-gateway.inbound-email')];
    const answer = await preview({ contentType: TICKET, mapping });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.data.mail).toMatchObject({ documentId: null, attachments: 1 });
    expect(valueOf(answer, 'title')).toMatchObject({ origin: 'mail', source: 'subject' });
    expect(valueOf(answer, 'title').value).toBe(answer.body.data.mail.subject);
    expect(valueOf(answer, 'description').value).toContain('**nothing**');
    expect(valueOf(answer, 'priority').value).toBe('high');
    expect(valueOf(answer, 'attachments').files).toEqual([
      { name: 'display.jpg', contentType: 'image/jpeg', size: expect.any(Number) },
    ]);
    expect(answer.body.data.problems).toEqual([]);
    expect([await count(TICKET), await count('plugin::mail-gateway.inbound-email')]).toEqual(before);
  });

  it('says what keeps the alias from being saved, and where', async () => {
    const answer = await preview({
      contentType: TICKET,
      mapping: { email: 'subject', colour: 'nowhere' },
      defaults: { priority: 'urgent' },
    });
    const errors = answer.body.data.problems.filter(
      ({ severity }: { severity: string }) => severity === 'error'
    );
    expect(errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      'defaults.priority',
      'mapping.colour',
      'mapping.email',
      'mapping.title',
    ]);
    expect(errors).toContainEqual({
      path: 'defaults.priority',
      severity: 'error',
      code: 'default_does_not_fit',
      values: {
        attribute: 'priority',
        type: 'enumeration',
        expected: 'listed',
        of: expect.stringContaining('"high"'),
      },
      message: expect.stringContaining('expected one of'),
    });
    expect(valueOf(answer, 'title')).toMatchObject({ origin: 'nothing', value: null });
    expect((await preview({ contentType: 'api::no.no', mapping: {} })).status).toBe(422);
  });

  it('is what the same mail becomes', async () => {
    const raw = rawMail({ subject: 'Broken', headers: ['Importance: low'], to: 'trial@site.example' });
    const { documentId } = await receive(raw);
    const answer = await preview({ contentType: TICKET, mapping }, `/${documentId}`);
    expect(answer.body.data.mail).toMatchObject({ documentId, subject: 'Broken' });

    await api('POST', '/aliases', { name: 'trial', contentType: TICKET, mapping });
    await api('POST', `/inbound-emails/${documentId}/replay`);
    const entry = await site.strapi
      .documents(TICKET as never)
      .findFirst({ filters: { title: 'Broken' } as never });
    for (const name of ['title', 'description', 'email', 'priority']) {
      expect([name, valueOf(answer, name).value]).toEqual([name, Reflect.get(entry ?? {}, name)]);
    }
  });

  it('is refused for a mail that is not there, or whose bytes are not', async () => {
    expect((await preview({ contentType: TICKET, mapping }, '/nobody')).status).toBe(404);
    const { documentId } = await receive(rawMail());
    await site.strapi.db
      .query('plugin::mail-gateway.inbound-email')
      .update({ where: { documentId }, data: { rawStored: false } });
    const answer = await preview({ contentType: TICKET, mapping }, `/${documentId}`);
    expect([answer.status, answer.body.error.code]).toEqual([409, 'original_missing']);
  });
});

describe('the address that an alias for a mail would have', () => {
  const suggested = async (raw: Buffer, recipients?: string[]) => {
    const { documentId } = await receive(raw, recipients);
    return (await api('GET', `/aliases/suggestion/${documentId}`)).body.data;
  };

  it('is the first recipient that has no purpose yet, one of this site before others', async () => {
    expect(await suggested(rawMail({ to: 'a@elsewhere.example, Sales+x@site.example' }))).toEqual({
      name: 'sales',
      domain: null,
    });
    expect(await suggested(rawMail({ to: 'a@elsewhere.example' }))).toEqual({
      name: 'a',
      domain: 'elsewhere.example',
    });
    expect(await suggested(rawMail({ to: 'x@y.example' }), ['orders@site.example'])).toMatchObject({
      name: 'orders',
    });
    expect(await suggested(rawMail({ to: 'trial@site.example, catchall@site.example' }))).toEqual({
      name: null,
      domain: null,
    });
  });
});

describe('what happens to a mail', () => {
  const to = async (address: string) => {
    const answer = await api('GET', `/aliases/destination?address=${encodeURIComponent(address)}`);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body.data;
  };

  it('to an alias: it becomes an entry, also by a sub-address and in any case', async () => {
    for (const address of ['trial@site.example', 'TRIAL+42@Site.example', 'Trial <trial@site.example>']) {
      expect(await to(address)).toMatchObject({
        holder: { kind: 'alias', alias: { address: 'trial@site.example', active: true } },
        ways: [
          {
            mailbox: null,
            state: 'delivered',
            contentType: TICKET,
            alias: { address: 'trial@site.example' },
          },
        ],
      });
    }
  });

  it('to an alias that is switched off: it waits', async () => {
    const { body } = await api('POST', '/aliases', { name: 'pause', contentType: TICKET, active: false });
    expect(await to('pause@site.example')).toMatchObject({
      holder: { kind: 'alias', alias: { documentId: body.data.documentId, active: false } },
      ways: [{ state: 'unroutable', contentType: null }],
    });
  });

  it('to the addresses that the site needs for itself', async () => {
    expect(await to('catchall@site.example')).toMatchObject({
      holder: { kind: 'catchall', alias: null },
      ways: [{ reason: 'catchall_no_proof' }],
    });
    expect(await to('bounce@site.example')).toMatchObject({
      holder: { kind: 'bounce' },
      ways: [{ reason: 'bounce_address' }],
    });
    expect(await to('notifications@site.example')).toMatchObject({
      holder: { kind: 'default-from' },
      ways: [{ reason: 'no_route' }],
    });
  });

  it('to an address of nobody: it waits, unless the mailbox has a fallback', async () => {
    const server = { host: 'imap.example.com', username: 'box@elsewhere.example', name: 'Info box' };
    await api('POST', '/incoming-servers', { ...server, fallbackContentType: APPLICANT });
    await api('POST', '/incoming-servers', { ...server, name: 'Other box', username: 'x@elsewhere.example' });
    const { holder, ways } = await to('nobody@site.example');
    expect(holder).toBeNull();
    expect(ways).toEqual([
      expect.objectContaining({ mailbox: null, reason: 'no_recipient_of_ours', contentType: null }),
      expect.objectContaining({
        mailbox: { documentId: expect.any(String), name: 'Info box' },
        state: 'delivered',
        contentType: APPLICANT,
        alias: null,
      }),
    ]);
  });

  it('is not told of what is no address', async () => {
    const answer = await api('GET', '/aliases/destination?address=nonsense');
    expect(answer.status).toBe(400);
    expect(answer.body.error.details.issues).toMatchObject([
      { path: 'address', message: expect.any(String) },
    ]);
  });
});

describe('the preview of a large mail', () => {
  it('tells how large its attachments are, although it keeps none of them', async () => {
    const size = 12_000_000;
    const raw = [
      'From: Zoe Customer <zoe@customer.example>',
      'To: nobody@site.example',
      'Subject: Plans',
      'Message-ID: <large@customer.example>',
      'MIME-Version: 1.0',
      'Content-Type: application/zip; name=plans.zip',
      'Content-Disposition: attachment; filename=plans.zip',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.alloc(size, 'plan').toString('base64').replace(/.{76}/g, '$&\r\n'),
      '',
    ].join('\r\n');
    const { documentId } = await receive(Buffer.from(raw));
    const mapping = { title: 'subject', attachments: 'attachments' };
    const answer = await preview({ contentType: TICKET, mapping }, `/${documentId}`);
    expect(JSON.stringify(valueOf(answer, 'attachments'))).toContain(String(size));
  });
});

describe('a test mail', () => {
  it('becomes what mail of others to the address would, and is counted', async () => {
    const before = (await api('GET', '/inbound-emails/summary')).body.data;
    await api('POST', '/aliases', { name: 'trial', contentType: TICKET });
    const { body } = await api('POST', '/test-mails', { to: 'trial@site.example' });
    expect(body.data).toMatchObject({ state: 'delivered', reason: 'created' });
    const [{ entry }] = body.data.actions;
    const ticket = await site.strapi.documents(TICKET).findOne({ documentId: entry });
    expect(ticket).toMatchObject({ title: 'My first mail' });

    const lost = await api('POST', '/test-mails', { to: 'nowhere@site.example' });
    expect(lost.body.data).toMatchObject({ state: 'unroutable', reason: 'no_recipient_of_ours' });
    const { body: after } = await api('GET', '/inbound-emails/summary');
    expect(after.data).toEqual({ received: before.received + 2, attention: before.attention + 1 });
    const { body: sent } = await api('GET', '/outbound-emails/summary');
    expect(sent.data).toEqual({ accepted: 0, queued: 0, uncertain: 0 });
  });

  it('needs an address', async () => {
    const answer = await api('POST', '/test-mails', { to: '' });
    expect([answer.status, answer.body.error.details.issues[0].path]).toEqual([422, 'to']);
  });
});

describe('who may see aliases and no received mail', () => {
  it('previews the built-in mail alone', async () => {
    const role = await site.admin('POST', '/admin/roles', { name: 'Alias readers', description: '' });
    await site.admin('PUT', `/admin/roles/${role.body.data.id}/permissions`, {
      permissions: [
        { action: 'plugin::mail-gateway.aliases.read', subject: null, properties: {}, conditions: [] },
      ],
    });
    await site.strapi.service('admin::user').create({
      ...READER,
      firstname: 'Rita',
      lastname: 'Reader',
      isActive: true,
      roles: [role.body.data.id],
    });
    const { body } = await jsonCall(site.url, 'POST', '/admin/login', READER);
    const theirs = (method: string, path: string, content?: unknown) =>
      jsonCall(site.url, method, `/mail-gateway${path}`, content, body.data.token);

    const request = { contentType: TICKET, mapping: {} };
    expect((await theirs('POST', '/aliases/preview', request)).status).toBe(200);
    expect((await theirs('GET', '/aliases/destination?address=a@b.example')).status).toBe(200);
    const { documentId } = await receive(rawMail());
    expect((await theirs('POST', `/aliases/preview/${documentId}`, request)).status).toBe(403);
    expect((await theirs('GET', `/aliases/suggestion/${documentId}`)).status).toBe(403);
  });
});

describe('who may see received mail, and not the entry that it became', () => {
  it('sees no preview of it', async () => {
    await api('POST', '/aliases', { name: 'support', contentType: TICKET });
    const role = await site.admin('POST', '/admin/roles', { name: 'Mail readers', description: '' });
    await site.admin('PUT', `/admin/roles/${role.body.data.id}/permissions`, {
      permissions: ['aliases.read', 'inbound.read', 'journal.read-all'].map((action) => ({
        ...{ action: `plugin::mail-gateway.${action}`, subject: null, properties: {}, conditions: [] },
      })),
    });
    const someone = { ...READER, email: 'sam@site.example' };
    const names = { firstname: 'Sam', lastname: 'Reader', isActive: true };
    await site.strapi.service('admin::user').create({ ...someone, ...names, roles: [role.body.data.id] });
    const { body } = await jsonCall(site.url, 'POST', '/admin/login', someone);
    const previewOf = ({ documentId }: { documentId: string }): Promise<Answer> =>
      jsonCall(
        site.url,
        'POST',
        `/mail-gateway/aliases/preview/${documentId}`,
        { contentType: TICKET, mapping: { title: 'subject' } },
        body.data.token
      );

    const theirs = await previewOf(await receive(rawMail(), ['support@site.example']));
    expect([theirs.status, theirs.body.error.code]).toEqual([404, 'not_found']);
    const nowhere = await receive(rawMail({ to: 'nobody@site.example' }));
    expect((await previewOf(nowhere)).status).toBe(200);
  });
});
