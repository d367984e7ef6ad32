import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EnqueueRequest } from '../../../server/src/outbound';
import { accepting, startScriptedServer, startSmtpServer, type TestServer } from './support/servers';
import { openSite, type TestSite } from './support/site';

vi.setConfig({ testTimeout: 30_000 });

let site: TestSite;
const servers: TestServer[] = [];

beforeEach(async () => {
  site = await openSite();
});
afterEach(async () => {
  vi.useRealTimers();
  await site.close();
  for (const server of servers.splice(0)) await server.close();
});

const running = async <Server extends TestServer>(starting: Promise<Server>): Promise<Server> => {
  const server = await starting;
  servers.push(server);
  await site.addServer({ port: server.port });
  return server;
};

const enqueue = (recipient = 'mary@customer.example', changes: Partial<EnqueueRequest> = {}) =>
  site.outbound.enqueue({
    content: { from: { name: 'Ann', address: 'ann@ours.example' }, subject: 'Your ticket', text: 'Hello' },
    recipients: [recipient],
    purpose: 'thread',
    ...changes,
  });

const sql = (statement: string) => site.database.transaction((trx) => trx.raw(statement));

/** From now on the database refuses such updates. @returns what makes it take them again. */
const refuseUpdates = async (table: string, condition = '1') => {
  await sql(
    `CREATE TRIGGER refuse BEFORE UPDATE ON ${table} WHEN ${condition} BEGIN SELECT RAISE(ABORT, 'refused'); END`
  );
  return () => sql('DROP TRIGGER refuse');
};

/** Holds mails to `slow…` back until it is opened. */
const gateForSlowMails = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  site.hooks.use('outbound.send', async ({ row }, next) => {
    if (row.recipient.startsWith('slow')) await opened;
    await next();
  });
  return () => open();
};

const stateOf = async (documentId: string) => (await site.row(documentId)).state;

describe('a mail that the server took is never sent again by itself', () => {
  test('when the state of the server cannot be stored', async () => {
    const server = await running(startSmtpServer());
    await refuseUpdates('mail_gateway_outgoing_servers');
    await enqueue();
    await site.outbound.sweep();
    await site.later('next_attempt_at');
    await site.outbound.sweep();
    expect((await site.rows())[0]).toMatchObject({ state: 'accepted', attempts: 1 });
    expect(server.taken).toHaveLength(1);
  });

  test('when its outcome cannot be stored at first: it is offered again', async () => {
    const server = await running(startSmtpServer());
    const take = await refuseUpdates('mail_gateway_outbound_emails', `NEW.state = 'accepted'`);
    await enqueue();
    const sweep = site.outbound.sweep();
    await expect.poll(() => server.taken.length).toBe(1);
    await take();
    await sweep;
    expect((await site.rows())[0]).toMatchObject({ state: 'accepted', attempts: 1 });
  });

  test('when its outcome cannot be stored at all: uncertain', async () => {
    const server = await running(startSmtpServer());
    const take = await refuseUpdates('mail_gateway_outbound_emails', `NEW.state = 'accepted'`);
    await enqueue();
    await site.outbound.sweep();
    expect((await site.rows())[0]).toMatchObject({ state: 'sending' });
    await take();
    await site.later('locked_until');
    await site.outbound.sweep();
    expect((await site.rows())[0]).toMatchObject({ state: 'uncertain' });
    expect(server.taken).toHaveLength(1);
  });

  test('and what is stored of it fits its columns, whatever it says', async () => {
    const server = await running(startSmtpServer());
    site.hooks.use('outbound.send', async (_context, next) => {
      await next();
      throw new Error(`lone \uD800 and \0 ${'x'.repeat(9_000)}`);
    });
    await enqueue();
    await site.outbound.sweep();
    const [row] = await site.rows();
    expect(row?.state).toBe('accepted');
    expect(String(row?.explanation)).toMatch(/^A hook on outbound.send failed: lone \uFFFD and \uFFFD x+$/);
    expect(String(row?.explanation).length).toBeLessThanOrEqual(2_000);
    expect(server.taken).toHaveLength(1);
  });
});

describe('what the database refuses', () => {
  const refuseInserts = () =>
    sql(
      `CREATE TRIGGER refuse BEFORE INSERT ON mail_gateway_outbound_contents BEGIN SELECT RAISE(ABORT, 'no'); END`
    );

  test('is told by its code, without a byte of the mail', async () => {
    await refuseInserts();
    const thrown: unknown = await enqueue().catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown).toMatchObject({
      code: expect.stringMatching(/^SQLITE_CONSTRAINT/),
      message: expect.stringContaining('SQLITE_CONSTRAINT'),
    });
    const { message, stack } = thrown as Error;
    expect(`${message} ${stack} ${JSON.stringify(thrown)}`).not.toMatch(/insert into|Your ticket|ann@ours/i);
  });

  test('within the transaction of somebody else as well', async () => {
    await refuseInserts();
    await expect(site.database.transaction(() => enqueue())).rejects.not.toThrow(/insert into|Your ticket/i);
  });

  test('errors of others stay what they are', async () => {
    const own = Object.assign(new Error('the entry could not be saved'), { code: 'entry_invalid' });
    await expect(site.database.transaction(() => Promise.reject(own))).rejects.toBe(own);
  });
});

