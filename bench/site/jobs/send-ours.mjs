import { setTimeout as sleep } from 'node:timers/promises';
import { atOnce, messages } from '../../send/messages.mjs';

const LIMIT = 300_000;

/**
 * Sends through the plugin's mail service and waits until the server has accepted all of them and that is stored.
 *
 * @param {{ input: { count: number, round: string, inFlight: number, held: boolean } }} context `held`: all are put into
 *   the outbox in one transaction, after whose commit the time begins; otherwise the time begins with the first call
 * @returns {Promise<{ milliseconds: number, enqueued: number }>} `enqueued`: until every call had answered
 */
export default async function sendOurs({ strapi, input: { held, inFlight, ...which } }) {
  const mail = strapi.plugin('mail-gateway').service('mail');
  const mails = messages(which);
  const arrival = accepted(strapi, mails.length);
  let begun = performance.now();
  let enqueued;
  if (held) {
    await strapi.db.transaction(async () => {
      for (const one of mails) await mail.send(one);
      enqueued = performance.now() - begun;
    });
    begun = performance.now();
  } else {
    await atOnce(inFlight, mails, (one) => mail.send(one));
    enqueued = performance.now() - begun;
  }
  await arrival;
  return { milliseconds: performance.now() - begun, enqueued };
}

/** Resolves once so many mails were accepted, which is told after the row is written. */
async function accepted(strapi, count) {
  const event = 'mail-gateway.outbound.accepted';
  let left = count;
  let unsubscribe;
  const all = new Promise((resolve) => {
    unsubscribe = strapi.eventHub.on(event, async () => {
      left -= 1;
      if (left === 0) resolve();
    });
  });
  const late = new AbortController();
  const limit = sleep(LIMIT, undefined, { signal: late.signal }).then(
    () => {
      throw new Error(`${left} of ${count} mails were not accepted within ${LIMIT / 1000} s.`);
    },
    () => undefined
  );
  await Promise.race([all, limit]);
  late.abort();
  unsubscribe();
}
