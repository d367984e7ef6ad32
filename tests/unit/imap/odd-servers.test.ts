import { afterEach, describe, expect, it } from 'vitest';
import type { FetchReport, ImapLimits, IncomingServer } from '../../../server/src/inbound/sources/imap';
import { inTurn } from '../../../server/src/inbound/sources/imap/server-store';
import { confirmWithoutAsking, createBench, type Bench } from '../../support/imap-doubles';
import { rawOf as raw, startOddServer, type Oddities } from '../../support/odd-imap-server';
import type { ScriptedServer } from '../../support/scripted-server';

/** Servers that bend the protocol in ways that real ones have been seen to. */

let server: ScriptedServer | null = null;

afterEach(async () => {
  await server?.stop();
  server = null;
});

const prepare = async (
  oddities: Oddities,
  row: Partial<IncomingServer> = {},
  limits: Partial<ImapLimits> = {}
): Promise<Bench> => {
  server = await startOddServer(oddities);
  const { port } = server;
  const bench = createBench(
    { port, username: 'mary', ...row },
    { password: 'secret', limits: { troublePauses: [0, 0], downloadStall: 1000, keepAlive: 100, ...limits } }
  );
  confirmWithoutAsking(bench);
  return bench;
};

const run = async (
  oddities: Oddities,
  row: Partial<IncomingServer> = {}
): Promise<Bench & { report: FetchReport }> => {
  const bench = await prepare(oddities, row);
  const report = await bench.source.fetchServer(bench.server.documentId);
  return Object.assign(bench, { report });
};

describe('a server', () => {
  it('that says nothing about the next UID is asked for the last one', async () => {
    const { report, ...bench } = await run({ mails: [{ uid: 5, raw: raw('a') }], withoutUidNext: true });
    expect(report).toMatchObject({ outcome: 'fetched', stored: 1 });
    expect(bench.server.cursor.lastUid).toBe(5);
  });

  it('that adds its last old mail, or a change of flags, to a listing is not believed', async () => {
    const { report, ...bench } = await run({
      mails: [{ uid: 5, raw: raw('a') }],
      extraRow: '* 9 FETCH (UID 3 FLAGS ())\r\n* 8 FETCH (UID 99 FLAGS () RFC822.SIZE 10)',
    });
    expect(report).toMatchObject({ outcome: 'fetched', stored: 1, listed: 1 });
    expect(bench.subjects()).toEqual(['a']);
  });

  it('that understates a size is stopped at the limit, and the mail is journaled as too large', async () => {
    const {
      report,
      rows,
      server: row,
    } = await run(
      {
        mails: [
          { uid: 1, raw: raw('liar', 'x'.repeat(50_000)), size: 100 },
          { uid: 2, raw: raw('honest') },
        ],
      },
      { maxMessageSize: 10_000 }
    );
    expect(report).toMatchObject({ outcome: 'fetched', stored: 1, oversize: 1 });
    expect(rows.map(({ kind }) => kind)).toEqual(['oversize', 'stored']);
    expect(rows[0]?.bytes.toString()).toBe('Subject: liar\r\n\r\n');
    expect(row.cursor.lastUid).toBe(2);
  });

  it('that overstates a size hands its mail over all the same', async () => {
    const { report, rows } = await run({ mails: [{ uid: 1, raw: raw('short'), size: 400_000 }] });
    expect(report).toMatchObject({ outcome: 'fetched', stored: 1 });
    expect(rows[0]?.bytes.toString()).toBe(raw('short'));
  });

  it('that refuses one mail gives the others, and that one is given up after three attempts', async () => {
    const bench = await run({
      mails: ['a', 'b', 'c'].map((name, index) => ({ uid: index + 1, raw: raw(name) })),
      onDownload(uid, { tag, send }) {
        if (uid === 2) send(`${tag} NO [SERVERBUG] cannot read it`);
        return uid === 2;
      },
    });
    expect(bench.report).toMatchObject({ outcome: 'fetched', stored: 2, postponed: 1 });
    for (let attempt = 2; attempt <= 3; attempt += 1) await bench.source.fetchServer(bench.server.documentId);
    const last = await bench.source.fetchServer(bench.server.documentId);
    expect(last).toMatchObject({ outcome: 'fetched', unfetchable: 1, postponed: 0 });
    expect(bench.rows.map(({ kind }) => kind)).toEqual(['stored', 'stored', 'unfetchable']);
    await bench.source.fetchServer(bench.server.documentId);
    expect(bench.server.cursor).toMatchObject({ lastUid: 3, troubles: [] });
  });

  it('from which a mail vanishes between listing and download loses nothing else', async () => {
    const mails = ['a', 'b', 'c'].map((name, index) => ({ uid: index + 1, raw: raw(name) }));
    const bench = await run({
      mails,
      onDownload(uid, { tag, send }) {
        if (uid !== 2) return false;
        const index = mails.findIndex((mail) => mail.uid === 2);
        if (index >= 0) mails.splice(index, 1);
        send(`${tag} OK nothing there`);
        return true;
      },
    });
    expect(bench.report).toMatchObject({ outcome: 'fetched', stored: 2, postponed: 0 });
    expect(bench.subjects()).toEqual(['a', 'c']);
    expect(bench.server.cursor.lastUid).toBe(3);
  });

  it('that ignores partial fetches hands over whole mails', async () => {
    const big = raw('big', 'y'.repeat(600_000));
    const bench = await run({
      mails: [{ uid: 1, raw: big }],
      onDownload(_uid, { tag, send }) {
        send(
          `* 1 FETCH (UID 1 RFC822.SIZE ${big.length} BODY[] {${big.length}}\r\n${big})`,
          `${tag} OK done`
        );
        return true;
      },
    });
    expect(bench.report).toMatchObject({ outcome: 'fetched', stored: 1 });
    expect(bench.rows[0]?.bytes.toString()).toBe(big);
  });

  it('without UIDPLUS is never told to expunge, which would remove what others have marked', async () => {
    const { report } = await run({ mails: [{ uid: 1, raw: raw('a') }] }, { afterFetch: 'delete' });
    expect(report).toMatchObject({ outcome: 'fetched', stored: 1, warning: null });
    expect(server?.received.some((line) => /UID STORE 1 \+FLAGS \(\\Deleted\)/.test(line))).toBe(true);
    expect(server?.received.some((line) => /EXPUNGE/.test(line))).toBe(false);
  });

  it('that closes idle connections is kept awake while a mail takes long to process', async () => {
    let idle: NodeJS.Timeout | undefined;
    const bench = await prepare({
      mails: ['a', 'b'].map((name, index) => ({ uid: index + 1, raw: raw(name) })),
      onLine({ close }) {
        clearTimeout(idle);
        idle = setTimeout(close, 1000);
      },
    });
    bench.parts.process.processAll = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1800));
    };
    expect(await bench.source.fetchServer(bench.server.documentId)).toMatchObject({
      outcome: 'fetched',
      stored: 2,
    });
    clearTimeout(idle);
  });

  it('sees no password in anything but the log-in, and no change to a mailbox that is to be left alone', async () => {
    await run({ mails: [{ uid: 1, raw: raw('a') }] });
    expect(server?.received.filter((line) => line.includes('secret'))).toHaveLength(1);
    expect(server?.received.some((line) => / EXAMINE /.test(line))).toBe(true);
    expect(server?.received.some((line) => / (SELECT|UID STORE|UID MOVE|UID COPY) /.test(line))).toBe(false);
    expect(server?.received.some((line) => /BODY\[/.test(line))).toBe(false);
  });
});

