import { afterAll, beforeAll, expect, it } from 'vitest';
import { TABLE } from '../../../server/src/constants';
import { createLeases, createScheduledActions } from '../../../server/src/jobs';
import type { FetchReport } from '../../../server/src/inbound';
import { scheduledActionDefinitions } from '../../../server/src/scheduled';
import { createMemoryDatabase } from '../../support/memory-database';

const { connection, database, stop } = createMemoryDatabase();

beforeAll(async () => {
  await connection.schema.createTable(TABLE.leases, (table) => {
    table.string('name').unique();
    table.string('owner');
    table.bigInteger('fence');
    table.bigInteger('expires_at');
  });
  await connection.schema.createTable(TABLE.scheduledActions, (table) => {
    table.string('name').unique();
    table.integer('interval_minutes');
    table.boolean('active');
    table.bigInteger('next_run_at');
    table.bigInteger('last_run_at');
    table.text('last_result');
    table.text('last_sentences');
  });
});
afterAll(() => stop());

const reportOf = (more: boolean): FetchReport => ({
  documentId: 'a',
  name: 'Support',
  outcome: 'fetched',
  ...{ listed: 1, stored: 1, duplicates: 0, oversize: 0, skipped: 0, postponed: 0, unfetchable: 0 },
  ...{ more, failure: null, warning: null, steps: [] },
});

it('fetches again at the next tick while mails are waiting, and can be paused in between', async () => {
  const rounds: FetchReport[][] = [[reportOf(true)], [reportOf(false)]];
  let fetched = 0;
  const whileRunning: unknown[] = [];
  const actions = createScheduledActions({
    database,
    leases: createLeases({ database, takeOverMs: 30_000 }),
    definitions: scheduledActionDefinitions({
      async fetchAll() {
        fetched += 1;
        whileRunning.push((await state())?.lastResult);
        return rounds.shift() ?? [reportOf(true)];
      },
      sendDue: async () => undefined,
      tidyUp: async () => undefined,
    }),
    onError: (name, error) => {
      throw new Error(`${name} failed`, { cause: error });
    },
  });
  const tick = () => actions.tick(new AbortController().signal);
  const state = async () => (await actions.list()).find(({ name }) => name === 'fetchmail');
  await actions.prepare();

  await tick();
  expect(await state()).toMatchObject({
    lastResult: '1 new mail from 1 mailbox. More is waiting.',
    lastSentences: [{ code: 'fetched', values: { mails: 1, mailboxes: 1 } }, { code: 'more_waiting' }],
  });
  await tick();
  expect(fetched).toBe(2);
  expect(await state()).toMatchObject({ lastResult: '1 new mail from 1 mailbox.' });
  // As a process of an older version would, or as it stands after an update.
  await connection(TABLE.scheduledActions).update({ last_result: 'No mailbox was due.' });
  expect(await state()).toMatchObject({ lastResult: 'No mailbox was due.', lastSentences: [] });
  await tick();
  expect(fetched).toBe(2);

  await actions.runNow('fetchmail');
  await tick();
  await actions.update('fetchmail', { active: false });
  await tick();
  expect(fetched).toBe(3);
  // So that who asked for a run can tell that it has ended.
  expect(whileRunning).toEqual([null, null, null]);
});
