import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChunkStore, createDatabase } from '../../../server/src/storage';
import { DELIVER_COMMAND, deliver as run, startDeliver, type Ended } from '../../support/deliver-command';
import { addAlias, entries, journal, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';

const JOURNAL = 'plugin::mail-gateway.inbound-email';
const TICKET = 'api::ticket.ticket';
const APPLICANT = 'api::applicant.applicant';
const MB = 1024 * 1024;

let site: Site;
let token: string;
let folder: string;

const environment = (): Record<string, string> => ({
  MAIL_GATEWAY_URL: site.url,
  MAIL_GATEWAY_TOKEN: token,
});

const deliver = (mail: Buffer | string, ...args: string[]): Promise<Ended> => run(mail, args, environment());

const journalCount = (): Promise<number> => site.strapi.db.query(JOURNAL).count();

const newest = async () => {
  const [row] = await site.strapi.db.query(JOURNAL).findMany({ orderBy: { id: 'desc' }, limit: 1 });
  return journal(site, row.documentId);
};

const storedBytes = async (): Promise<Buffer> => {
  const { documentId } = await newest();
  return buffer(createChunkStore({ database: createDatabase({ strapi: site.strapi }) }).read(documentId));
};

/** Something else than the site at the other end. */
const instead = async (answer: RequestListener): Promise<Server & { url: string }> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return Object.assign(server, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mail-gateway-deliver-'));
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await setParameter(site, 'mail.gateway.loop.threshold', 0);
  await addAlias(site, 'support');
  await addAlias(site, 'jobs', APPLICANT);
  token = await site.token(['plugin::mail-gateway.inbound.raw']);
});

