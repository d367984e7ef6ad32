import assert from 'node:assert/strict';
import { supportMails } from '../ingest/mails.mjs';
import { ADDRESS, startOurs } from '../ingest/sides.mjs';
import { startMailServer } from '../lib/mail-server.mjs';
import { openRawDoor } from '../lib/raw-door.mjs';
import { canReadMemory, peakDuring, residentNow } from '../lib/resident.mjs';
import { fixed, median, slope } from '../lib/statistics.mjs';
import { largeMail } from './large-mail.mjs';

const MEGABYTES = 100;
const COUNT = 10_000;

/** Small mails before the large one, so that what is loaded once is loaded. */
const WARM_UP = 20;

/** The same before many mails, for each of these: the engine goes on compiling and sizing its heap for some thousands. */
const WARM_UP_SHARE = 0.5;

/** Many mails come in so many mailboxes, one after the other; what is left is read after each, with garbage collected. */
const STRETCHES = 10;

const MEGABYTE = 1024 * 1024;
const mb = (bytes) => `${fixed(bytes / MEGABYTE)} MB`;

/**
 * Resident memory: what one large mail takes beyond that of an idle site, through each door, and whether ten thousand
 * mails leave anything behind.
 */
export default async function memory({ database, count = COUNT, megabytes = MEGABYTES }) {
  if (!canReadMemory())
    throw new Error('memory reads the peak of a process from /proc, which Linux alone has.');
  const dovecot = await startMailServer('memory');
  const large = {};
  for (const door of Object.keys(DOORS)) large[door] = await oneLarge(door, { database, dovecot, megabytes });
  const many = await manyMails({ database, dovecot, count });
  return {
    tables: [largeTable(large, megabytes, database), manyTable(many, count, database)],
    figures: {
      ...Object.fromEntries(
        Object.entries(large).map(([door, { above }]) => [door, mb(above).replace(' ', '')])
      ),
      first: mb(many.first).replace(' ', ''),
      last: mb(many.last).replace(' ', ''),
      'per-1000': `${fixed(many.slope / MEGABYTE, 1)}MB`,
    },
    details: { large, many },
  };
}

/** How a mail gets into a site; each answers when the mail has its final state. */
const DOORS = {
  async imap({ prepare, fetch }, dovecot, name, mails) {
    await dovecot.deliver(name, mails);
    await prepare(name);
    return () => fetch(name);
  },

  async http({ site }, _dovecot, name, mails) {
    const door = await openRawDoor(site, name);
    return async () => {
      for (const raw of mails) {
        const { state } = await door.deliver(raw, ADDRESS);
        assert.equal(state, 'delivered');
      }
    };
  },
};

const startSide = ({ database, dovecot, megabytes }) =>
  startOurs({
    database,
    dovecot,
    env: { MAIL_GATEWAY_MAX_MESSAGE_SIZE: String((megabytes + 1) * MEGABYTE) },
    nodeOptions: ['--expose-gc'],
  });

async function oneLarge(door, { database, dovecot, megabytes }) {
  const side = await startSide({ database, dovecot, megabytes });
  const { site } = side;
  const small = await supportMails({ count: WARM_UP, seed: 1, to: ADDRESS, attachments: false });
  const warmUp = await DOORS[door](
    side,
    dovecot,
    `${door}-small`,
    small.map(({ raw }) => raw)
  );
  await warmUp();

  const { raw, attachment } = largeMail({ megabytes, to: ADDRESS, id: `${door}.large` });
  const takeIn = await DOORS[door](side, dovecot, `${door}-large`, [raw]);
  const before = await site.job('memory');
  const idle = residentNow(site.pid);
  const { peak } = await peakDuring(site.pid, takeIn);
  const after = await site.job('memory');
  const left = residentNow(site.pid);

  const { titles, kilobytes } = await site.job('tickets');
  assert.equal(titles.length, WARM_UP + 1, 'every mail became a ticket');
  assert.ok(Math.abs(kilobytes - attachment.size / 1000) < 1, 'the file in the media library has its size');
  assert.deepEqual(await site.job('attachments'), [attachment], 'the attachment of the message is whole');
  await site.stop();
  return { idle, peak, above: peak - idle, left: left - idle, heap: after.heapUsed - before.heapUsed };
}

async function manyMails({ database, dovecot, count }) {
  const side = await startSide({ database, dovecot, megabytes: 1 });
  const { site, fetch } = side;
  const warmUp = Math.ceil(count * WARM_UP_SHARE);
  const mails = await supportMails({ count: count + warmUp, seed: 2, to: ADDRESS, attachments: false });
  const raws = mails.map(({ raw }) => raw);
  const warm = await DOORS.imap(side, dovecot, 'many-before', raws.splice(0, warmUp));
  await warm();

  const stretch = Math.ceil(count / STRETCHES);
  const heaps = [];
  const resting = [];
  const peaks = [];
  let milliseconds = 0;
  for (let number = 0; raws.length > 0; number += 1) {
    const login = `many-${number}`;
    await DOORS.imap(side, dovecot, login, raws.splice(0, stretch));
    const begun = performance.now();
    const { peak } = await peakDuring(site.pid, () => fetch(login));
    milliseconds += performance.now() - begun;
    heaps.push((await site.job('memory')).heapUsed);
    resting.push(residentNow(site.pid));
    peaks.push(peak);
  }
  const { titles } = await site.job('tickets');
  assert.equal(titles.length, mails.length, 'every mail became a ticket');
  await site.stop();

  const third = Math.max(1, Math.floor(resting.length / 3));
  return {
    resting,
    peaks,
    milliseconds,
    first: median(resting.slice(0, third)),
    last: median(resting.slice(-third)),
    most: Math.max(...peaks),
    slope: (slope(resting) * 1000) / stretch,
    heap: heaps.at(-1) - heaps[0],
  };
}

const largeTable = (large, megabytes, database) => ({
  title: `memory with one mail of ${megabytes} MB, ${database}`,
  rows: Object.entries(large).map(([door, { idle, peak, above, left, heap }]) => ({
    door,
    idle: mb(idle),
    peak: mb(peak),
    'above idle': mb(above),
    'left afterwards': mb(left),
    'heap grown': mb(heap),
  })),
});

const manyTable = (many, count, database) => ({
  title: `memory over ${count} mails, ${database}`,
  rows: [
    {
      'first third': mb(many.first),
      'last third': mb(many.last),
      most: mb(many.most),
      'slope for 1,000 mails': `${fixed(many.slope / MEGABYTE, 1)} MB`,
      'heap grown': mb(many.heap),
      seconds: fixed(many.milliseconds / 1000),
    },
  ],
});
