import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { backOff } from '../../../server/src/inbound/sources/imap/back-off';
import { createDeadline, PhaseTimeout } from '../../../server/src/inbound/sources/imap/deadline';
import { similarFolders } from '../../../server/src/inbound/sources/imap/folders';
import { headerDate } from '../../../server/src/inbound/sources/imap/header-date';
import { accountKey, sourceKey } from '../../../server/src/inbound/sources/imap/keys';
import { listPages, type ListedMail } from '../../../server/src/inbound/sources/imap/listing';
import { createProgress } from '../../../server/src/inbound/sources/imap/progress';
import {
  createStart,
  isQuiet,
  parseStart,
  startSearch,
} from '../../../server/src/inbound/sources/imap/start';
import { storeProblem } from '../../../server/src/inbound/sources/imap/store-problem';
import { createTroubles } from '../../../server/src/inbound/sources/imap/troubles';
import { packUids, parseUids } from '../../../server/src/inbound/sources/imap/uid-set';

const uids = fc.uniqueArray(fc.integer({ min: 1, max: 400 })).map((list) => list.sort((a, b) => a - b));

describe('a set of UIDs', () => {
  it('holds exactly what was packed', () => {
    fc.assert(
      fc.property(uids, (list) => {
        const set = parseUids(packUids(list));
        expect(Array.from({ length: 402 }, (_, uid) => uid).filter((uid) => set.has(uid))).toEqual(list);
        expect(set.first).toBe(list[0] ?? null);
      })
    );
  });

  it('is written as IMAP writes it', () => {
    expect(packUids([1, 2, 3, 7, 9, 10])).toBe('1:3,7,9:10');
    expect(packUids([])).toBe('');
  });
});

describe('listing', () => {
  const listed = (uid: number): ListedMail => ({
    uid,
    size: 1,
    receivedAt: null,
    seen: false,
    headerBlock: null,
  });

  it('gives every mail once and in order, a bounded number at a time, whatever the gaps', async () => {
    await fc.assert(
      fc.asyncProperty(uids, fc.integer({ min: 1, max: 20 }), async (list, size) => {
        let windows = 0;
        const page = async function* (from: number, to: number) {
          windows += 1;
          // In no order, with the last old mail that a server adds to a range past the end.
          yield* [...list.filter((uid) => uid >= from && uid <= to)].reverse().map(listed);
          const last = list.at(-1);
          if (last) yield listed(last);
        };
        const seen: number[] = [];
        let to = 0;
        for await (const { mails, to: reached } of listPages(page, { from: 1, to: 400, size })) {
          expect(mails.length).toBeLessThanOrEqual(size);
          expect(reached).toBeGreaterThan(to);
          to = reached;
          seen.push(...mails.map(({ uid }) => uid));
        }
        expect(to).toBe(400);
        expect([...new Set(seen)]).toEqual(list);
        expect(windows).toBeLessThan(450);
      }),
      { numRuns: 50 }
    );
  });

  it('crosses a gap of two thousand million UIDs in few steps', async () => {
    let windows = 0;
    const page = async function* (from: number, to: number) {
      windows += 1;
      for (const uid of [1, 2_000_000_000]) if (uid >= from && uid <= to) yield listed(uid);
    };
    const seen: number[] = [];
    for await (const { mails } of listPages(page, { from: 1, to: 2_000_000_000, size: 500 })) {
      seen.push(...mails.map(({ uid }) => uid));
    }
    expect(seen).toEqual([1, 2_000_000_000]);
    expect(windows).toBeLessThan(30);
  });
});

describe('the mark of a run', () => {
  it('stays below a mail that could not be taken in, and never goes back', () => {
    const progress = createProgress({ lastUid: 10, actedUid: 8 });
    progress.pass(5);
    expect(progress.lastUid).toBe(10);
    expect(progress.with(12)).toBe(12);
    progress.pass(12);
    progress.act(12);
    progress.hold();
    expect(progress.with(13)).toBe(12);
    progress.pass(20);
    progress.act(20);
    expect([progress.lastUid, progress.actedUid]).toEqual([12, 12]);
  });

  it('remembers from where on actions on the server are missing', () => {
    const progress = createProgress({ lastUid: 0, actedUid: 0 });
    progress.pass(1);
    progress.act(1);
    progress.pass(2);
    progress.holdActions();
    progress.pass(3);
    progress.act(3);
    expect([progress.lastUid, progress.actedUid]).toEqual([3, 1]);
  });
});

