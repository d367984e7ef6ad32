import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, updateRows, type Database, type RowUpdate } from '../../../server/src/storage';
import { receive } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';

/** Rows that are updated by one statement get each its own values, as each database stores them. */

const JOURNAL = 'plugin::mail-gateway.inbound-email';

let site: Site;
let database: Database;
let ids: string[];

beforeAll(async () => {
  site = await startSite();
  database = createDatabase({ strapi: site.strapi });
  ids = [];
  for (let count = 0; count < 3; count += 1) ids.push((await receive(site, rawMail())).documentId);
});

afterAll(() => site.stop());

const update = async (updates: RowUpdate[]): Promise<{ updated: number; statements: number }> => {
  let statements = 0;
  const count = ({ sql }: { sql: string }): void => {
    if (/^update/i.test(sql)) statements += 1;
  };
  site.strapi.db.connection.on('query', count);
  const { tableName: table } = site.strapi.db.metadata.get(JOURNAL);
  const own = { subject: 'text', next_attempt_at: 'timestamp', route: 'json' } as const;
  const updated = await database.transaction((trx) =>
    updateRows(trx, database.client, { table, own }, updates)
  );
  site.strapi.db.connection.off('query', count);
  return { updated, statements };
};

const stored = (): Promise<Record<string, unknown>[]> =>
  site.strapi.db.query(JOURNAL).findMany({ where: { documentId: { $in: ids } }, orderBy: { id: 'asc' } });

const values = [
  { subject: "It's “one” \\ ?", at: new Date('2026-03-02T10:00:00.123Z'), route: { actions: ['ä'] } },
  { subject: null, at: null, route: null },
  { subject: '', at: new Date('2027-01-01T00:00:00.000Z'), route: { actions: [] } },
];

const updateOf = (index: number, held = {}): RowUpdate => ({
  key: { document_id: ids[index] },
  held,
  columns: {
    subject: values[index]?.subject,
    next_attempt_at: values[index]?.at,
    route: values[index]?.route === null ? null : JSON.stringify(values[index]?.route),
    reason: 'same_for_all',
  },
});

it('differ in text, instants and JSON, nothing included', async () => {
  expect(await update([0, 1, 2].map((index) => updateOf(index)))).toEqual({ updated: 3, statements: 1 });
  expect(await stored()).toMatchObject(
    values.map(({ subject, at, route }) => ({
      subject,
      nextAttemptAt: at === null ? null : at.toISOString(),
      route,
      reason: 'same_for_all',
    }))
  );
});

it('are left alone where they do not hold what they have to', async () => {
  const held = updateOf(0, { reason: 'same_for_all' });
  const lost = updateOf(1, { reason: 'another' });
  const changed = [held, lost].map((one) => ({
    ...one,
    columns: { ...one.columns, source_name: 'changed' },
  }));
  expect(await update(changed)).toEqual({ updated: 1, statements: 1 });
  expect((await stored()).map(({ sourceName }) => sourceName === 'changed')).toEqual([true, false, false]);
});

it('take a statement for each set that differs in a column that all share', async () => {
  const { updated, statements } = await update([
    updateOf(0),
    { ...updateOf(1), columns: { ...updateOf(1).columns, reason: 'other' } },
    updateOf(2),
  ]);
  expect({ updated, statements }).toEqual({ updated: 3, statements: 2 });
  expect((await stored()).map(({ reason }) => reason)).toEqual(['same_for_all', 'other', 'same_for_all']);
});
