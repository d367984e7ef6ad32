import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import { supportMails } from '../ingest/mails.mjs';
import { openRawDoor } from '../lib/raw-door.mjs';
import { startBenchSite } from '../lib/site.mjs';
import { fixed, quantile } from '../lib/statistics.mjs';
import { loadSupport } from '../lib/support.mjs';

const DOMAIN = 'site.example';
const ADDRESS = `support@${DOMAIN}`;

/** Mails a second, whatever became of those before. */
const RATE = 10;
const COUNT = 300;

/** Mails before the measuring, at most as many as are measured: code that has hardly run is slow. */
const WARM_UP = 100;

/** Milliseconds by the monotonic clock of the machine, which all its processes share on Linux. */
const now = () => Number(process.hrtime.bigint()) / 1e6;

/**
 * How long after the sender was told "taken" a mail is an entry that others can read, at ten mails a second: through
 * the listener by SMTP and LMTP. The raw HTTP door answers when the entry is there; of it the whole way is shown.
 */
export default async function latency({ database, count = COUNT }) {
  const { freePorts } = await loadSupport();
  const [smtp, lmtp] = await freePorts(2);
  const site = await startBenchSite({
    name: 'latency',
    database,
    env: { MAIL_GATEWAY_SMTP_PORT: String(smtp), MAIL_GATEWAY_LMTP_PORT: String(lmtp) },
  });
  await site.admin.put('/mail-gateway/system-parameters/mail.catchall.domain', { value: DOMAIN });
  // The few senders of the benchmark write more in two minutes than people do in two hours.
  await site.admin.put('/mail-gateway/system-parameters/mail.gateway.loop.threshold', { value: 0 });
  await site.admin.post('/mail-gateway/aliases', {
    name: 'support',
    contentType: 'api::ticket.ticket',
    mapping: { title: 'subject', description: 'text', email: 'from.address' },
  });
  const doors = {
    smtp: openListener(smtp, {}),
    lmtp: openListener(lmtp, { lmtp: true }),
    http: await openHttp(site),
  };

  const results = {};
  let seed = 1;
  for (const [name, door] of Object.entries(doors)) {
    seed += 1;
    const first = Math.min(WARM_UP, count);
    const mails = await supportMails({ count: first + count, seed, to: ADDRESS, attachments: false });
    await atRate(site, door, mails.slice(0, first));
    results[name] = await atRate(site, door, mails.slice(first));
    door.close();
  }
  return {
    tables: [table(results, count, database)],
    figures: figuresOf(results),
    details: { results },
  };
}

/** Connections are kept open, as by a mail server that has much to deliver. */
function openListener(port, options) {
  const transport = nodemailer.createTransport({
    ...{ host: '127.0.0.1', port, ignoreTLS: true, pool: true, maxConnections: 10, maxMessages: Infinity },
    ...options,
  });
  return {
    send: (raw) => transport.sendMail({ envelope: { from: 'mary@customer.example', to: [ADDRESS] }, raw }),
    close: () => transport.close(),
  };
}

async function openHttp(site) {
  const door = await openRawDoor(site, 'latency');
  return { send: (raw) => door.store(raw, ADDRESS), close: () => undefined };
}

/**
 * Hands mails over at a constant rate, whether or not those before are through.
 *
 * @returns {Promise<{ answered: number[], whole: number[] }>} milliseconds until the entry could be read: from the
 *   positive answer on, and from the begin of the handing over
 */
async function atRate(site, { send }, mails) {
  await site.job('watch-tickets', { count: mails.length });
  const times = new Map();
  const underWay = [];
  const start = now();
  for (const [index, { raw, subject }] of mails.entries()) {
    await sleep(Math.max(0, start + (index * 1000) / RATE - now()));
    const begun = now();
    underWay.push(send(raw).then(() => times.set(subject, { begun, answered: now() })));
  }
  await Promise.all(underWay);
  const visible = await site.job('watched-tickets');
  assert.deepEqual(
    visible.map(({ title }) => title).sort(),
    mails.map(({ subject }) => subject).sort(),
    'one ticket for each mail'
  );
  const since = (moment) => visible.map(({ title, at }) => Math.max(0, at - times.get(title)[moment]));
  return { answered: since('answered'), whole: since('begun') };
}

const shown = (values, part) => `${fixed(quantile(values, part), 1)} ms`;

const table = (results, count, database) => ({
  title: `latency of ${count} mails at ${RATE} a second, ${database}`,
  rows: Object.entries(results).map(([door, { answered, whole }]) => ({
    door,
    'median after 250': shown(answered, 0.5),
    '99 % after 250': shown(answered, 0.99),
    'longest after 250': shown(answered, 1),
    'median of all': shown(whole, 0.5),
    '99 % of all': shown(whole, 0.99),
  })),
});

const figuresOf = ({ smtp, lmtp, http }) => ({
  median: shown(smtp.answered, 0.5).replace(' ', ''),
  p99: shown(smtp.answered, 0.99).replace(' ', ''),
  'lmtp-median': shown(lmtp.answered, 0.5).replace(' ', ''),
  'lmtp-p99': shown(lmtp.answered, 0.99).replace(' ', ''),
  'smtp-whole': shown(smtp.whole, 0.5).replace(' ', ''),
  'http-whole': shown(http.whole, 0.5).replace(' ', ''),
});
