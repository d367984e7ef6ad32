import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDovecot, type Dovecot } from '../support/dovecot';
import { startFaultProxy, type Fault, type FaultProxy } from '../support/fault-proxy';
import { createBench, type Bench } from '../support/imap-doubles';

/** Servers that stop in the middle: a proxy in front of a real one cuts, delays and silences what it says. */

let dovecot: Dovecot;
let proxy: FaultProxy;
let users = 0;

beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(async () => {
  await dovecot?.stop();
});
beforeEach(async () => {
  proxy = await startFaultProxy(dovecot.ports.imap);
});
afterEach(async () => {
  await proxy.stop();
});

const mail = (subject: string, size = 10): string =>
  `From: mary@customer.example\r\nSubject: ${subject}\r\n\r\n${`${'x'.repeat(70)}\r\n`.repeat(Math.ceil(size / 72))}`;

const LIMITS = {
  ...{ connect: 400, greeting: 400, login: 400, open: 400, list: 400, afterFetch: 400, logout: 200 },
  ...{ downloadStall: 400, download: 1500, troublePauses: [0, 0] },
};

const benchWith = async (mails: string[]): Promise<Bench> => {
  const username = `user${(users += 1)}`;
  const bench = createBench(
    { port: proxy.port, username },
    {
      password: dovecot.password,
      network: { allowedPorts: [proxy.port], allowedNetworks: [] },
      limits: LIMITS,
    }
  );
  proxy.set({ kind: 'none' });
  const confirmed = await bench.source.confirm(bench.server.documentId);
  if (!confirmed.ok) throw new Error(confirmed.failure.message);
  await dovecot.deliver(username, mails);
  return bench;
};

const fetch = ({ source, server }: Bench) => source.fetchServer(server.documentId);

const heal = async (bench: Bench): Promise<void> => {
  proxy.set({ kind: 'none' });
  await fetch(bench);
};

describe('a server that stops in the middle of a mail', () => {
  const mails = [mail('before'), mail('big', 300_000), mail('after')];

  it.each<[string, Fault, string]>([
    ['falls silent', { kind: 'silence', after: 100_000 }, 'stalled'],
    ['hangs up', { kind: 'cut', after: 100_000 }, 'connection_lost'],
    ['drips', { kind: 'drip', after: 100_000, every: 50 }, 'stalled'],
  ])(
    '%s: the run ends in time, says so, and goes on later with nothing lost or doubled',
    async (_name, fault, code) => {
      const bench = await benchWith(mails);
      proxy.set(fault);
      const started = Date.now();

      const report = await fetch(bench);

      expect(Date.now() - started).toBeLessThan(5_000);
      expect(report).toMatchObject({ outcome: 'failed', stored: 1, failure: { code, phase: 'download' } });
      expect(bench.subjects()).toEqual(['before']);
      expect(bench.server).toMatchObject({ errorCode: code, failures: 1 });
      expect(bench.health.errorMessage).toContain('Fetching is tried again');
      const pause = (bench.server.nextAttemptAt?.getTime() ?? 0) - Date.now();
      expect(pause).toBeGreaterThan(50_000);
      expect(pause).toBeLessThan(61_000);

      await heal(bench);

      expect(bench.subjects()).toEqual(['before', 'after', 'big']);
      expect(
        bench.rows.every(({ bytes }) =>
          bytes.equals(Buffer.from(mails.find((raw) => bytes.includes(raw.slice(0, 50))) ?? ''))
        )
      ).toBe(true);
      expect(bench.server).toMatchObject({
        errorSince: null,
        errorCode: null,
        failures: 0,
        nextAttemptAt: null,
      });
      expect(bench.events.map(({ event, payload }) => [event, payload.code])).toEqual([
        ['mail-gateway.server.error', code],
        ['mail-gateway.server.recovered', code],
      ]);
    }
  );

  it('each time at the same mail: the others come in all the same, and that one is given up visibly', async () => {
    const bench = await benchWith(mails);
    proxy.set({ kind: 'cut', after: 100_000 });
    expect(await fetch(bench)).toMatchObject({ outcome: 'failed', stored: 1 });
    expect(await fetch(bench)).toMatchObject({ outcome: 'failed', stored: 1 });
    expect(bench.subjects()).toEqual(['before', 'after']);
    expect(await fetch(bench)).toMatchObject({ outcome: 'failed' });
    expect(await fetch(bench)).toMatchObject({ outcome: 'fetched', unfetchable: 1 });
    expect(bench.rows.at(-1)).toMatchObject({
      kind: 'unfetchable',
      problem: expect.stringContaining('closed'),
    });
    expect(bench.rows.at(-1)?.bytes.toString()).toContain('Subject: big');
    expect(await fetch(bench)).toMatchObject({ outcome: 'fetched', unfetchable: 0, stored: 0 });
    expect(bench.server.cursor.lastUid).toBe(3);
  });
});

describe('a server that stops anywhere', () => {
  const points = [0, 1, 40, 130, 300, 600, 800, 1000, 1200, 1500, 2000, 2600, 3200, 4000];

  it.each(points)(
    'after %i bytes: the run ends in time, and the next one takes in every mail once',
    async (after) => {
      const names = ['m0', 'm1', 'm2', 'm3'];
      for (const kind of ['silence', 'cut'] as const) {
        const bench = await benchWith(names.map((name) => mail(name)));
        proxy.set({ kind, after });
        const started = Date.now();
        const report = await fetch(bench);
        expect(Date.now() - started).toBeLessThan(4_000);
        expect(['failed', 'fetched']).toContain(report.outcome);
        if (report.outcome === 'failed') expect(report.failure?.advice).not.toBe('');
        await heal(bench);
        await heal(bench);
        expect(bench.subjects().sort()).toEqual(names);
        expect(bench.rows).toHaveLength(4);
        expect(bench.server.cursor.lastUid).toBe(4);
      }
    }
  );
});

describe('a server that is away', () => {
  it('is tried again with growing pauses, and goes on by itself', async () => {
    const bench = await benchWith([mail('one')]);
    proxy.set({ kind: 'cut', after: 0 });
    const pauses: number[] = [];
    for (let run = 0; run < 6; run += 1) {
      await fetch(bench);
      pauses.push(Math.round(((bench.server.nextAttemptAt?.getTime() ?? 0) - Date.now()) / 60_000));
    }
    expect(pauses).toEqual([1, 2, 4, 8, 15, 15]);
    expect(bench.events).toHaveLength(1);
    const since = bench.server.errorSince;
    await heal(bench);
    expect(since).not.toBeNull();
    expect(bench.server.errorSince).toBeNull();
    expect(bench.subjects()).toEqual(['one']);
  });
});
