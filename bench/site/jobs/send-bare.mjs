import nodemailer from 'nodemailer';
import { atOnce, messages } from '../../send/messages.mjs';
import processorTime from './processor-time.mjs';

let transport = null;

/**
 * What a developer writes without the plugin: a pool of connections, kept open from round to round as ours are. Nothing
 * is stored: a crash loses what has not left, and a temporary refusal is an error.
 *
 * @returns {Promise<{ milliseconds: number, processor: number }>}
 */
export default async function sendBare({ input: { port, connections, inFlight, ...which } }) {
  transport ??= nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
  });
  const mails = messages(which);
  const processorBefore = await processorTime();
  const begun = performance.now();
  await atOnce(inFlight, mails, (mail) => transport.sendMail(mail));
  const milliseconds = performance.now() - begun;
  return { milliseconds, processor: (await processorTime()) - processorBefore };
}
