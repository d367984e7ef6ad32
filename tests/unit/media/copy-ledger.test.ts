import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCopyLedger } from '../../../server/src/inbound/media/copy-ledger';
import { createMemoryDatabase } from '../../support/memory-database';

const { database, connection, stop } = createMemoryDatabase();
const ledger = createCopyLedger({ database });

beforeAll(() =>
  connection.schema.createTable('mail_gateway_media_copies', (table) => {
    table.string('effect_key');
    table.integer('part');
    table.integer('file_id');
    table.bigInteger('created_at');
    table.unique(['effect_key', 'part']);
  })
);
afterAll(stop);

/** The statements of one run and `work`, in order. */
const statementsOf = async (name: string): Promise<string[]> => {
  const seen: string[] = [];
  const note = ({ sql }: { sql: string }): void => void seen.push(sql.split(' ')[0] ?? '');
  connection.on('query', note);
  await ledger.alone(name, async () => seen.push('work'));
  connection.removeListener('query', note);
  return seen.filter((word) => !['BEGIN;', 'COMMIT;'].includes(word));
};

describe('work that one process does alone', () => {
  it('begins with a write that holds back the others, also when it was done before', async () => {
    expect(await statementsOf('folder')).toEqual(['update', 'insert', 'work']);
    expect(await statementsOf('folder')).toEqual(['update', 'work']);
    expect(await statementsOf('other')).toEqual(['update', 'insert', 'work']);
  });

  it('gives back what the work gives', async () => {
    expect(await ledger.alone('folder', async () => 7)).toBe(7);
  });
});
