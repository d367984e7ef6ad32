import { say } from '../../scripts/lib/log.mjs';
import { inTurn } from '../lib/rounds.mjs';
import { startSink } from '../lib/sink.mjs';
import { fixed, median } from '../lib/statistics.mjs';
import { listTable, openLists } from './lists.mjs';
import { answer, fill, join, list, open, startSide, threadsOfHistory } from './sides.mjs';

const ROWS = 1_000_000;
const COUNT = 50;
const PAGES = 4;

const JOURNAL = '/mail-gateway/inbound-emails';
const OUTBOX = '/mail-gateway/outbound-emails';

/**
 * What the lists are asked for: their first page, that of a rare state, and that of the most frequent one. The rare one
 * comes first of both, since its plan is the one that is shown.
 */
const LISTS = {
  journal: [JOURNAL, `${JOURNAL}?state=failed`, `${JOURNAL}?state=delivered`],
  outbox: [OUTBOX, `${OUTBOX}?state=failed`, `${OUTBOX}?state=accepted`],
};

/** What is measured on each side, for each mail or page, in milliseconds. */
const WORK = {
  ingest: 'a new mail: stored, routed, delivered',
  reply: 'an answer that joins a thread',
  answer: 'an answer of ours: written, sent, stored',
  journal: 'a page of the journal, three kinds',
  outbox: 'a page of the outbox, three kinds',
};

/**
 * What a mail and a page cost on a site with a million mails behind it, against the same on an empty one, measured in
 * turn; and how the database finds what the plugin asks for.
 */
export default async function growth({ database, rows = ROWS, count = COUNT, rounds }) {
  const sink = await startSink();
  const sides = {
    empty: await startSide('empty', { database, sink }),
    full: await startSide('full', { database, sink }),
  };
  say(`writing the history of ${rows} mails`);
  const begun = performance.now();
  const filled = await fill(sides.full, rows);
  const total = Object.values(filled).reduce((sum, one) => sum + one, 0);
  say(`${total} rows written in ${fixed((performance.now() - begun) / 1000)} s`);

  const results = await inTurn(rounds, Object.keys(sides), (side, round) =>
    measure(sides[side], round, count)
  );
  const [thread] = await threadsOfHistory(sides.full, 2, 1);
  const opened = await openLists(sides.full, { threadId: thread.id });
  const plans = await explain(sides.full, filled);
  const ratios = Object.fromEntries(
    Object.keys(WORK).map((work) => [
      work,
      median(results.map(({ empty, full }) => full[work] / empty[work])),
    ])
  );
  const scans = plans.filter((plan) => plan.scans.length > 0);
  return {
    tables: [
      growthTable(results, ratios, rows, database),
      listTable(opened, database),
      filledTable(filled),
      planTable(plans, database),
    ],
    figures: {
      worst: fixed(Math.max(...Object.values(ratios)), 2),
      ...Object.fromEntries(Object.entries(ratios).map(([work, ratio]) => [work, fixed(ratio, 2)])),
      scans: String(scans.length),
    },
    details: { filled, results, opened, plans },
  };
}

/** One round of one side: milliseconds of each kind of work. */
async function measure(side, round, count) {
  const opened = await open(side, round, count);
  const threads = side.history ? await threadsOfHistory(side, round, count) : opened.threads;
  const reply = await join(side, round, threads);
  const sent = await answer(side, threads);
  const pages = async (paths) => (await list(side, paths, PAGES)) / (paths.length * PAGES);
  const ingest = opened.milliseconds / count;
  return {
    ingest,
    reply: reply / count,
    answer: sent / count,
    journal: await pages(LISTS.journal),
    outbox: await pages(LISTS.outbox),
    label: `${fixed(ingest, 2)} ms`,
  };
}

/** The plans of one piece of each work, and of what runs by itself every few minutes. */
async function explain(side, filled) {
  const { site } = side;
  const pieces = {
    ingest: () => open(side, 'plans', 1),
    reply: async () => join(side, 'plans', await threadsOfHistory(side, 0, 1)),
    answer: async () => answer(side, await threadsOfHistory(side, 1, 1)),
    journal: () => list(side, LISTS.journal, 1),
    outbox: () => list(side, LISTS.outbox, 1),
    sweeps: () => site.job('sweeps'),
  };
  const plans = [];
  for (const [work, run] of Object.entries(pieces)) {
    await site.job('plans', { action: 'start' });
    await run();
    for (const { tables, scans, ...plan } of await site.job('plans', { action: 'stop' })) {
      if (!tables.some((table) => table in filled)) continue;
      plans.push({ work, ...plan, scans: scans.filter((table) => table in filled) });
    }
  }
  return plans;
}

const growthTable = (results, ratios, rows, database) => ({
  title: `growth: an empty site and one with ${rows} mails, ${database}`,
  rows: Object.entries(WORK).map(([work, what]) => ({
    work,
    what,
    empty: `${fixed(median(results.map(({ empty }) => empty[work])), 2)} ms`,
    full: `${fixed(median(results.map(({ full }) => full[work])), 2)} ms`,
    ratio: fixed(ratios[work], 2),
  })),
});

const filledTable = (filled) => ({
  title: 'rows of the full site before it was measured',
  rows: Object.entries(filled).map(([table, count]) => ({ table, rows: count })),
});

const planTable = (plans, database) => ({
  title: `how ${database} finds rows; SCAN: reads a table from end to end`,
  rows: plans.map(({ work, times, sql, plan, scans }) => ({
    work,
    times,
    flag: scans.length > 0 ? 'SCAN' : '',
    plan: cut(plan, 110),
    statement: cut(sql, 130),
  })),
});

const cut = (text, length) => (text.length > length ? `${text.slice(0, length)} …` : text);