afterAll(async () => {
  await site?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a mail that the site stores', () => {
  it('exits 0 in silence; the mail is what it would be through the door itself', async () => {
    const ended = await deliver(
      rawMail({ subject: 'From a pipe' }),
      '--sender=mary@customer.example',
      '--client-address=192.0.2.7',
      '--helo=mx.customer.example',
      '--',
      'support@site.example'
    );

    expect(ended).toEqual({ code: 0, said: '' });
    expect(await newest()).toMatchObject({
      state: 'delivered',
      envelope: {
        recipients: ['support@site.example'],
        sender: 'mary@customer.example',
        clientIp: '192.0.2.7',
        helo: 'mx.customer.example',
      },
    });
    expect((await entries(site, TICKET)).at(-1)).toMatchObject({ title: 'From a pipe' });
  });

  it('arrives byte for byte: LF and CRLF, eight bits, NUL, and a line "From "', async () => {
    const raw = Buffer.concat([
      rawMail({ subject: 'Bytes' }),
      Buffer.from('From here on\nline feeds\n.\n..\r\n'),
      Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
    ]);
    expect((await deliver(raw, '--recipient=support@site.example')).code).toBe(0);

    expect((await storedBytes()).equals(raw)).toBe(true);
  });

  it('may begin with the line "From " that procmail and mbox programs put before a mail', async () => {
    const raw = Buffer.concat([
      Buffer.from('From mary@customer.example  Mon Mar  2 10:00:00 2026\n'),
      rawMail({ subject: 'From procmail' }),
    ]);
    expect((await deliver(raw, 'support@site.example')).code).toBe(0);

    expect(await newest()).toMatchObject({ state: 'delivered', subject: 'From procmail' });
    expect((await entries(site, TICKET)).at(-1)).toMatchObject({
      title: 'From procmail',
      email: 'mary@customer.example',
    });
  });

  it('exits 0 whatever the state: what nobody takes waits in quarantine', async () => {
    const ended = await deliver(rawMail({ to: 'nobody@site.example' }), 'nobody@site.example');

    expect(ended).toEqual({ code: 0, said: '' });
    expect(await newest()).toMatchObject({ state: 'unroutable' });
  });

  it('several recipients in one mail: one journal row, an entry for each alias', async () => {
    const before = await journalCount();
    const applicants = (await entries(site, APPLICANT)).length;
    const tickets = (await entries(site, TICKET)).length;
    const { code } = await deliver(
      rawMail({ to: 'undisclosed@elsewhere.example' }),
      '--recipient=support@site.example',
      '--recipient=jobs@site.example',
      '',
      'nobody@site.example'
    );

    expect(code).toBe(0);
    expect(await journalCount()).toBe(before + 1);
    expect(await entries(site, APPLICANT)).toHaveLength(applicants + 1);
    expect(await entries(site, TICKET)).toHaveLength(tickets + 1);
  });

  it.each([['--sender='], ['--sender=<>'], ['--sender=MAILER-DAEMON']])(
    '%s is the null sender; what the mail server calls unknown is not told',
    async (sender) => {
      const { code } = await deliver(rawMail(), sender, '--client-address=unknown', 'support@site.example');

      expect(code).toBe(0);
      expect(await newest()).toMatchObject({ envelope: { sender: '', clientIp: null, helo: null } });
    }
  );

  it('reads the envelope from where Exim, local(8) and Sieve leave it; options come first', async () => {
    const told = {
      ...environment(),
      ...{
        RECIPIENT: 'support@site.example',
        SENDER: '',
        CLIENT_ADDRESS: '192.0.2.8',
        CLIENT_HELO: 'mx.example',
      },
    };
    expect((await run(rawMail(), [], told)).code).toBe(0);
    expect(await newest()).toMatchObject({
      envelope: {
        ...{ recipients: ['support@site.example'], sender: '', clientIp: '192.0.2.8', helo: 'mx.example' },
      },
    });

    await run(rawMail(), ['--sender=bob@customer.example', 'jobs@site.example'], told);
    expect(await newest()).toMatchObject({
      envelope: { recipients: ['jobs@site.example'], sender: 'bob@customer.example' },
    });
  });

  it('takes 30 MB, and sends while it is still reading', async () => {
    let received = 0;
    let enough: () => void = () => undefined;
    const half = new Promise<void>((resolve) => {
      enough = resolve;
    });
    const sink = await instead((request, response) => {
      request.on('data', (piece: Buffer) => {
        received += piece.length;
        if (received > 15 * MB) enough();
      });
      request.on('end', () => response.end('{"data":{"documentId":"a","state":"received"}}'));
    });
    const { child, ended } = startDeliver(['support@site.example'], {
      ...environment(),
      MAIL_GATEWAY_URL: sink.url,
    });
    child.stdin.write(Buffer.alloc(16 * MB, 'x'));
    await half;
    child.stdin.end(Buffer.alloc(14 * MB, 'x'));

    expect(await ended).toEqual({ code: 0, said: '' });
    expect(received).toBe(30 * MB);
    await close(sink);

    const raw = Buffer.concat([
      rawMail({ subject: 'Long' }),
      Buffer.alloc(30 * MB, 'All work and no play.\r\n'),
    ]);
    expect((await deliver(raw, 'support@site.example')).code).toBe(0);
    expect((await storedBytes()).equals(raw)).toBe(true);
  });
});

describe('a final verdict on the mail', () => {
  it('an empty mail: 65, and the site is not asked', async () => {
    const ended = await run('', ['support@site.example'], {
      MAIL_GATEWAY_URL: 'http://127.0.0.1:1',
      MAIL_GATEWAY_TOKEN: 'x',
    });

    expect(ended.code).toBe(65);
    expect(ended.said).toMatch(/^5\.6\.0 .*empty/);
  });

  it('larger than the site takes: 65, in the site’s words', async () => {
    const before = await journalCount();
    const ended = await deliver(Buffer.alloc(51 * MB, 'x'), 'support@site.example');

    expect(ended.code).toBe(65);
    expect(ended.said).toMatch(/^5\.3\.4 The mail is larger than/);
    expect(await journalCount()).toBe(before);
  });

  it('--refuse-unknown: 67 where the site knows none of the recipients, and nothing is stored', async () => {
    const before = await journalCount();
    const one = await deliver(rawMail(), '--refuse-unknown', 'nobody@site.example');
    const two = await deliver(
      Buffer.concat([rawMail(), Buffer.alloc(5 * MB, 'x')]),
      '--refuse-unknown',
      'nobody@site.example',
      'nonsense'
    );

    expect(one).toEqual({ code: 67, said: '5.1.1 "nobody@site.example" is no address of this site.\n' });
    expect(two.code).toBe(67);
    expect(two.said).toMatch(/^5\.1\.1 None of the 2 recipients/);
    expect(await journalCount()).toBe(before);
  });

  it.each([
    ['one of two', ['nobody@site.example', 'support@site.example']],
    ['a sub-address', ['SUPPORT+x7k2@Site.Example']],
    ['the catchall address', ['catchall@site.example']],
    ['the bounce address, stamped', ['prvs=1234abcdef=bounce@site.example']],
  ])('--refuse-unknown: stored where the site knows %s', async (_which, recipients) => {
    const before = await journalCount();

    expect(await deliver(rawMail(), '--refuse-unknown', ...recipients)).toEqual({ code: 0, said: '' });
    expect(await journalCount()).toBe(before + 1);
  });

  it('--refuse-unknown: the mail of a paused alias waits in quarantine', async () => {
    const { documentId } = await addAlias(site, 'sales');
    await site.admin('PUT', `/mail-gateway/aliases/${documentId}`, { active: false });

    const mail = rawMail({ to: 'sales@site.example' });
    expect((await deliver(mail, '--refuse-unknown', 'sales@site.example')).code).toBe(0);
    expect(await newest()).toMatchObject({ state: 'unroutable' });
  });
});

