import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAlias, receive, setParameter } from '../../support/gateway';
import { startSite, type Site } from '../../support/site';

let site: Site;

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await setParameter(site, 'mail.gateway.loop.threshold', 0);
  await addAlias(site, 'support');
});

afterAll(() => site.stop());

const FINAL = ['delivered', 'reported', 'rejected', 'ignored', 'unroutable', 'failed'];
const HEAD = 'From: a@customer.example\r\nTo: support@site.example\r\nSubject: Broken\r\n';

const nested = (depth: number): string => {
  let part = 'Content-Type: text/plain\r\n\r\ninnermost\r\n';
  for (let level = 0; level < depth; level += 1) {
    const boundary = `b${level}`;
    part = `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n--${boundary}\r\n${part}\r\n--${boundary}--\r\n`;
  }
  return part;
};

const parts = (count: number): string =>
  `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(count)}--b--\r\n`;

const BROKEN: [name: string, raw: string | Buffer][] = [
  ['headers only', HEAD],
  ['no blank line between headers and body', `${HEAD}this is no header\r\nneither is this`],
  ['a single line feed', '\n'],
  ['spaces', '      '],
  ['random bytes', Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256))],
  ['NUL bytes everywhere', `${HEAD}\r\nHello\0World\0`],
  ['NUL in the subject', HEAD.replace('Broken', 'Bro\0ken') + '\r\nx'],
  ['a lone surrogate in the subject', HEAD.replace('Broken', '=?utf-8?Q?=ED=A0=80?=') + '\r\nx'],
  ['no From', 'To: support@site.example\r\nSubject: Nobody\r\n\r\nx'],
  ['From that is no address', 'From: somebody\r\nTo: support@site.example\r\n\r\nx'],
  ['two From', `From: b@customer.example\r\n${HEAD}\r\nx`],
  ['a date of the year 275760', `${HEAD}Date: Sat, 13 Sep 275760 00:00:00 GMT\r\n\r\nx`],
  ['a date that is none', `${HEAD}Date: yesterday\r\n\r\nx`],
  ['a Message-ID of 100 kB', `${HEAD}Message-ID: <${'a'.repeat(100_000)}@x>\r\n\r\nx`],
  ['a subject of 1 MB', HEAD.replace('Broken', 'S'.repeat(1_000_000)) + '\r\nx'],
  ['a body line of 5 MB', `${HEAD}\r\n${'x'.repeat(5_000_000)}`],
  [
    '20,000 recipients',
    `From: a@customer.example\r\nTo: ${Array.from({ length: 20_000 }, (_, n) => `u${n}@x.example`).join(',')}, support@site.example\r\n\r\nx`,
  ],
  [
    '10,000 references',
    `${HEAD}References: ${Array.from({ length: 10_000 }, (_, n) => `<r${n}@x>`).join(' ')}\r\n\r\nx`,
  ],
  ['a boundary that never comes', `${HEAD}Content-Type: multipart/mixed; boundary=never\r\n\r\nx`],
  ['a multipart without boundary', `${HEAD}Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\ny\r\n--x--`],
  ['300 levels of multipart', HEAD + nested(300)],
  ['20,000 parts', HEAD + parts(20_000)],
  ['base64 that is none', `${HEAD}Content-Transfer-Encoding: base64\r\n\r\n!!!! not base64 ****`],
  ['an unknown charset', `${HEAD}Content-Type: text/plain; charset=klingon\r\n\r\nqapla'`],
  ['an unknown transfer encoding', `${HEAD}Content-Transfer-Encoding: rot13\r\n\r\nuryyb`],
  ['HTML that nests 100,000 elements', `${HEAD}Content-Type: text/html\r\n\r\n${'<div>'.repeat(100_000)}x`],
  ['a subject of an unfinished encoded word', HEAD.replace('Broken', '=?utf-8?B?w6') + '\r\nx'],
  [
    'an attachment whose name climbs directories',
    `${HEAD}Content-Type: application/pdf; name="../../../etc/passwd"\r\nContent-Disposition: attachment; filename="../../../etc/passwd"\r\n\r\nx`,
  ],
  ['__proto__ as a header', `${HEAD}__proto__: polluted\r\nconstructor: polluted\r\n\r\nx`],
];

describe('a broken mail', () => {
  it.each(BROKEN)('%s: ends in a final state with a reason and a sentence', async (_name, raw) => {
    const mail = await receive(site, raw, { recipients: ['support@site.example'] });

    expect(FINAL).toContain(mail.state);
    expect(mail.reason).not.toBe('attempts_exhausted');
    expect(mail.reason).not.toBe('delivery_failed');
    expect(mail.explanation.length).toBeGreaterThan(10);
  });

  it('leaves the next mail unharmed', async () => {
    const mail = await receive(site, `${HEAD}\r\nAll is well.`, { recipients: ['support@site.example'] });

    expect(mail.state).toBe('delivered');
  });
});
