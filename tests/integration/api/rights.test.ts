import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseKind } from '../../support/databases';
import { addAlias, receive, setParameter, type JournalEntry } from '../../support/gateway';
import { mailActions, personWith, READ, type Call } from '../../support/people';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Answer, type Site } from '../../support/site';

const TICKET = 'api::ticket.ticket';
const APPLICANT = 'api::applicant.applicant';
const JOURNAL = 'plugin::mail-gateway.inbound-email';
const OUTBOX = 'plugin::mail-gateway.outbound-email';

/** Everything of the plugin that is about mail, without a right on any entry. */
const MAIL = mailActions(
  ...['inbound.read', 'inbound.replay', 'outbound.read', 'threads.read', 'threads.post', 'aliases.read']
);

let site: Site;
/** May read tickets, all of them. */
let support: Call;
/** May read the applicants that they made themselves. */
let recruiter: Call;
let recruiterId: number;
/** May read no entry. */
let nobody: Call;
/** May read no entry, but mail that belongs to none. */
let postmaster: Call;

let ticket: JournalEntry;
let applicant: JournalEntry;
/** Of another applicant, who is called like nobody else. */
let secret: JournalEntry;
let unroutable: JournalEntry;
/** Rows of the outbox: an answer to the ticket, one to an applicant, and mail of the site's own. */
const sent = { ticket: '', applicant: '', own: '' };

const send = (name: string, subject: string, attachment = false): Promise<JournalEntry> => {
  const to = `${name}@site.example`;
  const from = 'Zoe Hidden <zoe@hidden.example>';
  if (!attachment) return receive(site, rawMail({ to, from, subject }), { recipients: [to] });
  const raw = [
    ...[`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Message-ID: <${subject}@hidden.example>`],
    ...[
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
    ],
    ...[
      '',
      'See the file.',
      '--b',
      'Content-Type: text/csv',
      'Content-Disposition: attachment; filename=a.csv',
    ],
    ...['', 'a,b', '--b--', ''],
  ];
  return receive(site, raw.join('\r\n'), { recipients: [to] });
};

const idsOf = ({ body }: Answer): string[] =>
  body.data.map(({ documentId }: { documentId: string }) => documentId);

/** All pages of a list. */
const all = async (call: Call, path: string, limit = 100): Promise<string[]> => {
  const ids: string[] = [];
  for (let cursor = ''; ;) {
    const answer = await call('GET', `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor}`);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.data.length).toBeLessThanOrEqual(limit);
    ids.push(...idsOf(answer));
    if (answer.body.meta.next === null) return ids;
    cursor = `&cursor=${answer.body.meta.next}`;
  }
};

const inbound = (call: Call, query = ''): Promise<string[]> => all(call, `/inbound-emails${query}`);

/** Whom a row of a database belongs to, as the Content Manager has it. */
const makeOwn = (entry: string | null, userId: number | null): Promise<unknown> =>
  site.strapi.db.query(APPLICANT).update({ where: { documentId: entry }, data: { createdBy: userId } });

/** Every door to one received mail: status of each. */
const doors = async (call: Call, { documentId }: JournalEntry): Promise<Record<string, number>> => {
  const at = `/inbound-emails/${documentId}`;
  const mapping = { contentType: TICKET, mapping: { title: 'subject' } };
  const answers: Record<string, Answer> = {
    detail: await call('GET', at),
    content: await call('GET', `${at}/content`),
    raw: await call('GET', `${at}/raw`),
    like: await call('GET', `${at}/like`),
    preview: await call('POST', `/aliases/preview/${documentId}`, mapping),
    suggestion: await call('GET', `/aliases/suggestion/${documentId}`),
    replay: await call('POST', `${at}/replay`),
  };
  return Object.fromEntries(Object.entries(answers).map(([name, { status }]) => [name, status]));
};

const NONE = Object.fromEntries(
  ['detail', 'content', 'raw', 'like', 'preview', 'suggestion', 'replay'].map((door) => [door, 404])
);

