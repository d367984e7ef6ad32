import type { Database, Row, Transaction } from '../storage';
import { EMAIL_TABLE } from './tables';

/** One row's new values, and the claim under which they may be written. */
export interface OutcomeRow {
  id: number;
  fence: number;
  columns: Row;
}

/** Columns in which the outcomes of different mails differ, and which one statement can set for all of them. */
const OWN_COLUMNS = new Set([
  'accepted_at',
  'envelope_from',
  'explanation',
  'from',
  'response',
  'server_message_id',
  'server_message_key',
]);

/** Rows that one statement can write: the same columns, and the same values but for `OWN_COLUMNS`. */
const alike = (rows: readonly OutcomeRow[]): OutcomeRow[][] => {
  const groups = new Map<string, OutcomeRow[]>();
  for (const row of rows) {
    const shared = Object.entries(row.columns).map(([name, value]) =>
      OWN_COLUMNS.has(name) ? [name] : [name, value]
    );
    const key = JSON.stringify(shared);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
};

/**
 * Writes outcomes of rows that this process sends, those that are alike in one statement: at fifty mails the statement
 * costs little more than at one.
 *
 * @param claim what a row that this process holds has in its columns, beside its fence.
 * @returns how many rows were still held, and are written.
 */
export const writeOutcomes = async (
  trx: Transaction,
  client: Database['client'],
  claim: Row,
  rows: readonly OutcomeRow[]
): Promise<number> => {
  const valueOf = (name: string, group: readonly OutcomeRow[]): unknown => {
    const values = group.map(({ columns }) => columns[name]);
    if (!OWN_COLUMNS.has(name) || group.length === 1) return values[0];
    const cases = trx.raw(
      `CASE ?? ${'WHEN ? THEN ? '.repeat(group.length)}END`,
      // knex's type of a binding leaves null out, which it binds as any other value.
      ['id', ...group.flatMap(({ id }, index) => [id, values[index] ?? null])] as string[]
    );
    // PostgreSQL takes values of which it knows nothing else for text.
    return client === 'postgres' && name === 'accepted_at' ? cases.wrap('CAST(', ' AS timestamp)') : cases;
  };

  let written = 0;
  for (const group of alike(rows)) {
    const names = Object.keys(group[0]?.columns ?? {});
    written += await trx(EMAIL_TABLE)
      .where(claim)
      .where((any) => {
        for (const { id, fence } of group) void any.orWhere({ id, fence });
      })
      .update(Object.fromEntries(names.map((name) => [name, valueOf(name, group)])));
  }
  return written;
};
