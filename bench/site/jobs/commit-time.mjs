import { median } from '../../lib/statistics.mjs';

const TABLE = 'mail_gateway_leases';
const NAME = 'benchmark';
const TIMES = 30;

/** Milliseconds that a commit of one small change takes here: what every promise to have stored something costs. */
export default async function commitTime({ strapi }) {
  const knex = strapi.db.connection;
  await knex(TABLE).insert({ name: NAME, owner: '', fence: 0, expires_at: 0 });
  const taken = [];
  for (let time = 1; time <= TIMES; time += 1) {
    const begun = performance.now();
    await knex(TABLE).where({ name: NAME }).update({ fence: time });
    taken.push(performance.now() - begun);
  }
  await knex(TABLE).where({ name: NAME }).delete();
  return median(taken);
}