const answerTo = async ({ threadId }: JournalEntry): Promise<string> => {
  const path = `/mail-gateway/threads/${threadId}/messages`;
  const { body } = await site.admin('POST', path, { text: 'An answer' });
  return body.data.outbound[0].documentId;
};

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  await addAlias(site, 'jobs', APPLICANT);
  ticket = await send('support', 'printer', true);
  applicant = await send('jobs', 'application', true);
  secret = await send('jobs', 'zebra');
  unroutable = await send('nowhere', 'lost');
  sent.ticket = await answerTo(ticket);
  sent.applicant = await answerTo(applicant);
  const { documentIds } = await site.strapi
    .plugin('mail-gateway')
    .service('mail')
    .send({ to: 'user@hidden.example', subject: 'Reset your password', text: 'Here.' });
  sent.own = documentIds[0];

  support = (await personWith(site, 'support', [...MAIL, { action: READ, subject: TICKET }])).call;
  const own = { action: READ, subject: APPLICANT, conditions: ['admin::is-creator'] };
  ({ call: recruiter, userId: recruiterId } = await personWith(site, 'recruiter', [...MAIL, own]));
  nobody = (await personWith(site, 'nobody', MAIL)).call;
  postmaster = (await personWith(site, 'postmaster', [...MAIL, ...mailActions('journal.read-all')])).call;
  await makeOwn(applicant.entryDocumentId, recruiterId);
});

afterAll(() => site.stop());

describe('the journal', () => {
  it('lists the mails of the entries that somebody may read, and no others', async () => {
    expect(await inbound(support)).toEqual([ticket.documentId]);
    expect(await inbound(recruiter)).toEqual([applicant.documentId]);
    expect(await inbound(nobody)).toEqual([]);
    expect(await inbound(postmaster)).toEqual([unroutable.documentId]);
    const { body } = await site.admin('GET', '/mail-gateway/inbound-emails');
    expect(body.data).toHaveLength(4);
  });

  it('opens no door to any other mail, and does not say that there is one', async () => {
    expect(await doors(support, applicant)).toEqual(NONE);
    expect(await doors(support, unroutable)).toEqual(NONE);
    expect(await doors(recruiter, ticket)).toEqual(NONE);
    expect(await doors(recruiter, secret)).toEqual(NONE);
    expect(await doors(postmaster, ticket)).toEqual(NONE);
    for (const mail of [ticket, applicant, unroutable]) expect(await doors(nobody, mail)).toEqual(NONE);

    const hidden = await support('GET', `/inbound-emails/${applicant.documentId}`);
    const missing = await support('GET', '/inbound-emails/nothing');
    const named = ({ body }: Answer, id: string) => JSON.stringify(body).replaceAll(id, 'X');
    expect(named(hidden, applicant.documentId)).toBe(named(missing, 'nothing'));
  });

  it('opens every door to their own', async () => {
    const open = Object.fromEntries(Object.keys(NONE).map((door) => [door, 200]));
    // A mail that is done is not replayed, whoever asks.
    const done = { ...open, replay: 409 };
    expect(await doors(support, ticket)).toEqual(done);
    expect(await doors(recruiter, applicant)).toEqual(done);
    expect(await doors(postmaster, unroutable)).toEqual(open);
  });

  it('tells nothing of others by search or filter', async () => {
    const day = `from=${new Date(Date.now() - 86_400_000).toISOString()}`;
    for (const filter of ['q=zebra', 'q=hidden', 'state=delivered', 'reason=created', day]) {
      expect(await inbound(nobody, `?${filter}`), filter).toEqual([]);
      expect(await inbound(recruiter, `?${filter}`), filter).not.toContain(secret.documentId);
      const others = await inbound(support, `?${filter}`);
      expect(
        others.filter((id) => id !== ticket.documentId),
        filter
      ).toEqual([]);
    }
    // Not by the word that there is more either.
    const first = await recruiter('GET', '/inbound-emails?q=zebra&limit=1');
    expect(first.body).toEqual({ data: [], meta: { next: null } });
    expect(await inbound(support, `?${day}`)).toEqual([ticket.documentId]);
    expect(await inbound(recruiter, '?q=application')).toEqual([applicant.documentId]);
  });

  it('names no mail of others as like one of theirs', async () => {
    const rows = site.strapi.db.query(JOURNAL);
    const ended = { state: 'failed', reason: 'mapping_failed' };
    const results = [{ ...ended, aliasId: 'an alias' }];
    const before = await rows.findMany({});
    await rows.updateMany({ where: {}, data: ended });
    for (const { id } of before) await rows.update({ where: { id }, data: { results } });
    const like = async (call: Call, { documentId }: JournalEntry): Promise<string[]> =>
      (await call('GET', `/inbound-emails/${documentId}/like`)).body.data.documentIds;

    expect(await like(support, ticket)).toEqual([]);
    expect(await like(recruiter, applicant)).toEqual([]);
    const everything = (method: string, path: string) => site.admin(method, `/mail-gateway${path}`);
    expect(await like(everything, ticket)).toHaveLength(3);
    for (const { id, state, reason, results: kept } of before) {
      await rows.update({ where: { id }, data: { state, reason, results: kept } });
    }
  });

  it('gives a mail to several aliases to those who may read the first entry that it became', async () => {
    const recipients = ['support@site.example', 'jobs@site.example'];
    const both = await receive(site, rawMail({ to: recipients.join(', ') }), { recipients });
    expect(both.results?.map(({ entryDocumentId }) => typeof entryDocumentId)).toEqual(['string', 'string']);
    expect(both.entryDocumentId).toBe(both.results?.[0]?.entryDocumentId);
    const [first, second] = both.contentType === TICKET ? [support, recruiter] : [recruiter, support];
    await makeOwn(both.results?.[1]?.entryDocumentId ?? '', recruiterId);
    expect((await first('GET', `/inbound-emails/${both.documentId}`)).status).toBe(200);
    expect(await doors(second, both)).toEqual(NONE);
  });

  it('counts for those alone who may see all', async () => {
    for (const path of ['/inbound-emails/summary', '/outbound-emails/summary']) {
      for (const call of [support, recruiter, nobody]) expect((await call('GET', path)).status).toBe(403);
      expect((await postmaster('GET', path)).status).toBe(200);
    }
  });
});

