import { createHash, randomBytes } from 'node:crypto';

const LINE = 57;
const MEGABYTE = 1024 * 1024;

/**
 * One mail of so many megabytes, nearly all of it an attachment that cannot be compressed.
 *
 * @returns {{ raw: Buffer, attachment: { size: number, digest: string } }} `digest`: SHA-256
 */
export function largeMail({ megabytes, to, id }) {
  const head = [
    `Message-ID: <${id}@customer.example>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'From: "Mary" <mary@customer.example>',
    `To: ${to}`,
    `Subject: The film ${id}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="=_large"',
    '',
    '--=_large',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Here it is.',
    '--=_large',
    'Content-Type: application/octet-stream; name="film.bin"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="film.bin"',
    '',
    '',
  ].join('\r\n');
  const tail = '\r\n--=_large--\r\n';
  const encodedLine = (LINE / 3) * 4 + 2;
  const lines = Math.floor((megabytes * MEGABYTE - head.length - tail.length) / encodedLine);
  const bytes = randomBytes(lines * LINE);
  const encoded = Buffer.alloc(lines * encodedLine, '\r\n');
  for (let line = 0; line < lines; line += 1) {
    const piece = bytes.subarray(line * LINE, (line + 1) * LINE).toString('base64');
    encoded.write(`${piece}\r\n`, line * encodedLine, 'latin1');
  }
  const raw = Buffer.concat([Buffer.from(head), encoded, Buffer.from(tail)]);
  return {
    raw,
    attachment: { size: bytes.length, digest: createHash('sha256').update(bytes).digest('hex') },
  };
}