describe('everything else is no verdict on the mail: 75, and the reason', () => {
  it('a token that is unknown, or that may not', async () => {
    const before = await journalCount();
    const other = await site.token(['plugin::upload.content-api.find']);
    const unknown = await run(rawMail(), [], { ...environment(), MAIL_GATEWAY_TOKEN: 'secret-of-nobody' });
    const wrong = await run(rawMail(), [], { ...environment(), MAIL_GATEWAY_TOKEN: other });

    expect([unknown.code, wrong.code]).toEqual([75, 75]);
    expect(unknown.said).toMatch(/^4\.3\.5 The site answered 401: .*MAIL_GATEWAY_TOKEN/);
    expect(wrong.said).toMatch(/^4\.3\.5 The site answered 403: .*inbound > raw/);
    expect(unknown.said + wrong.said).not.toContain('secret-of-nobody');
    expect(await journalCount()).toBe(before);
  });

  it('a site that is down', async () => {
    const ended = await run(rawMail(), ['--url=http://127.0.0.1:1', 'support@site.example'], environment());

    expect(ended.code).toBe(75);
    expect(ended.said).toMatch(/^4\.3\.0 .*127\.0\.0\.1:1.*ECONNREFUSED/);
  });

  it('a site without the door', async () => {
    const ended = await run(rawMail(), [`--url=${site.url}/api/elsewhere`], environment());

    expect(ended.code).toBe(75);
    expect(ended.said).toMatch(/^4\.3\.5 .*40[45]: there is no such door.*MAIL_GATEWAY_URL/);
  });

  it('an address that the door does not understand', async () => {
    const ended = await run(
      rawMail(),
      [`--url=${site.url}/api/mail-gateway/inbound/raw?to=x`],
      environment()
    );

    expect(ended.code).toBe(75);
    expect(ended.said).toMatch(/^4\.3\.0 .*400.*"to"/);
  });

  it.each([
    [200, 'a log-in page', '<html>Please log in</html>', {}],
    [301, 'a redirect', '', { Location: 'https://www.site.example/' }],
    [404, 'a proxy without this site', 'recipient_unknown', {}],
    [408, 'a proxy that got tired', '', {}],
    [413, 'a proxy that takes small requests only', '<html>Request Entity Too Large</html>', {}],
    [422, 'somebody else', '{"error":{"code":"other","message":"Bad."}}', {}],
    [429, 'a proxy that counts', '{"error":null}', {}],
    [502, 'a proxy without a site behind it', '<html>Bad Gateway</html>', {}],
  ])('%i from %s', async (status, _who, body, headers) => {
    const proxy = await instead((request, response) => {
      request.resume();
      response.writeHead(status, headers).end(body);
    });
    const ended = await run(rawMail(), [], { ...environment(), MAIL_GATEWAY_URL: proxy.url });
    await close(proxy);

    expect(ended.code).toBe(75);
    expect(ended.said).toMatch(/^4\.3\.\d \S.*\n$/);
    expect(ended.said).toContain(status === 301 ? 'www.site.example' : `${status}`);
  });

  it('a site that never answers, and one that hangs up', async () => {
    const silent = await instead((request) => request.resume());
    const rude = await instead((request) => request.socket.destroy());
    const waited = await run(rawMail(), ['--timeout=1'], { ...environment(), MAIL_GATEWAY_URL: silent.url });
    const dropped = await run(rawMail(), [], { ...environment(), MAIL_GATEWAY_URL: rude.url });
    await Promise.all([close(silent), close(rude)]);

    expect([waited.code, dropped.code]).toEqual([75, 75]);
    expect(waited.said).toContain('nothing happened for 1 seconds');
  });

  it.each([
    ['no address of the site', [], { MAIL_GATEWAY_TOKEN: 'x' }, 'MAIL_GATEWAY_URL is missing'],
    ['a nonsensical one', ['--url=site.example'], { MAIL_GATEWAY_TOKEN: 'x' }, 'no URL'],
    ['no token', ['--url=http://127.0.0.1:1'], {}, 'MAIL_GATEWAY_TOKEN is missing'],
    ['a broken token', ['--url=http://127.0.0.1:1'], { MAIL_GATEWAY_TOKEN: 'se\ncret' }, 'API token'],
    ['a file that is not there', ['--config=/no/such/file'], {}, '/no/such/file'],
    ['an option that there is not', ['--receiver=x'], {}, '--receiver'],
    [
      'a timeout that is none',
      ['--url=http://127.0.0.1:1', '--timeout=soon'],
      { MAIL_GATEWAY_TOKEN: 'x' },
      'soon',
    ],
  ])('%s', async (_what, args, env, sentence) => {
    const ended = await run(rawMail(), args, env as Record<string, string>);

    expect(ended.code).toBe(75);
    expect(ended.said).toMatch(/^4\.3\.5 .*\n$/);
    expect(ended.said).toContain(sentence);
    expect(ended.said).not.toContain('cret');
  });

  it('a machine without Node, and an installation that is being replaced', async () => {
    const noNode = await run(rawMail(), [], { ...environment(), PATH: '/no/such/folder' });
    const alone = join(folder, 'mail-gateway-deliver');
    await copyFile(DELIVER_COMMAND, alone);
    const missing = await run(rawMail(), [], environment(), alone);

    expect(noNode.code).toBe(75);
    expect(noNode.said).toContain('node');
    expect(missing.code).toBe(75);
    expect(missing.said).toContain('main.mjs');
  });

  it('killed in the middle of a mail: the site stores nothing of it', async () => {
    const before = await journalCount();
    const chunks = async (): Promise<number> => {
      const rows: unknown[] = await site.strapi.db.connection('mail_gateway_chunks').select('id');
      return rows.length;
    };
    const chunksBefore = await chunks();
    const { child, ended, kill } = startDeliver(['support@site.example'], environment());
    child.stdin.write(Buffer.concat([rawMail(), Buffer.alloc(4 * MB, 'x')]));
    while ((await chunks()) === chunksBefore) await pause(20);
    kill();
    await ended;
    while ((await chunks()) > chunksBefore) await pause(20);

    expect(await journalCount()).toBe(before);
  });
});

