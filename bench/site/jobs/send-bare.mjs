import nodemailer from 'nodemailer';
import { atOnce, messages } from '../../send/messages.mjs';

let transport = null;

/**
 * What a developer writes without the plugin: a pool of connections, kept open from round to round as ours are. Nothing
 * is stored: a crash loses what has not left, and a temporary refusal is an error.
 *
 * @returns {Promise<{ milliseconds: number }>}
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
  const begun = performance.now();
  await atOnce(inFlight, mails, (mail) => transport.sendMail(mail));
  return { milliseconds: performance.now() - begun };
}
