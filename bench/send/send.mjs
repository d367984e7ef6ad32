import assert from 'node:assert/strict';
import { profiled } from '../lib/profiled.mjs';
import { inTurn } from '../lib/rounds.mjs';
import { startSink } from '../lib/sink.mjs';
import { startBenchSite } from '../lib/site.mjs';
import { fixed, median, perSecond } from '../lib/statistics.mjs';

const COUNT = 2_000;
const CONNECTIONS = 5;

/** Mails that are under way at a time on the bare side, and callers of `mail.send` on ours. */
const IN_FLIGHT = 50;

/**
 * Mails per second out of the outbox against a bare nodemailer pool to the same server: `ours` is the queue alone, from
 * the commit of the outbox rows to the last stored answer; `whole` begins with the first call of `mail.send`.
 */
export default async function send({ database, count = COUNT, rounds, profile }) {
  const sink = await startSink();
  const sites = {
    ours: await startOurs(database, sink),
    bare: await startBenchSite({ name: 'bare', database, env: { MAIL_GATEWAY_ENABLED: 'false' } }),
  };
  const sides = createSides(sites, sink, count);
  const commits = [];
  const results = await inTurn(rounds, Object.keys(sides), async (side, round) => {
    commits.push(await sites.ours.job('commit-time'));
    return sendAll({ side, round, count, sink, ...sides[side] });
  });
  await expectOutbox(sites.ours, count * 2 * (rounds + 1));
  const commit = median(commits);
  const details = { commits, results };
  if (profile) {
    details.statements = await profiled(sites.ours, `send-${database}`, count, (run) =>
      sendAll({ side: 'ours', round: run, count, sink, ...sides.ours })
    );
  }
  return { ...summaryOf(results, count, database, commit), details };
}

async function startOurs(database, sink) {
  const site = await startBenchSite({
    name: 'ours',
    database,
    env: { MAIL_GATEWAY_ALLOWED_PORTS: String(sink.port) },
  });
  const { admin } = site;
  await admin.put('/mail-gateway/system-parameters/mail.catchall.domain', { value: 'site.example' });
  await admin.post('/mail-gateway/outgoing-servers', {
    name: 'Sink',
    host: '127.0.0.1',
    port: sink.port,
    encryption: 'none',
    authentication: 'none',
    maxConnections: CONNECTIONS,
  });
  return site;
}

const createSides = ({ ours, bare }, { port }, count) => ({
  ours: {
    site: ours,
    work: (round) => ours.job('send-ours', { count, round: `q${round}`, inFlight: IN_FLIGHT, held: true }),
  },
  bare: {
    site: bare,
    work: (round) =>
      bare.job('send-bare', {
        ...{ count, round: `b${round}`, port, connections: CONNECTIONS, inFlight: IN_FLIGHT },
      }),
  },
  whole: {
    site: ours,
    work: (round) => ours.job('send-ours', { count, round: `w${round}`, inFlight: IN_FLIGHT, held: false }),
  },
});

/** One round of one side; fails unless every recipient got exactly one mail. */
async function sendAll({ side, round, count, sink, work }) {
  const { milliseconds, processor, enqueued = null } = await work(round);
  const { mails, recipients, bytes } = await sink.taken();
  assert.deepEqual(
    { mails, recipients },
    { mails: count, recipients: count },
    `what the server took (${side})`
  );
  return { milliseconds, enqueued, processor, bytes, label: perSecond(count, milliseconds) };
}

async function expectOutbox(site, count) {
  assert.deepEqual(await site.job('outbox'), { accepted: count }, 'states of the outbox');
}

function summaryOf(results, count, database, commit) {
  const of = (side, key) => median(results.map((round) => round[side][key]));
  const ratio = (side) => median(results.map((round) => round.bare.milliseconds / round[side].milliseconds));
  const enqueue = perSecond(count, of('whole', 'enqueued'));
  const row = (side, what, milliseconds = of(side, 'milliseconds')) => ({
    side,
    what,
    rate: perSecond(count, milliseconds),
    'per mail': `${fixed(milliseconds / count, 2)} ms`,
    processor: `${fixed(of(side, 'processor') / count, 2)} ms`,
    size: `${fixed(of(side, 'bytes') / count / 1000, 1)} kB`,
    ratio: side === 'bare' ? '' : fixed(ratio(side), 2),
  });
  return {
    tables: [
      {
        title: `send of ${count} mails over ${CONNECTIONS} connections, ${database}, where a commit takes ${fixed(commit, 1)} ms`,
        rows: [
          row('ours', 'from the outbox to the stored answer'),
          row('bare', 'nodemailer pool'),
          row('whole', `from mail.send to the stored answer (calls answered at ${enqueue})`),
        ],
      },
    ],
    figures: {
      ratio: fixed(ratio('ours'), 2),
      ours: perSecond(count, of('ours', 'milliseconds')),
      bare: perSecond(count, of('bare', 'milliseconds')),
      whole: perSecond(count, of('whole', 'milliseconds')),
      'ratio-whole': fixed(ratio('whole'), 2),
      enqueue,
      commit: `${fixed(commit, 1)}ms`,
    },
  };
}