describe('while one mail takes its time', () => {
  test('newer ones leave', async () => {
    const server = await running(startSmtpServer());
    const open = gateForSlowMails();
    const slow = await enqueue('slow@customer.example');
    const sweep = site.outbound.sweep();
    await expect.poll(() => stateOf(slow.emails[0]!.documentId)).toBe('sending');
    await enqueue('quick@customer.example');
    const joined = site.outbound.sweep();
    await expect.poll(() => server.taken.flatMap(({ to }) => to)).toEqual(['quick@customer.example']);
    open();
    await Promise.all([sweep, joined]);
    expect(server.taken).toHaveLength(2);
  });

  test('its claim is kept, and that of a mail which this process let go is not', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    await running(startSmtpServer());
    const open = gateForSlowMails();
    const slow = (await enqueue('slow@customer.example')).emails[0]!.documentId;
    const sweep = site.outbound.sweep();
    await expect.poll(() => stateOf(slow)).toBe('sending');
    const { lockedBy } = await site.row(slow);
    const lost = (await enqueue('lost@customer.example')).emails[0]!.documentId;
    await sql(`UPDATE mail_gateway_outbound_emails SET locked_until = 5 WHERE document_id = '${slow}'`);
    await sql(
      `UPDATE mail_gateway_outbound_emails SET state = 'sending', locked_by = '${String(lockedBy)}', locked_until = 5 WHERE document_id = '${lost}'`
    );
    vi.advanceTimersByTime(11_000);
    await expect.poll(async () => Number((await site.row(slow)).lockedUntil)).toBeGreaterThan(Date.now());
    expect(Number((await site.row(lost)).lockedUntil)).toBe(5);
    open();
    await sweep;
  });
});

describe('of mails that come to their end at the same time', () => {
  test('the one that another process took over does not leave, and the others do', async () => {
    const server = await running(startSmtpServer());
    site.hooks.use('outbound.send', async ({ row }, next) => {
      if (row.recipient.startsWith('taken')) {
        await sql(
          `UPDATE mail_gateway_outbound_emails SET fence = fence + 1, locked_by = 'another' WHERE document_id = '${row.documentId}'`
        );
      }
      await next();
    });
    const names = ['a', 'b', 'taken', 'c', 'd'];
    for (const name of names) await enqueue(`${name}@customer.example`);
    await site.outbound.sweep();
    const kept = names.filter((name) => name !== 'taken').map((name) => `${name}@customer.example`);
    expect(server.taken.flatMap(({ to }) => to).sort()).toEqual(kept);
    const rows = await site.rows();
    expect(rows.map(({ recipient, state }) => [recipient, state])).toEqual(
      names.map((name) => [`${name}@customer.example`, name === 'taken' ? 'sending' : 'accepted'])
    );
    expect(rows.find(({ state }) => state === 'sending')).toMatchObject({
      lockedBy: 'another',
      dataAt: null,
    });
  });

  test('one whose outcome is refused takes none of the others with it', async () => {
    await running(startSmtpServer());
    const names = ['a', 'b', 'refused', 'c', 'd'];
    for (const name of names) await enqueue(`${name}@customer.example`);
    const takeAgain = await refuseUpdates(
      'mail_gateway_outbound_emails',
      `NEW.state = 'accepted' AND NEW.recipient LIKE 'refused%'`
    );
    await site.outbound.sweep();
    await takeAgain();
    const rows = await site.rows();
    expect(rows.map(({ state }) => state)).toEqual([
      'accepted',
      'accepted',
      'sending',
      'accepted',
      'accepted',
    ]);
  });
});

describe('the time of an outcome is when it became known', () => {
  const slowly = () =>
    site.hooks.use('outbound.send', async (_context, next) => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await next();
    });

  test('an uncertain mail waits ten minutes from then', async () => {
    await running(startScriptedServer(accepting({ '.': 'close' })));
    slowly();
    await enqueue();
    const begun = Date.now();
    await site.outbound.sweep();
    const [row] = await site.rows();
    expect(row?.state).toBe('uncertain');
    expect(new Date(String(row?.nextAttemptAt)).getTime()).toBeGreaterThan(begun + 600_000 + 950);
  });

  test('an accepted one was accepted then', async () => {
    await running(startSmtpServer());
    slowly();
    await enqueue();
    const begun = Date.now();
    await site.outbound.sweep();
    expect(new Date(String((await site.rows())[0]?.acceptedAt)).getTime()).toBeGreaterThan(begun + 950);
  });
});