describe('the outbox', () => {
  it('lists the mails of the entries that somebody may read, and the site’s own to nobody else', async () => {
    const outbox = (call: Call, query = '') => all(call, `/outbound-emails${query}`);
    expect(await outbox(support)).toEqual([sent.ticket]);
    expect(await outbox(recruiter)).toEqual([sent.applicant]);
    expect(await outbox(nobody)).toEqual([]);
    expect(await outbox(postmaster)).toEqual([sent.own]);
    expect(await outbox(support, '?q=hidden.example')).toEqual([sent.ticket]);
    expect(await outbox(nobody, '?q=user@hidden&state=queued')).toEqual([]);
  });

  it('shows what became of a mail, and the server’s words, with the same right', async () => {
    const words = { state: 'failed', response: '550 5.1.1 No such user' };
    await site.strapi.db.query(OUTBOX).updateMany({ where: {}, data: words });
    const status = async (call: Call) =>
      Promise.all(
        Object.values(sent).map(async (id) => {
          const { status: code, body } = await call('GET', `/outbound-emails/${id}`);
          expect(JSON.stringify(body).includes('No such user'), id).toBe(code === 200);
          return code;
        })
      );
    expect(await status(support)).toEqual([200, 404, 404]);
    expect(await status(recruiter)).toEqual([404, 200, 404]);
    expect(await status(nobody)).toEqual([404, 404, 404]);
    expect(await status(postmaster)).toEqual([404, 404, 200]);
  });
});

describe('an attachment of an entry that the reader may not see', () => {
  it('is not there for them', async () => {
    const attachmentOf = async ({ threadId }: JournalEntry): Promise<string> => {
      const { body } = await site.admin('GET', `/mail-gateway/threads/${threadId}/messages`);
      return body.data[0].attachments[0].documentId;
    };
    const [ofTicket, ofApplicant] = [await attachmentOf(ticket), await attachmentOf(applicant)];
    const status = async (call: Call, id: string) => (await call('GET', `/attachments/${id}`)).status;
    expect([await status(support, ofTicket), await status(support, ofApplicant)]).toEqual([200, 404]);
    expect([await status(recruiter, ofTicket), await status(recruiter, ofApplicant)]).toEqual([404, 200]);
    expect([await status(nobody, ofTicket), await status(postmaster, ofTicket)]).toEqual([404, 404]);
    await makeOwn(applicant.entryDocumentId, null);
    expect(await status(recruiter, ofApplicant)).toBe(404);
    await makeOwn(applicant.entryDocumentId, recruiterId);
  });
});

