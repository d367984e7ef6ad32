import { setTimeout as sleep } from 'node:timers/promises';

const TABLE = 'mail_gateway_scheduled_actions';
const LIMIT = 120_000;
const PAUSE = 200;

/** Makes all scheduled actions due, and waits until the site has run each of them. */
export default async function sweeps({ strapi }) {
  const knex = strapi.db.connection;
  const before = new Map(
    (await knex(TABLE).select('name', 'last_run_at')).map((row) => [row.name, row.last_run_at])
  );
  await knex(TABLE).update({ next_run_at: 0, last_result: null });
  for (const until = Date.now() + LIMIT; ; await sleep(PAUSE)) {
    const rows = await knex(TABLE).select('name', 'last_run_at', 'last_result');
    const done = rows.every(
      ({ name, last_run_at: at, last_result: result }) => at !== before.get(name) && result !== null
    );
    if (done) return rows.map(({ name, last_result: result }) => ({ name, result }));
    if (Date.now() > until) throw new Error(`Scheduled actions did not run: ${JSON.stringify(rows)}`);
  }
}
