import { setTimeout as sleep } from 'node:timers/promises';

const ENTRIES = 'api::ticket.ticket';
const LIMIT = 120_000;

/** Without being told, it is looked so often, in milliseconds. */
const PAUSE = 50;

const now = () => Number(process.hrtime.bigint()) / 1e6;

/** What is watched for now; one at a time. */
let watching = null;

/**
 * Notes when each new ticket can be read over a connection that belongs to no transaction: looked for as soon as Strapi
 * tells of it, which it does before the commit, and then each millisecond until it is there.
 */
export async function watch(strapi, count) {
  const table = strapi.db.metadata.get(ENTRIES).tableName;
  const knex = strapi.db.connection;
  const newest = await knex(table).max('id as id').first();
  let last = Number(newest.id ?? 0);
  let told = 0;
  let wake = () => undefined;
  const unsubscribe = strapi.eventHub.on('entry.create', async ({ uid }) => {
    if (uid !== ENTRIES) return;
    told += 1;
    wake();
  });
  const seen = [];
  const look = async () => {
    const rows = await knex(table).where('id', '>', last).orderBy('id').select('id', 'title');
    const at = now();
    for (const { id, title } of rows) {
      seen.push({ title, at });
      last = Number(id);
    }
  };
  const done = (async () => {
    for (const until = Date.now() + LIMIT; seen.length < count && Date.now() < until;) {
      await look();
      if (seen.length >= count) break;
      if (told > seen.length) await sleep(1);
      else await Promise.race([new Promise((resolve) => (wake = resolve)), sleep(PAUSE)]);
    }
    unsubscribe();
    return seen;
  })();
  watching = done;
}

/** @returns {Promise<{ title: string, at: number }[]>} `at`: by the monotonic clock of the machine, in milliseconds */
export const watched = () => watching;