describe('a mail in trouble', () => {
  it('is tried three times, with pauses, then given up', () => {
    const troubles = createTroubles([], [100, 1000]);
    const turns: string[] = [];
    for (const now of [0, 50, 100, 500, 1100, 1200]) {
      const turn = troubles.turn(7, now);
      turns.push(turn.kind);
      if (turn.kind === 'take') troubles.failed(7, 'broken', now);
    }
    expect(turns).toEqual(['take', 'wait', 'take', 'wait', 'take', 'give_up']);
    expect(troubles.turn(7, 1200)).toEqual({ kind: 'give_up', problem: 'broken', withHeader: true });
    troubles.failed(7, 'header broken', 1200);
    expect(troubles.turn(7, 1200)).toMatchObject({ withHeader: false });
    troubles.solved(7);
    expect(troubles.list()).toEqual([]);
  });
});

describe('where the import starts', () => {
  const confirmedAt = new Date('2026-06-15T12:00:00Z');
  const age = (uid: number, receivedAt: string | null, more: object = {}) => ({
    uid,
    receivedAt: receivedAt === null ? null : new Date(receivedAt),
    headerDate: null,
    seen: false,
    ...more,
  });

  it('is searched for at the confirmation', () => {
    const since = new Date('2026-06-08T12:00:00Z');
    expect(startSearch(parseStart('unseen'), confirmedAt, 9)).toEqual({ uid: '1:9', seen: false, since });
    expect(startSearch(parseStart('days:7'), confirmedAt, 9)).toEqual({ uid: '1:9', since });
    expect(startSearch(parseStart('all'), confirmedAt, 9)).toEqual({ uid: '1:9' });
    expect(startSearch(parseStart('now'), confirmedAt, 9)).toBeNull();
    expect(startSearch(parseStart('all'), confirmedAt, 0)).toBeNull();
    expect(parseStart('nonsense')).toEqual({ kind: 'unseen', days: 7 });
  });

  it('is decided by UID while the folder is the one that was confirmed', () => {
    const start = createStart({ startUid: 10, startUids: '4,7:8' }, { startFrom: 'unseen', confirmedAt });
    const imported = [3, 4, 5, 7, 8, 9, 10, 99].filter(
      (uid) => !start.isBefore(age(uid, '2001-01-01', { seen: true }))
    );
    expect(imported).toEqual([4, 7, 8, 10, 99]);
  });

  it.each([
    ['now', [false, true, true, true]],
    ['unseen', [false, false, true, true]],
    ['days:7', [false, false, false, true]],
    ['all', [false, false, false, false]],
  ])('is decided by age after the folder was renumbered: %s', (startFrom, expected) => {
    const start = createStart({ startUid: 100, startUids: null }, { startFrom, confirmedAt });
    const mails = [
      age(1, '2026-06-16T00:00:00Z'),
      age(2, '2026-06-14T00:00:00Z'),
      age(3, '2026-06-14T00:00:00Z', { seen: true }),
      age(4, '2026-05-01T00:00:00Z'),
    ];
    expect(mails.map(start.isBefore)).toEqual(expected);
    expect(start.isBefore(age(100, '2001-01-01'))).toBe(false);
    expect(start.isBefore(age(5, null))).toBe(false);
  });

  it('believes the Date header where a move has given every mail the same INTERNALDATE', () => {
    const start = createStart({ startUid: 100, startUids: null }, { startFrom: 'now', confirmedAt });
    const moved = age(1, '2026-07-01T00:00:00Z', { headerDate: new Date('2020-01-01') });
    expect(start.isBefore(moved)).toBe(true);
    expect(isQuiet(moved, confirmedAt)).toBe(true);
  });

  it('is quiet for what was received more than 48 hours before the confirmation', () => {
    expect(isQuiet(age(1, '2026-06-13T11:59:59Z'), confirmedAt)).toBe(true);
    expect(isQuiet(age(1, '2026-06-13T12:00:01Z'), confirmedAt)).toBe(false);
    expect(isQuiet(age(1, null), confirmedAt)).toBe(false);
  });
});