describe('a long journal', () => {
  const TABLE = 'mail_gateway_inbound_emails';
  const HOUR = 3_600_000;

  /** The applicants' mails; every 30th belongs to one of the recruiter's own. */
  const history = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      document_id: `old${index}`,
      state: 'delivered',
      reason: 'created',
      subject: `Old ${index}`,
      received_at: new Date(Date.UTC(2026, 1, 1) + Math.floor(index / 3) * HOUR),
      content_type: index % 2 === 0 ? APPLICANT : TICKET,
      entry_document_id: index % 60 === 0 ? applicant.entryDocumentId : `entry${index}`,
      created_at: new Date(),
      updated_at: new Date(),
    }));

  beforeAll(async () => {
    const rows = history(1800);
    for (let start = 0; start < rows.length; start += 50) {
      await site.strapi.db.connection(TABLE).insert(rows.slice(start, start + 50));
    }
  });

  const span = '?from=2026-01-15T00:00:00Z&to=2026-07-01T00:00:00Z';

  it('is read page by page, each mail once, with whatever was dropped between', async () => {
    for (const filter of ['?q=Old', span]) {
      const own = await all(recruiter, `/inbound-emails${filter}`, 7);
      expect(own).toHaveLength(30);
      expect(new Set(own).size).toBe(30);
      expect(own.every((id) => Number(id.slice(3)) % 60 === 0)).toBe(true);
      expect(await all(recruiter, `/inbound-emails${filter}`, 100)).toEqual(own);
      const tickets = await all(support, `/inbound-emails${filter}`, 70);
      expect(tickets).toHaveLength(900);
      expect(new Set(tickets).size).toBe(900);
    }
  });

  it('refills a page three times at most, and then says that there is more', async () => {
    await makeOwn(applicant.entryDocumentId, null);
    const { body } = await recruiter('GET', '/inbound-emails?q=Old&limit=5');
    expect(body.data).toEqual([]);
    expect(body.meta.next).toMatch(/^\d+$/);
    expect(await inbound(recruiter, '?q=Old')).toEqual([]);
    await makeOwn(applicant.entryDocumentId, recruiterId);
  });

  it('holds what belongs to no entry any more for who may see that, each mail once', async () => {
    const row = { ...history(1)[0], content_type: 'api::gone.gone', entry_document_id: 'gone' };
    const gone = ['gone1', 'gone2'].map((document_id) => ({ ...row, document_id, subject: 'Old and gone' }));
    await site.strapi.db.connection(TABLE).insert(gone);
    expect(await all(postmaster, '/inbound-emails?q=Old', 1)).toEqual(['gone2', 'gone1']);
    expect(await all(postmaster, `/inbound-emails${span}&q=Old`, 1)).toEqual(['gone2', 'gone1']);
    expect(await all(support, '/inbound-emails?q=gone')).toEqual([]);
  });

  // Plans are read as SQLite words them.
  if (databaseKind() !== 'sqlite') return;

  it('is found by an index for each content type', async () => {
    const knex = site.strapi.db.connection;
    const planOf = async (path: string, table: string, as = support): Promise<string> => {
      const seen: { sql: string; bindings: unknown[] }[] = [];
      const note = (one: { sql: string; bindings: unknown[] }) =>
        void (one.sql.includes(table) && seen.push(one));
      knex.on('query', note);
      await as('GET', path);
      knex.removeListener('query', note);
      const plans: string[] = [];
      for (const { sql, bindings } of seen) {
        const plan: { detail: string }[] = await knex.raw(`EXPLAIN QUERY PLAN ${sql}`, bindings as string[]);
        plans.push(...plan.map(({ detail }) => detail));
      }
      return plans.join('; ');
    };
    const cursor = (await support('GET', '/inbound-emails?limit=5')).body.meta.next;
    for (const query of ['', `?cursor=${cursor}`]) {
      const plan = await planOf(`/inbound-emails${query}`, TABLE);
      expect(plan, query).toMatch(/^SEARCH .* USING INDEX \S+_type_id_idx \(content_type=\?/);
      expect(plan, query).not.toMatch(/SCAN|TEMP B-TREE/);
    }
    const between = await planOf(`/inbound-emails${span}`, TABLE);
    expect(between).toMatch(/^SEARCH .* USING INDEX \S+_type_received_idx \(content_type=\? AND received_at/);
    expect(between).not.toMatch(/SCAN|TEMP B-TREE/);
    const outbox = await planOf('/outbound-emails', 'mail_gateway_outbound_emails');
    expect(outbox).toMatch(/^SEARCH .* USING INDEX \S+_type_id_idx \(content_type=\?/);
    expect(outbox).not.toMatch(/SCAN|TEMP B-TREE/);
    // Mail of no entry, however much of other types lies between.
    for (const path of ['/inbound-emails', `/inbound-emails${span}`]) {
      expect(await planOf(path, TABLE, postmaster), path).not.toMatch(/SCAN|TEMP B-TREE/);
    }
  });
});