describe('a row that came from another database', () => {
  it('shows that its mailbox stands still, until it is confirmed again', async () => {
    const bench = await prepare({ mails: [{ uid: 1, raw: raw('a') }] });
    const fetch = () => bench.source.fetchServer(bench.server.documentId);
    bench.cursorFence = 500;
    expect(await fetch()).toMatchObject({ outcome: 'failed', failure: { code: 'cursor_overtaken' } });
    expect(bench.health).toMatchObject({ failures: 1, errorCode: 'cursor_overtaken' });
    expect(bench.rows).toEqual([]);
    expect(await bench.source.confirm(bench.server.documentId)).toMatchObject({ ok: true });
    expect(await fetch()).toMatchObject({ outcome: 'fetched', stored: 1 });
    expect(bench.health).toMatchObject({ failures: 0, errorCode: null });
  });
});

describe('a long import', () => {
  it('is taken in turn by turn when all mailboxes are fetched, and at once when a person asks', async () => {
    const mails = ['a', 'b', 'c'].map((name, index) => ({ uid: index + 1, raw: raw(name) }));
    const turns = await prepare({ mails }, {}, { runBudget: 0, together: 1 });
    const reports = [];
    for (let turn = 0; turn < 3; turn += 1) reports.push(...(await turns.source.fetchAll()));
    expect(reports.map(({ outcome, stored, more }) => ({ outcome, stored, more }))).toEqual([
      { outcome: 'fetched', stored: 1, more: true },
      { outcome: 'fetched', stored: 1, more: true },
      { outcome: 'fetched', stored: 1, more: false },
    ]);
    expect(turns.subjects()).toEqual(['a', 'b', 'c']);
    expect(turns.server.cursor).toMatchObject({ lastUid: 3, actedUid: 3 });
    await server?.stop();

    const atOnce = await prepare({ mails }, {}, { runBudget: 0, together: 1 });
    expect(await atOnce.source.fetchServer(atOnce.server.documentId)).toMatchObject({
      stored: 3,
      more: false,
    });
  });

  it('still comes to the mail that made trouble before', async () => {
    let refused = 0;
    const bench = await prepare(
      {
        mails: ['a', 'b', 'c'].map((name, index) => ({ uid: index + 1, raw: raw(name) })),
        onDownload(uid, { tag, send }) {
          if (uid !== 1 || refused > 0) return false;
          refused += 1;
          send(`${tag} NO [SERVERBUG] cannot read it`);
          return true;
        },
      },
      {},
      { runBudget: 0, together: 1 }
    );
    let turns = 0;
    for (let more = true; more && turns < 10; turns += 1) {
      more = (await bench.source.fetchAll()).some((report) => report.more);
    }
    expect(turns).toBeLessThan(5);
    expect(bench.subjects()).toEqual(['b', 'c', 'a']);
    // The mark follows with the next round, which finds nothing held back.
    for (let more = true; more;) more = (await bench.source.fetchAll()).some((report) => report.more);
    expect(bench.server.cursor).toMatchObject({ lastUid: 3, troubles: [] });
  });

  it('leaves the first turn to the mailbox that waited longest, then to priority', () => {
    const at = (documentId: string, lastFetchedAt: Date | null, priority: number) => ({
      documentId,
      lastFetchedAt,
      priority,
    });
    expect(
      inTurn([
        at('long import', new Date(3000), 1),
        at('never', null, 5),
        at('urgent', new Date(2000), 1),
        at('usual', new Date(2000), 5),
        at('new', null, 4),
      ])
    ).toEqual(['new', 'never', 'urgent', 'usual', 'long import']);
  });
});
