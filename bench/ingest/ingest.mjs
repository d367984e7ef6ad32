import assert from 'node:assert/strict';
import { startMailServer } from '../lib/mail-server.mjs';
import { profiled } from '../lib/profiled.mjs';
import { inTurn } from '../lib/rounds.mjs';
import { fixed, median, perSecond } from '../lib/statistics.mjs';
import { supportMails } from './mails.mjs';
import { ADDRESS, startBare, startOurs } from './sides.mjs';

const COUNT = 1000;

/**
 * Mails per second from a mailbox into entries: ours against the loop that a developer would write. A round is a mailbox
 * of its own on the same two sites, with the same mails for both.
 */
export default async function ingest({ database, count = COUNT, rounds, profile }) {
  const dovecot = await startMailServer('ingest');
  const sides = {
    ours: await startOurs({ database, dovecot }),
    bare: await startBare({ database, dovecot }),
  };
  const around = { dovecot, sides, count, rounds };
  const whole = await compare({ ...around, name: 'with', attachments: true });
  const light = await compare({ ...around, name: 'without', attachments: false });
  const details = { with: whole.results, without: light.results };
  if (profile) details.statements = await profileOurs(around, database);
  return {
    tables: [
      table(`ingest of ${count} mails, attachments into the media library, ${database}`, whole),
      table(`ingest of ${count} mails without attachments, ${database}`, light),
    ],
    figures: { ...figuresOf(whole), 'ratio-without-attachments': fixed(light.ratio, 2) },
    details,
  };
}

async function compare({ dovecot, sides, count, rounds, name, attachments }) {
  const results = await inTurn(rounds, Object.keys(sides), async (side, round) => {
    const login = `${name}-${side}-${round}`;
    const mails = await supportMails({ count, seed: mailSeed(name, round), to: ADDRESS, attachments });
    const { milliseconds, processor } = await takeIn(sides[side], dovecot, login, mails);
    return { milliseconds, processor, label: perSecond(count, milliseconds) };
  });
  const of = (side, key) => median(results.map((round) => round[side][key]));
  const summary = (side) => ({
    rate: perSecond(count, of(side, 'milliseconds')),
    wall: `${fixed(of(side, 'milliseconds') / count, 2)} ms`,
    processor: `${fixed(of(side, 'processor') / count, 2)} ms`,
  });
  return {
    results,
    ours: summary('ours'),
    bare: summary('bare'),
    ratio: median(results.map(({ ours, bare }) => bare.milliseconds / ours.milliseconds)),
  };
}

/** Mails that came once are recognised for good: each round has its own. */
const mailSeed = (name, round) =>
  1000 * (1 + ['with', 'without', 'profile', 'statements'].indexOf(name)) + round;

/** Fills a mailbox, has it taken in, and demands that every mail became a ticket with all that it holds. */
async function takeIn({ site, prepare, fetch }, dovecot, login, mails) {
  await dovecot.deliver(
    login,
    mails.map(({ raw }) => raw)
  );
  await prepare(login);
  const { last } = await site.job('tickets', { after: 0 });
  const processorBefore = await site.job('processor-time');
  const begun = performance.now();
  await fetch(login);
  const milliseconds = performance.now() - begun;
  const processor = (await site.job('processor-time')) - processorBefore;
  await verify(site, dovecot, login, mails, last);
  return { milliseconds, processor };
}

async function verify(site, dovecot, login, mails, last) {
  const made = await site.job('tickets', { after: last });
  const files = mails.flatMap(({ attachments }) => attachments);
  const kilobytes = files.reduce((sum, { bytes }) => sum + bytes.length / 1000, 0);
  assert.deepEqual(
    made.titles.sort(),
    mails.map(({ subject }) => subject).sort(),
    'one ticket for each mail'
  );
  assert.equal(made.empty, 0, 'tickets without text or sender');
  assert.equal(made.files, files.length, 'files in the media library');
  assert.ok(Math.abs(made.kilobytes - kilobytes) <= 0.01 * files.length, 'every file has its size');
  const status = await dovecot.doveadm('mailbox', 'status', '-u', login, 'unseen', 'INBOX');
  assert.match(status, /unseen=0/, 'every mail is marked as seen');
}

async function profileOurs({ dovecot, sides, count }, database) {
  return profiled(sides.ours.site, `ingest-${database}`, count, async (run) => {
    const mails = await supportMails({ count, seed: mailSeed(run, 0), to: ADDRESS, attachments: true });
    await takeIn(sides.ours, dovecot, run, mails);
  });
}

const table = (title, { ours, bare, ratio }) => ({
  title,
  rows: [
    {
      side: 'ours',
      rate: ours.rate,
      'per mail': ours.wall,
      processor: ours.processor,
      ratio: fixed(ratio, 2),
    },
    { side: 'bare', rate: bare.rate, 'per mail': bare.wall, processor: bare.processor, ratio: '' },
  ],
});

const figuresOf = ({ ours, bare, ratio }) => ({ ratio: fixed(ratio, 2), ours: ours.rate, bare: bare.rate });
