import assert from 'node:assert/strict';
import { startBenchSite } from '../lib/site.mjs';
import { createHistory } from './history.mjs';
import { shortMail } from './mails.mjs';

export const DOMAIN = 'site.example';
const SUPPORT = `support@${DOMAIN}`;
const CUSTOMER = { name: 'Mary', address: 'mary@customer.example' };

/**
 * A thread that mails can join.
 *
 * @typedef {{ id: string, messageId: string, customer: { name: string, address: string }, recipient: string }} Thread
 *   `messageId`: of the mail that opened it; `recipient`: the alias that it was sent to
 */

/**
 * A site with one alias and one outgoing server, and the threads that answers go to: on the empty one those that the
 * benchmark made itself, on the full one any of its history.
 */
export async function startSide(name, { database, sink }) {
  const site = await startBenchSite({
    name,
    database,
    env: { MAIL_GATEWAY_ALLOWED_PORTS: String(sink.port) },
  });
  const { admin } = site;
  await admin.put('/mail-gateway/system-parameters/mail.catchall.domain', { value: DOMAIN });
  await admin.post('/mail-gateway/aliases', {
    name: 'support',
    contentType: 'api::ticket.ticket',
    mapping: { title: 'subject', description: 'text', email: 'from.address' },
  });
  await admin.post('/mail-gateway/outgoing-servers', {
    ...{ name: 'Sink', host: '127.0.0.1', port: sink.port, encryption: 'none', authentication: 'none' },
  });
  return { name, site, sink, own: [], history: null };
}

/** Takes mails in that open threads. @returns {Promise<{ milliseconds: number, threads: Thread[] }>} */
export async function open({ name, site }, round, count) {
  const customers = Array.from({ length: count }, (_none, index) => ({
    name: `New ${index}`,
    address: `new${index}-${round}@customer.example`,
  }));
  const id = (index) => `${name}.new.${round}.${index}`;
  const mails = customers.map((from, index) => ({
    recipient: SUPPORT,
    raw: shortMail({ id: id(index), from, to: SUPPORT, subject: `New request ${index} of ${round}` }),
  }));
  const result = await site.job('receive', { mails });
  for (const mail of result.mails) assert.equal(mail.state, 'delivered', 'a new mail becomes a ticket');
  assert.equal(new Set(result.mails.map((mail) => mail.threadId)).size, count, 'each opens a thread');
  const threads = result.mails.map(({ threadId }, index) => ({
    id: threadId,
    messageId: `<${id(index)}@customer.example>`,
    customer: customers[index],
    recipient: SUPPORT,
  }));
  return { milliseconds: result.milliseconds, threads };
}

/** Takes in one answer to each thread. @returns {Promise<number>} milliseconds */
export async function join({ name, site }, round, threads) {
  const mails = threads.map(({ messageId, customer: from, recipient: to }, index) => ({
    recipient: to,
    raw: shortMail({
      ...{
        id: `${name}.answer.${round}.${index}`,
        from,
        to,
        subject: 'Re: your request',
        answers: messageId,
      },
    }),
  }));
  const result = await site.job('receive', { mails });
  assert.deepEqual(
    result.mails.map(({ state, threadId }) => ({ state, threadId })),
    threads.map(({ id }) => ({ state: 'delivered', threadId: id })),
    'each answer joins its thread'
  );
  return result.milliseconds;
}

/** Answers in each thread. @returns {Promise<number>} milliseconds */
export async function answer({ site, sink }, threads) {
  const { milliseconds, outboundIds } = await site.job('answer', { threads: threads.map(({ id }) => id) });
  const { mails } = await sink.taken();
  assert.deepEqual([outboundIds.length, mails], [threads.length, threads.length], 'answers that left');
  return milliseconds;
}

/** Asks the admin API for each page as often as told. @returns {Promise<number>} milliseconds */
export async function list({ site: { admin } }, paths, times) {
  const begun = performance.now();
  for (let time = 0; time < times; time += 1) for (const path of paths) await admin.get(path);
  return performance.now() - begun;
}

/** Fills a side with a history. @returns {Promise<Record<string, number>>} rows by table */
export async function fill(side, rows) {
  const { site } = side;
  const { threads } = await open(side, 'likeness', 1);
  await join(side, 'likeness', threads);
  const [opened, answered] = await journalIds(site, threads[0].id);
  await answer(side, threads);
  const lost = shortMail({ id: 'lost', from: CUSTOMER, to: `nobody@${DOMAIN}`, subject: 'Lost' });
  const { mails } = await site.job('receive', { mails: [{ raw: lost, recipient: `nobody@${DOMAIN}` }] });
  assert.equal(mails[0].state, 'unroutable');
  const [sent] = (await site.admin.get('/mail-gateway/outbound-emails')).data;
  const likeness = { opened, answered, unroutable: mails[0].documentId, sent: sent.documentId };
  const counts = await site.job('fill', { rows, domain: DOMAIN, likeness });
  side.history = createHistory(rows, Date.now());
  return counts;
}

async function journalIds({ admin }) {
  const { data } = await admin.get('/mail-gateway/inbound-emails');
  return data.map(({ documentId }) => documentId).reverse();
}

/** @returns {Promise<Thread[]>} threads of the history that one customer follows, spread over all of it */
export async function threadsOfHistory({ site, history }, round, count) {
  const found = [];
  for (let number = round; found.length < count; number += 1) {
    const candidates = Array.from({ length: count * 2 }, (_none, index) =>
      history.thread((number * 7919 + index * 104_729) % history.threads)
    );
    const quiet = new Set(await site.job('quiet-threads', { threads: candidates.map(({ id }) => id) }));
    for (const thread of candidates.filter(({ id }) => quiet.has(id))) {
      found.push({ ...thread, recipient: `${thread.alias.name}@${DOMAIN}` });
    }
    if (number > round + 20) throw new Error('The history has too few threads for this count.');
  }
  return found.slice(0, count);
}
