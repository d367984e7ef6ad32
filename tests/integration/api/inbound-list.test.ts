import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseKind } from '../../support/databases';
import { startSite, type Answer, type Site } from '../../support/site';

const TABLE = 'mail_gateway_inbound_emails';
const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 10, 1);

let site: Site;

/** Rows as they stand after history was imported: the later a mail was stored, the earlier it was received. */
const history = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    document_id: `mail${index}`,
    state: index % 4 === 0 ? 'failed' : 'delivered',
    reason: index % 4 === 0 ? 'mapping_failed' : 'created',
    subject: `Mail ${index}`,
    // Three mails share each hour.
    received_at: new Date(FIRST + Math.floor((count - 1 - index) / 3) * 3_600_000),
    raw_stored: true,
    created_at: new Date(),
    updated_at: new Date(),
  }));

const list = (query: string): Promise<Answer> => site.admin('GET', `/mail-gateway/inbound-emails?${query}`);

/** The documentIds of all pages. */
const all = async (query: string): Promise<string[]> => {
  const ids: string[] = [];
  for (let cursor = ''; ;) {
    const { status, body } = await list(`${query}${cursor}`);
    expect(status, JSON.stringify(body)).toBe(200);
    ids.push(...body.data.map(({ documentId }: { documentId: string }) => documentId));
    if (body.meta.next === null) return ids;
    cursor = `&cursor=${body.meta.next}`;
  }
};

const at = (milliseconds: number): string => new Date(milliseconds).toISOString();

beforeAll(async () => {
  site = await startSite();
  const rows = history(300);
  for (let start = 0; start < rows.length; start += 50) {
    await site.strapi.db.connection(TABLE).insert(rows.slice(start, start + 50));
  }
  await site.session();
});

afterAll(() => site.stop());

describe('the journal between dates', () => {
  it('holds the mails of these days, newest first, each once on however many pages', async () => {
    const day = `from=${at(FIRST + DAY)}&to=${at(FIRST + 2 * DAY)}`;
    const whole = await all(`${day}&limit=100`);
    // 24 hours with three mails each.
    expect(whole).toHaveLength(72);
    expect(await all(`${day}&limit=7`)).toEqual(whole);
    const times = (await list(`${day}&limit=100`)).body.data.map(({ receivedAt }: { receivedAt: string }) =>
      Date.parse(receivedAt)
    );
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(Math.min(...times)).toBe(FIRST + DAY);
    expect(Math.max(...times)).toBe(FIRST + 2 * DAY - 3_600_000);
  });

  it('may be open at either end, and goes together with the other filters', async () => {
    const split = at(FIRST + 2 * DAY);
    const [before, after] = [await all(`to=${split}`), await all(`from=${split}`)];
    expect(before.length + after.length).toBe(300);
    expect(before.filter((id) => after.includes(id))).toEqual([]);
    const failed = await all(`to=${split}&state=failed&limit=10`);
    expect(failed).toHaveLength(before.filter((id) => Number(id.slice(4)) % 4 === 0).length);
    expect(await all(`from=${split}&q=Mail 17&limit=3`)).toEqual(['mail17']);
  });

  it('takes instants and cursors of its own pages alone', async () => {
    for (const query of ['from=yesterday', 'to=2026-11-01', `from=${at(FIRST)}&cursor=17`, 'cursor=17-3']) {
      expect((await list(query)).status, query).toBe(400);
    }
    expect((await list('cursor=17')).status).toBe(200);
    expect((await list(`from=${at(FIRST)}&cursor=999999999999999-9999999999`)).status).toBe(200);
  });

  // Plans are read as SQLite words them; `bench growth` shows those of the others.
  if (databaseKind() !== 'sqlite') return;

  it('is found by an index, whatever the state and the page', async () => {
    const knex = site.strapi.db.connection;
    const span = `from=${at(FIRST + DAY)}&to=${at(FIRST + 3 * DAY)}`;
    const planOf = async (query: string): Promise<string> => plansOf(() => list(query));
    const plansOf = async (ask: () => Promise<Answer>): Promise<string> => {
      const seen: { sql: string; bindings: unknown[] }[] = [];
      const note = (one: { sql: string; bindings: unknown[] }) =>
        void (one.sql.includes(TABLE) && seen.push(one));
      knex.on('query', note);
      await ask();
      knex.removeListener('query', note);
      const details: string[] = [];
      for (const { sql, bindings } of seen) {
        const plan: { detail: string }[] = await knex.raw(`EXPLAIN QUERY PLAN ${sql}`, bindings as string[]);
        details.push(...plan.map(({ detail }) => detail));
      }
      return details.join('; ');
    };
    const { next } = (await list(`${span}&limit=5`)).body.meta;
    for (const query of [span, `${span}&cursor=${next}`, `${span}&reason=created`, `to=${at(FIRST + DAY)}`]) {
      const plan = await planOf(query);
      expect(plan, query).toMatch(
        /^SEARCH .* USING INDEX mail_gateway_inbound_emails_received_idx \(received_at/
      );
      expect(plan, query).not.toMatch(/SCAN|TEMP B-TREE/);
    }
    const ofMailbox = await planOf('incomingServerId=none');
    expect(ofMailbox).toMatch(/^SEARCH .* USING INDEX \S+_server_id_idx \(incoming_server_id=\?/);
    expect(ofMailbox).not.toMatch(/SCAN|TEMP B-TREE/);
    const numbers = await plansOf(() => site.admin('GET', '/mail-gateway/inbound-emails/summary'));
    expect(numbers).toMatch(/_received_idx \(received_at>\?\).*_state_id_idx \(state=\?\).*_state_id_idx/);
    expect(numbers).not.toMatch(/SCAN/);
    for (const query of [`${span}&state=failed`, `${span}&state=delivered&cursor=${next}`]) {
      const plan = await planOf(query);
      expect(plan, query).toMatch(/^SEARCH .* USING INDEX \S+_state_received_idx \(state=\? AND received_at/);
      expect(plan, query).not.toMatch(/SCAN|TEMP B-TREE/);
    }
  });
});