describe('settings', () => {
  it('come from a file where the mail server leaves no environment; options come first', async () => {
    const config = join(folder, 'deliver.conf');
    const tokenFile = join(folder, 'token');
    await writeFile(config, `# for Postfix\nMAIL_GATEWAY_URL=${site.url}\nMAIL_GATEWAY_TOKEN=${token}\n`);
    await writeFile(tokenFile, `${token}\n`);
    const before = await journalCount();
    const file = await run(rawMail(), [`--config=${config}`, 'support@site.example']);
    const option = await run(
      rawMail(),
      [`--url=${site.url}`, `--token-file=${tokenFile}`, 'support@site.example'],
      { MAIL_GATEWAY_URL: 'http://127.0.0.1:1', MAIL_GATEWAY_TOKEN: 'wrong' }
    );

    expect([file, option]).toEqual([
      { code: 0, said: '' },
      { code: 0, said: '' },
    ]);
    expect(await journalCount()).toBe(before + 2);
  });

  it('--help explains every option and exit code', async () => {
    const { child, ended } = startDeliver(['--help']);
    const [help] = await once(child.stdout, 'data');

    expect((await ended).code).toBe(0);
    for (const word of ['--url', '--token-file', '--sender', '--refuse-unknown', '65', '67', '75']) {
      expect(String(help)).toContain(word);
    }
  });
});
