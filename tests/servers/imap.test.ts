import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDovecot, type Dovecot } from '../support/dovecot';
import { createBench, type Bench } from '../support/imap-doubles';

let dovecot: Dovecot;
let users = 0;

beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(async () => {
  await dovecot?.stop();
});

const newUser = (): string => `user${(users += 1)}`;

const mail = (subject: string, body = 'Hello.'): string =>
  `From: Mary <mary@customer.example>\r\nTo: support@example.com\r\nSubject: ${subject}\r\n\r\n${body}\r\n`;

const DAY = 86_400_000;
const ago = (days: number): Date => new Date(Date.now() - days * DAY);

const benchFor = (
  username: string,
  row: Parameters<typeof createBench>[0] | object = {},
  options: object = {}
): Bench =>
  createBench(
    { port: dovecot.ports.imap, username, ...row },
    {
      password: dovecot.password,
      network: { allowedPorts: Object.values(dovecot.ports), allowedNetworks: [] },
      ...options,
    }
  );

describe('connecting', () => {
  it.each([
    ['none', 'imap', '127.0.0.1'],
    ['starttls', 'imap', 'localhost'],
    ['tls', 'imaps', 'localhost'],
  ] as const)('takes mail in over encryption %s', async (encryption, port, host) => {
    const user = newUser();
    await dovecot.deliver(user, [mail('One'), mail('Two')]);
    const bench = benchFor(user, {
      encryption,
      host,
      port: dovecot.ports[port],
      certificateAuthority: dovecot.authority.pem,
    });

    expect(await bench.source.confirm(bench.server.documentId)).toMatchObject({
      ok: true,
      willImport: 2,
      folderSize: 2,
    });
    expect(bench.rows).toEqual([]);
    const report = await bench.source.fetchServer(bench.server.documentId);

    expect(report).toMatchObject({ outcome: 'fetched', stored: 2, listed: 2, failure: null, warning: null });
    expect(bench.subjects()).toEqual(['One', 'Two']);
    expect(bench.rows[0]?.bytes.toString()).toBe(mail('One'));
    expect(bench.processed).toEqual(bench.rows.map(({ documentId }) => documentId));
  });
});