describe('a mailbox that failed', () => {
  const minutes = (code: string, failures: number, asked?: number) => backOff(code, failures, asked) / 60_000;

  it('is tried again after 1 to 15 minutes', () => {
    expect([1, 2, 3, 4, 5, 6, 50].map((failures) => minutes('no_answer', failures))).toEqual([
      1, 2, 4, 8, 15, 15, 15,
    ]);
  });

  it('is left alone for an hour when the password is wrong, so that the account is not locked', () => {
    expect(minutes('authentication_failed', 1)).toBe(60);
  });

  it('waits as long as the server asks, an hour at most', () => {
    expect(minutes('throttled', 1, 20 * 60_000)).toBe(20);
    expect(minutes('throttled', 1, 24 * 3_600_000)).toBe(60);
  });
});

describe('keys', () => {
  const account = { host: 'imap.example.com', username: 'mary', folder: 'INBOX' };

  it('are equal for equal mailboxes, however they are written', () => {
    expect(accountKey({ host: ' IMAP.example.com. ', username: 'mary ', folder: 'inbox' })).toBe(
      accountKey(account)
    );
    expect(accountKey({ ...account, folder: 'Archive' })).not.toBe(
      accountKey({ ...account, folder: 'archive' })
    );
    expect(accountKey(account)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('differ by UIDVALIDITY and UID', () => {
    const keys = [sourceKey(account, '1', 11), sourceKey(account, '11', 1), sourceKey(account, '1', 1)];
    expect(new Set(keys).size).toBe(3);
  });
});

describe('a deadline', () => {
  it('counts only the time that is waited', async () => {
    let expired = 0;
    const deadline = createDeadline('download', 120, () => (expired += 1));
    const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    await deadline.race(later(30));
    await later(150);
    await deadline.race(later(30));
    await expect(deadline.race(later(500))).rejects.toBeInstanceOf(PhaseTimeout);
    expect(expired).toBe(1);
  });
});

describe('small helpers', () => {
  it('propose folders that resemble what was typed', () => {
    const folders = ['INBOX', 'Sent', 'INBOX/Support', 'Suport', 'Archive', 'Trash'];
    expect(similarFolders('support', folders)).toEqual(['INBOX/Support', 'Suport']);
    expect(similarFolders('Archiv', folders)).toEqual(['Archive']);
    expect(similarFolders('xyz', folders)).toEqual([]);
  });

  it('read the Date of a header block', () => {
    expect(
      headerDate(Buffer.from('Date: Tue, 1 Jul 2003\r\n 10:52:37 +0200 (CEST)\r\n'))?.toISOString()
    ).toBe('2003-07-01T08:52:37.000Z');
    expect(headerDate(Buffer.from('Subject: x\r\nDate: yesterday\r\n'))).toBeNull();
    expect(headerDate(null)).toBeNull();
  });

  it('spend no time on a Date that was written to take long', () => {
    const began = Date.now();
    expect(headerDate(Buffer.from(`Date: ${'('.repeat(60_000)}\r\n`))).toBeNull();
    expect(Date.now() - began).toBeLessThan(500);
  });

  it('quote a database without the values that it was given', () => {
    const error = new Error(
      "insert into `x` (`subject`) values ('private') - SQLITE_FULL: database or disk is full"
    );
    expect(storeProblem(error)).toBe('It could not be stored: SQLITE_FULL: database or disk is full');
  });
});

describe('a wait for work that says how far it is', () => {
  const later = (milliseconds: number) =>
    new Promise<string>((resolve) => setTimeout(() => resolve('done'), milliseconds));
  /** A step forward whenever it is asked. */
  const steps = () => {
    let count = 0;
    return () => (count += 1);
  };

  it('lets work go on that takes long and makes progress, and ends work that makes none', async () => {
    const deadline = createDeadline('download', 10_000);
    await expect(deadline.race(later(400), 100)).rejects.toThrow(PhaseTimeout);
    await expect(deadline.race(later(400), 100, () => 7)).rejects.toThrow(PhaseTimeout);
    expect(await deadline.race(later(400), 100, steps())).toBe('done');
  });

  it('ends also what makes progress, once the budget is used up', async () => {
    const expired: string[] = [];
    const deadline = createDeadline('download', 200, () => expired.push('expired'));
    await expect(deadline.race(later(5000), 50, steps())).rejects.toThrow(PhaseTimeout);
    expect(expired).toEqual(['expired']);
  });
});
