import { afterEach, describe, expect, it } from 'vitest';
import type { FetchReport, ImapLimits, IncomingServer } from '../../../server/src/inbound/sources/imap';
import { inTurn } from '../../../server/src/inbound/sources/imap/server-store';
import { confirmWithoutAsking, createBench, type Bench } from '../../support/imap-doubles';
import { startScriptedServer, type Line, type ScriptedServer } from '../../support/scripted-server';

/** Servers that bend the protocol in ways that real ones have been seen to. */

interface OddMail {
  uid: number;
  raw: string;
  /** What RFC822.SIZE says, where it is not true. */
  size?: number;
}

interface Oddities {
  mails: OddMail[];
  capabilities?: string;
  /** Leaves [UIDNEXT] out of SELECT. */
  withoutUidNext?: boolean;
  /** Answers a download instead of the server; false: as usual. */
  onDownload?(uid: number, line: Line): boolean;
  /** Rows that are added to every listing. */
  extraRow?: string;
  /** Sees every line that the client sends. */
  onLine?(line: Line): void;
}

let server: ScriptedServer | null = null;

afterEach(async () => {
  await server?.stop();
  server = null;
});

const raw = (subject: string, body = 'Hello.'): string => `Subject: ${subject}\r\n\r\n${body}\r\n`;

const startOddServer = async ({
  mails,
  capabilities = '',
  withoutUidNext,
  onDownload,
  extraRow,
  onLine,
}: Oddities) => {
  const row = (index: number, items: string): string => `* ${index + 1} FETCH (${items})`;
  const fetch = (line: Line): void => {
    const [, range = '', wanted = ''] = /^UID FETCH (\S+) (.*)$/.exec(line.command) ?? [];
    const ranges = range.split(',').map((one) => one.split(':').map(Number));
    const isWanted = (uid: number): boolean =>
      ranges.some(([from = 0, to = from]) => uid >= from && uid <= to);
    for (const [index, { uid, raw: text, size }] of [...mails].entries()) {
      if (!isWanted(uid)) continue;
      if (/BODY\.PEEK\[\]/.test(wanted) && onDownload?.(uid, line)) return;
      const part = /BODY\.PEEK\[(HEADER)?\](?:<(\d+)\.(\d+)>)?/.exec(wanted);
      if (!part) {
        const listed = `UID ${uid} FLAGS () RFC822.SIZE ${size ?? text.length} INTERNALDATE "01-Jan-2026 10:00:00 +0000"`;
        line.send(row(index, wanted.includes('RFC822.SIZE') ? listed : `UID ${uid}`));
        continue;
      }
      const offset = Number(part[2] ?? 0);
      const body = part[1] ? `${text.split('\r\n\r\n')[0]}\r\n\r\n` : text;
      const bytes = part[3] ? body.slice(offset, offset + Number(part[3])) : body;
      const name = `BODY[${part[1] ?? ''}]${part[3] ? `<${offset}>` : ''}`;
      line.send(row(index, `UID ${uid} RFC822.SIZE ${text.length} ${name} {${bytes.length}}\r\n${bytes}`));
    }
    if (extraRow && !wanted.includes('BODY')) line.send(extraRow);
    line.send(`${line.tag} OK done`);
  };

  server = await startScriptedServer({
    greeting: '* OK ready\r\n',
    answer(line) {
      const { tag, command, send } = line;
      onLine?.(line);
      if (/^CAPABILITY/.test(command))
        return send(`* CAPABILITY IMAP4rev1 ${capabilities}`, `${tag} OK done`);
      if (/^LIST/.test(command)) return send('* LIST () "/" INBOX', `${tag} OK done`);
      if (/^(SELECT|EXAMINE)/.test(command)) {
        const next = (mails.at(-1)?.uid ?? 0) + 1;
        send(`* ${mails.length} EXISTS`, '* FLAGS (\\Seen \\Deleted)', '* OK [UIDVALIDITY 1] fine');
        if (!withoutUidNext) send(`* OK [UIDNEXT ${next}] fine`);
        return send(`${tag} OK [READ-WRITE] done`);
      }
      if (/^UID FETCH/.test(command)) return fetch(line);
      if (/^FETCH (\d+) /.test(command))
        return send(`* ${mails.length} FETCH (UID ${mails.at(-1)?.uid})`, `${tag} OK done`);
      if (/^LOGOUT/.test(command)) return send('* BYE bye', `${tag} OK done`);
      return send(`${tag} OK done`);
    },
  });
  return server;
};

const prepare = async (
  oddities: Oddities,
  row: Partial<IncomingServer> = {},
  limits: Partial<ImapLimits> = {}
): Promise<Bench> => {
  const { port } = await startOddServer(oddities);
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
