import http from 'node:http';
import https from 'node:https';

/** More of an answer than this nobody reads, in characters. */
const ANSWER_LIMIT = 64 * 1024;

/**
 * Sends the mail to the door while it is read. The request is only completed at the end of the mail: if this process
 * ends before, the door sees a broken request and stores nothing.
 *
 * @param {import('node:stream').Readable} mail
 * @param {{ door: URL, token: string, timeout: number }} settings timeout: milliseconds without any progress
 * @returns {Promise<{ status: number, location?: string, body: string }>}
 */
export const handOver = (mail, { door, token, timeout }) =>
  new Promise((resolve, reject) => {
    const request = (door.protocol === 'https:' ? https : http).request(door, {
      method: 'POST',
      agent: false,
      timeout,
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'message/rfc822',
        'User-Agent': 'mail-gateway-deliver',
      },
    });
    request.once('timeout', () => {
      request.destroy(new Error(`nothing happened for ${timeout / 1000} seconds`));
    });
    mail.once('error', (error) => request.destroy(error));
    request.once('error', reject);
    request.once('response', (response) => {
      let body = '';
      const done = () => resolve({ status: response.statusCode, location: response.headers.location, body });
      response.setEncoding('utf8');
      response.on('data', (piece) => {
        body += piece;
        if (body.length > ANSWER_LIMIT) response.destroy();
      });
      // An answer that came stands, even where the connection breaks while the mail is still being sent.
      request.off('error', reject).on('error', done);
      response.once('error', done).once('end', done).once('close', done);
    });
    mail.pipe(request);
  });
