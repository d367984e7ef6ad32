import { atOnce, messages } from '../../send/messages.mjs';
import { watchAccepted } from '../lib/accepted.mjs';
import processorTime from './processor-time.mjs';

/**
 * Sends through the plugin's mail service and waits until the server has accepted all of them and that is stored.
 *
 * @param {{ input: { count: number, round: string, inFlight: number, held: boolean } }} context `held`: all are put into
 *   the outbox in one transaction, after whose commit the time begins; otherwise the time begins with the first call
 * @returns {Promise<{ milliseconds: number, processor: number, enqueued: number }>} `processor`: of that time alone;
 *   `enqueued`: until every call had answered
 */
export default async function sendOurs({ strapi, input: { held, inFlight, ...which } }) {
  const service = strapi.plugin('mail-gateway').service('mail');
  const mails = messages(which);
  const acceptance = watchAccepted(strapi);
  const sent = [];
  const send = async (mail) => sent.push(...(await service.send(mail)).documentIds);
  let processorBefore = await processorTime();
  let begun = performance.now();
  let enqueued;
  if (held) {
    await strapi.db.transaction(async () => {
      for (const mail of mails) await send(mail);
      enqueued = performance.now() - begun;
    });
    processorBefore = await processorTime();
    begun = performance.now();
  } else {
    await atOnce(inFlight, mails, send);
    enqueued = performance.now() - begun;
  }
  await acceptance.wait(sent);
  const milliseconds = performance.now() - begun;
  return { milliseconds, processor: (await processorTime()) - processorBefore, enqueued };
}
