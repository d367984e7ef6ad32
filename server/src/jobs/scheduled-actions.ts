import type { Knex } from 'knex';
import { RUN_RESULTS, type RunResult, type Sentence } from '../../../contracts';
import { TABLE } from '../constants';
import { GatewayError, messageOf } from '../errors';
import { writerOf } from '../sentence';
import type { Database, Row } from '../storage';
import type { Leases } from './leases';
import { messageOfAll, readSentences } from '../stored-sentences';

/** What an action does. It is repeated after a crash, so it must be safe to run again. */
export interface ScheduledActionDefinition {
  /** Part of URLs: lower case with hyphens. */
  name: string;
  /** For people, as Odoo names it. */
  title: string;
  /** Minutes between two runs until somebody changes it. */
  intervalMinutes: number;
  /** @returns what was done; `again` when more is waiting, and it is to run again at once. */
  run(signal: AbortSignal): Promise<{ result: RunResult[]; again?: boolean }>;
}

export interface ScheduledAction {
  name: string;
  title: string;
  intervalMinutes: number;
  active: boolean;
  nextRunAt: Date | null;
  lastRunAt: Date | null;
  /** The last run's sentence, or what went wrong; null while it runs. */
  lastResult: string | null;
  /** Its sentences; empty for what an older version stored. */
  lastSentences: Sentence[];
}

/**
 * Work that is due every so many minutes, kept as rows: changing, pausing and "run now" are updates of the row and so
 * reach every process without a restart. Never two runs of one action at a time on one database.
 */
export interface ScheduledActions {
  /** Inserts the rows of actions that are new. */
  prepare(): Promise<void>;
  list(): Promise<ScheduledAction[]>;
  /** @throws GatewayError `not_found` for an unknown name. */
  update(name: string, patch: { intervalMinutes?: number; active?: boolean }): Promise<ScheduledAction>;
  /** Makes the action due at once, in whichever process looks next, even when it is paused. */
  runNow(name: string): Promise<ScheduledAction>;
  /** Runs what is due. Called every ten seconds in each working process. */
  tick(signal: AbortSignal): Promise<void>;
}

const say = writerOf(RUN_RESULTS);

const MINUTE = 60_000;

/** `next_run_at` of an action that somebody asked for: due although it may be paused. */
const AT_ONCE = 0;

const dateOf = (milliseconds: unknown): Date | null =>
  milliseconds === null || milliseconds === undefined ? null : new Date(Number(milliseconds));

/** @see ScheduledActions */
export const createScheduledActions = ({
  database,
  leases,
  definitions,
  onError,
}: {
  database: Database;
  leases: Leases;
  definitions: readonly ScheduledActionDefinition[];
  onError: (name: string, error: unknown) => void;
}): ScheduledActions => {
  const table = TABLE.scheduledActions;

  const definitionOf = (name: string): ScheduledActionDefinition => {
    const found = definitions.find((definition) => definition.name === name);
    if (found) return found;
    const names = definitions.map((definition) => definition.name).join(', ');
    throw new GatewayError('not_found', `There is no scheduled action "${name}". There are: ${names}.`, 404);
  };

  const describe = (row: Row): ScheduledAction => ({
    name: String(row.name),
    title: definitionOf(String(row.name)).title,
    intervalMinutes: Number(row.interval_minutes),
    active: Boolean(row.active),
    nextRunAt: row.active || Number(row.next_run_at) === AT_ONCE ? dateOf(row.next_run_at) : null,
    lastRunAt: dateOf(row.last_run_at),
    lastResult: typeof row.last_result === 'string' ? row.last_result : null,
    lastSentences: readSentences(row.last_sentences, row.last_result),
  });

  const change = async (name: string, patch: Row): Promise<ScheduledAction> => {
    definitionOf(name);
    const row: Row = await database.transaction(async (trx) => {
      if (Object.keys(patch).length > 0) await trx(table).where({ name }).update(patch);
      return trx(table).where({ name }).first();
    });
    return describe(row);
  };

  const inOneInterval = (): Knex.Raw =>
    // A big integer from the first factor on: PostgreSQL computes a product of two integers as a 32-bit one.
    database
      .nowExpression()
      .wrap(
        '(',
        ` + CAST(interval_minutes AS ${database.client === 'mysql' ? 'SIGNED' : 'BIGINT'}) * ${MINUTE})`
      );

  const isDue = async (name: string): Promise<boolean> => {
    const row = await database.read((trx) =>
      trx(table)
        .where({ name })
        .where((time) =>
          time
            .where('next_run_at', '<=', database.nowExpression())
            // Further away than any run is put: the clock was set back meanwhile.
            .orWhere('next_run_at', '>', inOneInterval())
        )
        .where((due) => due.where({ active: true }).orWhere({ next_run_at: AT_ONCE }))
        .first('name')
    );
    return row !== undefined;
  };

  /** The next run is set before the work, so that a crash in it does not repeat it at once for ever. */
  const begin = (name: string): Promise<number> =>
    database.transaction((trx) =>
      trx(table).where({ name }).update({
        next_run_at: inOneInterval(),
        last_run_at: database.nowExpression(),
        last_result: null,
        last_sentences: null,
      })
    );

  const finish = (name: string, result: readonly RunResult[], again = false): Promise<void> =>
    database.transaction(async (trx) => {
      await trx(table)
        .where({ name })
        .update({ last_result: messageOfAll(result), last_sentences: JSON.stringify(result) });
      if (!again) return;
      // Only ever earlier: somebody may have asked for a run meanwhile.
      const now = database.nowExpression();
      await trx(table).where({ name }).where('next_run_at', '>', now).update({ next_run_at: now });
    });

  const runIfDue = async (definition: ScheduledActionDefinition, signal: AbortSignal): Promise<void> => {
    const { name } = definition;
    if (signal.aborted || !(await isDue(name))) return;
    await leases.hold(`scheduled-action:${name}`, async (lease) => {
      if (!(await isDue(name))) return;
      await begin(name);
      try {
        const done = await definition.run(AbortSignal.any([signal, lease.signal]));
        await finish(name, done.result, done.again);
      } catch (error) {
        onError(name, error);
        const problem = messageOf(error);
        await finish(name, [say('broken_off', { problem }, `Failed: ${problem}`)]);
      }
    });
  };

  return {
    async prepare() {
      const now = await database.now();
      await database.transaction(async (trx) => {
        for (const { name, intervalMinutes } of definitions) {
          const row = { name, interval_minutes: intervalMinutes, active: true, next_run_at: now };
          await database.insertOnce(trx, table, row, ['name']);
        }
      });
    },

    async list() {
      const rows: Row[] = await database.transaction((trx) =>
        trx(table).whereIn(
          'name',
          definitions.map((definition) => definition.name)
        )
      );
      return definitions.flatMap(({ name }) => rows.filter((row) => row.name === name).map(describe));
    },

    async update(name, { intervalMinutes, active }) {
      const patch: Row = {};
      if (active !== undefined) patch.active = active;
      if (intervalMinutes !== undefined) {
        patch.interval_minutes = intervalMinutes;
        patch.next_run_at = (await database.now()) + intervalMinutes * MINUTE;
      }
      return change(name, patch);
    },

    runNow: (name) => change(name, { next_run_at: AT_ONCE }),

    async tick(signal) {
      await Promise.all(definitions.map((definition) => runIfDue(definition, signal)));
    },
  };
};
