import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createImapSourceFrom,
  type ConfirmReport,
  type ImapLimits,
  type IncomingServer,
} from '../../server/src/inbound/sources/imap';
import { startDovecot, type Dovecot } from '../support/dovecot';
import { createBench, type Bench } from '../support/imap-doubles';
import { generateMails } from '../support/mails';

let dovecot: Dovecot;
let users = 0;

beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(async () => {
  await dovecot?.stop();
});

const newUser = (): string => `user${(users += 1)}`;

const mail = (subject: string, body = 'Hello.', header = ''): string =>
  `From: Mary <mary@customer.example>\r\nTo: support@example.com\r\nSubject: ${subject}\r\n${header}\r\n${body}\r\n`;

const DAY = 86_400_000;
const ago = (days: number): Date => new Date(Date.now() - days * DAY);

const benchFor = (
  username: string,
  row: Partial<IncomingServer> = {},
  options: Partial<Parameters<typeof createBench>[1]> = {},
  on: Dovecot = dovecot
): Bench =>
  createBench(
    { port: on.ports.imap, username, ...row },
    {
      password: on.password,
      network: { allowedPorts: [...Object.values(on.ports), row.port ?? 143], allowedNetworks: [] },
      ...options,
    }
  );

const confirm = ({ source, server }: Bench): Promise<ConfirmReport> => source.confirm(server.documentId);
const fetch = ({ source, server }: Bench) => source.fetchServer(server.documentId);

/** Flags of each mail in a folder, in the order of UIDs. */
const flagsOf = async (user: string, folder = 'INBOX'): Promise<string[]> => {
  const answer = await dovecot.doveadm('-f', 'tab', 'fetch', '-u', user, 'flags', 'mailbox', folder, 'all');
  return answer.split('\n').slice(1, -1);
};

describe('connecting', () => {
  it.each([
    ['none', 'imap', '127.0.0.1'],
    ['starttls', 'imap', 'localhost'],
    ['tls', 'imaps', 'localhost'],
    ['tls', 'imaps', '127.0.0.1'],
  ] as const)('takes mail in over encryption %s (%s, %s)', async (encryption, port, host) => {
    const user = newUser();
    await dovecot.deliver(user, [mail('One'), mail('Two')]);
    const certificateAuthority = dovecot.authority.pem;
    const bench = benchFor(user, { encryption, host, port: dovecot.ports[port], certificateAuthority });

    expect(await confirm(bench)).toMatchObject({ ok: true, willImport: 2, folderSize: 2 });
    expect(bench.rows).toEqual([]);
    const report = await fetch(bench);

    expect(report).toMatchObject({ outcome: 'fetched', stored: 2, listed: 2, failure: null, warning: null });
    expect(report.steps.every(({ ok }) => ok)).toBe(true);
    expect(bench.subjects()).toEqual(['One', 'Two']);
    expect(bench.rows[0]?.bytes.toString()).toBe(mail('One'));
    expect(bench.processed).toEqual(bench.rows.map(({ documentId }) => documentId));
    expect(bench.rows[0]?.delivery).toMatchObject({
      source: { type: 'imap', name: 'Support', incomingServerId: bench.server.documentId },
      envelope: { recipients: [], sender: null },
      quiet: false,
    });
  });

  const codeOf = async (
    row: Partial<IncomingServer>,
    on = dovecot,
    password = on.password
  ): Promise<string> => {
    const report = await confirm(benchFor(newUser(), row, { password, limits: { greeting: 1000 } }, on));
    return report.ok ? 'ok' : report.failure.code;
  };

  it('names what is wrong with a certificate', async () => {
    const tls = { encryption: 'tls', host: 'localhost', port: dovecot.ports.imaps } as const;
    expect(await codeOf(tls)).toMatch(/certificate_(unknown_issuer|self_signed)/);
    expect(await codeOf({ ...tls, encryption: 'starttls', port: dovecot.ports.imap })).toMatch(
      /certificate_(unknown_issuer|self_signed)/
    );
    for (const [name, days, code] of [
      ['localhost', -3, 'certificate_expired'],
      ['mail.other.example', 30, 'certificate_name_mismatch'],
    ] as const) {
      const other = await startDovecot({ certificate: { names: [name], days } });
      try {
        const row = { certificateAuthority: other.authority.pem, host: 'localhost' };
        expect(await codeOf({ ...row, encryption: 'tls', port: other.ports.imaps }, other)).toBe(code);
        expect(await codeOf({ ...row, encryption: 'starttls', port: other.ports.imap }, other)).toBe(code);
      } finally {
        await other.stop();
      }
    }
  });

  it('names an encryption that does not fit, both ways', async () => {
    expect(await codeOf({ encryption: 'none', port: dovecot.ports.imaps })).toBe('tls_expected');
    expect(await codeOf({ encryption: 'starttls', port: dovecot.ports.imaps })).toBe('tls_expected');
    expect(await codeOf({ encryption: 'tls', port: dovecot.ports.imap })).toBe('tls_not_spoken');
    const plain = await startDovecot({ starttls: false });
    try {
      expect(await codeOf({ encryption: 'starttls', port: plain.ports.imap }, plain)).toBe(
        'starttls_missing'
      );
    } finally {
      await plain.stop();
    }
  });

  it('names a wrong password in the server’s words, and waits an hour', async () => {
    const bench = benchFor(newUser(), {}, { password: 'wrong' });
    const report = await confirm(bench);
    expect(report).toMatchObject({
      ok: false,
      failure: {
        code: 'authentication_failed',
        serverSaid: expect.stringContaining('[AUTHENTICATIONFAILED]'),
      },
    });
    Object.assign(bench.server, { state: 'confirmed' });
    const working = benchFor(bench.server.username);
    await confirm(working);
    Object.assign(bench.server, { ...working.server, documentId: bench.server.documentId });
    const now = Date.now();
    expect(await fetch(bench)).toMatchObject({
      outcome: 'failed',
      failure: { code: 'authentication_failed' },
    });
    expect((bench.server.nextAttemptAt?.getTime() ?? 0) - now).toBeGreaterThan(59 * 60_000);
    expect(await bench.source.fetchAll()).toEqual([]);
  });

  it('names a missing folder and those that resemble it', async () => {
    const user = newUser();
    await dovecot.deliver(user, [mail('One')], { folder: 'Support/Tickets' });
    const report = await confirm(benchFor(user, { folder: 'Support/Ticket' }));
    expect(report).toMatchObject({
      ok: false,
      failure: { code: 'folder_missing', advice: 'Choose one that exists: "Support/Tickets".' },
    });
  });

  it('fetches a folder other than INBOX, whatever its name', async () => {
    const user = newUser();
    await dovecot.deliver(user, [mail('One')], { folder: 'Größe & "Maß"' });
    const bench = benchFor(user, { folder: 'Größe & "Maß"' });
    await confirm(bench);
    await fetch(bench);
    expect(bench.subjects()).toEqual(['One']);
  });
});

describe('first contact', () => {
  const mailbox = async (): Promise<string> => {
    const user = newUser();
    await dovecot.deliver(user, [mail('old')], { receivedAt: ago(30) });
    await dovecot.deliver(user, [mail('week, seen')], { receivedAt: ago(5), seen: true });
    await dovecot.deliver(user, [mail('week, unseen')], { receivedAt: ago(4) });
    await dovecot.deliver(user, [mail('today')]);
    return user;
  };

  it.each([
    ['unseen', ['week, unseen', 'today']],
    ['days:6', ['week, seen', 'week, unseen', 'today']],
    ['now', []],
    ['all', ['old', 'week, seen', 'week, unseen', 'today']],
  ])('imports what startFrom says, and confirming told how many that is: %s', async (startFrom, expected) => {
    const user = await mailbox();
    const bench = benchFor(user, { startFrom });
    expect(await confirm(bench)).toMatchObject({ ok: true, willImport: expected.length, folderSize: 4 });
    await dovecot.deliver(user, [mail('later')], { seen: true });
    await fetch(bench);
    expect(bench.subjects()).toEqual([...expected, 'later']);
    expect((await fetch(bench)).stored).toBe(0);
    expect(bench.rows).toHaveLength(expected.length + 1);
  });

  it('imports quietly what was received more than 48 hours before the confirmation', async () => {
    const bench = benchFor(await mailbox(), { startFrom: 'all' });
    await confirm(bench);
    await fetch(bench);
    expect(bench.rows.map(({ delivery }) => delivery.quiet)).toEqual([true, true, true, false]);
    expect(Math.abs((bench.rows[0]?.delivery.receivedAt.getTime() ?? 0) - ago(30).getTime())).toBeLessThan(
      60_000
    );
  });

  it('imports what was unread when it was confirmed, also when a person reads it first', async () => {
    const user = await mailbox();
    const bench = benchFor(user, { startFrom: 'unseen' });
    await confirm(bench);
    await dovecot.doveadm('flags', 'add', '-u', user, '\\Seen', 'mailbox', 'INBOX', 'all');
    await fetch(bench);
    expect(bench.subjects()).toEqual(['week, unseen', 'today']);
  });

  it('knows what another row for the same account has imported', async () => {
    const user = await mailbox();
    const first = benchFor(user, { startFrom: 'all' });
    await confirm(first);
    await fetch(first);
    const second = benchFor(user, { startFrom: 'all' }, { rows: first.rows });
    expect(await confirm(second)).toMatchObject({ willImport: 0 });
    expect(await fetch(second)).toMatchObject({ outcome: 'fetched', stored: 0, duplicates: 0, listed: 4 });
  });

  it('confirmed again after a pause, loses nothing of what came meanwhile', async () => {
    const user = await mailbox();
    const bench = benchFor(user, { startFrom: 'now' });
    await confirm(bench);
    await fetch(bench);
    bench.server.state = 'draft';
    await dovecot.deliver(user, [mail('in the pause')], { seen: true });
    expect((await fetch(bench)).outcome).toBe('inactive');
    expect(await confirm(bench)).toMatchObject({ ok: true, willImport: 1 });
    await fetch(bench);
    expect(bench.subjects()).toEqual(['in the pause']);
  });

  it('wants to be confirmed again when the account was changed', async () => {
    const bench = benchFor(await mailbox());
    await confirm(bench);
    bench.server.folder = 'Other';
    expect(await fetch(bench)).toMatchObject({ outcome: 'failed', failure: { code: 'confirmation_needed' } });
  });
});

describe('one run after the other', () => {
  const started = async (
    row: Partial<IncomingServer> = {},
    limits = {}
  ): Promise<{ user: string; bench: Bench }> => {
    const user = newUser();
    const bench = benchFor(user, row, { limits });
    await confirm(bench);
    return { user, bench };
  };

  it('takes in what is new and nothing twice, also across pages', async () => {
    const { user, bench } = await started({}, { pageSize: 3 });
    await dovecot.deliver(
      user,
      Array.from({ length: 8 }, (_, index) => mail(`m${index}`))
    );
    expect(await fetch(bench)).toMatchObject({ stored: 8, listed: 8 });
    expect(bench.server.cursor).toMatchObject({ lastUid: 8, actedUid: 8 });
    expect(await fetch(bench)).toMatchObject({ stored: 0, duplicates: 0, outcome: 'fetched' });
    await dovecot.deliver(user, [mail('m8')]);
    expect(await fetch(bench)).toMatchObject({ stored: 1, duplicates: 0 });
    expect(bench.subjects()).toEqual(Array.from({ length: 9 }, (_, index) => `m${index}`));
  });

  it('takes in a mail below the cursor that was not journaled, and skips gaps', async () => {
    const { user, bench } = await started();
    await dovecot.deliver(user, [mail('a'), mail('b'), mail('c'), mail('d')]);
    await fetch(bench);
    bench.rows.splice(1, 1);
    await dovecot.doveadm('expunge', '-u', user, 'mailbox', 'INBOX', 'uid', '3');
    await fetch(bench);
    expect(bench.subjects()).toEqual(['a', 'c', 'd', 'b']);
    expect(bench.server.cursor.lastUid).toBe(4);
  });

  it('keeps bytes as the server has them: line ends, eight bits, long lines, no final line end', async () => {
    const { user, bench } = await started();
    const raws = [
      Buffer.from(
        mail('eight', '\xe4\xf6\xfc\xff\x80', 'Content-Type: text/plain; charset=iso-8859-1\r\n'),
        'latin1'
      ),
      Buffer.from(mail('long', 'x'.repeat(200_000))),
      Buffer.from('Subject: no end\r\n\r\nno line end'),
      Buffer.from('Subject: header only\r\n\r\n'),
    ];
    await dovecot.deliver(user, raws);
    await fetch(bench);
    expect(bench.rows.map(({ bytes }, index) => bytes.equals(raws[index] ?? Buffer.alloc(0)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('streams mails of many chunks byte for byte', async () => {
    const { user, bench } = await started({}, { chunkSize: 64 * 1024 });
    const mails = [...generateMails({ count: 40, seed: 3 })];
    await dovecot.deliver(
      user,
      mails.map(({ raw }) => raw)
    );
    expect(await fetch(bench)).toMatchObject({ stored: 40 });
    expect(bench.rows.every(({ bytes }, index) => bytes.equals(mails[index]?.raw ?? Buffer.alloc(0)))).toBe(
      true
    );
  });

  it('journals a mail that is too large with its header and size, and goes on', async () => {
    const { user, bench } = await started({ maxMessageSize: 10_000, afterFetch: 'delete' });
    await dovecot.deliver(user, [mail('small'), mail('huge', 'x'.repeat(20_000)), mail('after')]);
    expect(await fetch(bench)).toMatchObject({ stored: 2, oversize: 1, outcome: 'fetched' });
    const huge = bench.rows.find(({ kind }) => kind === 'oversize');
    expect(huge?.bytes.toString()).toContain('Subject: huge\r\n');
    expect(huge?.bytes.length).toBeLessThan(200);
    expect(huge?.size).toBeGreaterThan(20_000);
    expect(bench.server.cursor.lastUid).toBe(3);
    // What was not taken in is not deleted.
    expect(await flagsOf(user)).toHaveLength(1);
    expect(await fetch(bench)).toMatchObject({ oversize: 0, outcome: 'fetched' });
  });

  describe('after the server has renumbered the folder', () => {
    it('imports what is new, leaves copies to their content, and journals what is older than the start', async () => {
      const user = newUser();
      await dovecot.deliver(user, [mail('ancient')], { receivedAt: ago(400) });
      const bench = benchFor(user, { startFrom: 'now' });
      await confirm(bench);
      await dovecot.deliver(user, [mail('imported')]);
      await fetch(bench);
      const before = bench.server.cursor.uidValidity;
      await dovecot.doveadm('mailbox', 'update', '-u', user, '--uid-validity', '4711', 'INBOX');
      await dovecot.deliver(user, [mail('new')]);

      const report = await fetch(bench);

      expect(bench.server.cursor.uidValidity).toBe('4711');
      expect(bench.server.cursor.uidValidity).not.toBe(before);
      expect(report).toMatchObject({ outcome: 'fetched', stored: 2, skipped: 1 });
      expect(bench.subjects()).toEqual(['imported', 'imported', 'new']);
      const skipped = bench.rows.find(({ kind }) => kind === 'skipped');
      expect(skipped?.bytes.toString()).toContain('Subject: ancient');
      expect(await fetch(bench)).toMatchObject({ stored: 0, skipped: 0, duplicates: 0 });
      await dovecot.deliver(user, [mail('later')]);
      expect(await fetch(bench)).toMatchObject({ stored: 1, skipped: 0 });
    });
  });
});

describe('the copy on the server', () => {
  const filled = async (row: Partial<IncomingServer>): Promise<{ user: string; bench: Bench }> => {
    const user = newUser();
    await dovecot.deliver(user, [mail('One'), mail('Two')]);
    const bench = benchFor(user, row);
    expect(await confirm(bench)).toMatchObject({ ok: true });
    return { user, bench };
  };

  it('is left alone by default', async () => {
    const { user, bench } = await filled({});
    await fetch(bench);
    expect(await flagsOf(user)).toEqual(['\\Recent', '\\Recent']);
  });

  it('is marked as read', async () => {
    const { user, bench } = await filled({ afterFetch: 'seen' });
    await fetch(bench);
    expect(await flagsOf(user)).toEqual([
      expect.stringContaining('\\Seen'),
      expect.stringContaining('\\Seen'),
    ]);
  });

  it('is moved', async () => {
    const { user, bench } = await filled({});
    await dovecot.deliver(user, [], { folder: 'Done' });
    Object.assign(bench.server, { afterFetch: 'move', afterFetchFolder: 'Done' });
    expect(await fetch(bench)).toMatchObject({ stored: 2, warning: null });
    expect(await flagsOf(user)).toEqual([]);
    expect(await flagsOf(user, 'Done')).toHaveLength(2);
  });

  it('is deleted, but not what others have marked', async () => {
    const { user, bench } = await filled({ startFrom: 'now', afterFetch: 'delete' });
    await dovecot.doveadm('flags', 'add', '-u', user, '\\Deleted', 'mailbox', 'INBOX', 'uid', '1');
    await dovecot.deliver(user, [mail('Three')]);
    expect(await fetch(bench)).toMatchObject({ stored: 1 });
    expect(await flagsOf(user)).toHaveLength(2);
  });

  it('is not touched before the commit, nor when there is none', async () => {
    const { user, bench } = await filled({ afterFetch: 'delete' });
    const present: number[] = [];
    bench.sabotage = async () => {
      present.push((await flagsOf(user)).length);
    };
    await fetch(bench);
    expect(present).toEqual([2, 2]);
    await dovecot.deliver(user, [mail('Three')]);
    bench.sabotage = () => {
      throw new Error('full');
    };
    await fetch(bench);
    expect(await flagsOf(user)).toHaveLength(1);
  });

  it('is treated in the next run when the process died between commit and action', async () => {
    const { user, bench } = await filled({ afterFetch: 'delete' });
    await fetch(bench);
    await dovecot.deliver(user, [mail('Three')]);
    Object.assign(bench.server, { afterFetch: 'leave' });
    await fetch(bench);
    // As the row looks after such a crash.
    Object.assign(bench.server, { afterFetch: 'delete' });
    bench.server.cursor.actedUid = 2;
    expect(await fetch(bench)).toMatchObject({ stored: 0 });
    expect(await flagsOf(user)).toEqual([]);
  });

  it('switched on later, an action leaves what was taken in before alone', async () => {
    const { user, bench } = await filled({});
    await fetch(bench);
    Object.assign(bench.server, { afterFetch: 'delete' });
    await fetch(bench);
    expect(await flagsOf(user)).toHaveLength(2);
  });

  it('that cannot be moved is a warning and keeps no mail out; mended, it is moved', async () => {
    const { user, bench } = await filled({});
    Object.assign(bench.server, { afterFetch: 'move', afterFetchFolder: 'Nowhere' });
    expect(await fetch(bench)).toMatchObject({
      outcome: 'fetched',
      stored: 2,
      warning: { code: 'after_fetch_failed' },
    });
    expect(bench.health).toMatchObject({ errorCode: 'after_fetch_failed', failures: 0, nextAttemptAt: null });
    await dovecot.deliver(user, [], { folder: 'Nowhere' });
    expect(await fetch(bench)).toMatchObject({ stored: 0, warning: null });
    expect(await flagsOf(user, 'Nowhere')).toHaveLength(2);
    expect(bench.events.map(({ event }) => event)).toEqual([
      'mail-gateway.server.error',
      'mail-gateway.server.recovered',
    ]);
  });

  it('is not confirmed for a move that cannot work', async () => {
    const user = newUser();
    const missing = benchFor(user, { afterFetch: 'move', afterFetchFolder: 'Nowhere' });
    expect(await confirm(missing)).toMatchObject({ failure: { code: 'after_fetch_folder_missing' } });
    const same = benchFor(user, { afterFetch: 'move', afterFetchFolder: 'inbox' });
    expect(await confirm(same)).toMatchObject({ failure: { code: 'after_fetch_folder_invalid' } });
  });
});

describe('what goes wrong on our side', () => {
  const filled = async (count: number, limits: Partial<ImapLimits> = {}): Promise<Bench> => {
    const user = newUser();
    await dovecot.deliver(
      user,
      Array.from({ length: count }, (_, index) => mail(`m${index}`))
    );
    const bench = benchFor(user, {}, { limits: { troublePauses: [0, 0], ...limits } });
    await confirm(bench);
    return bench;
  };

  it('a mail that cannot be stored does not stop the others, and is given up visibly after three attempts', async () => {
    const bench = await filled(4);
    bench.sabotage = (raw) => {
      if (raw.includes('Subject: m1')) throw new Error('insert … - value too strange');
    };
    expect(await fetch(bench)).toMatchObject({ outcome: 'fetched', stored: 3, postponed: 1 });
    expect(bench.server.cursor.lastUid).toBe(1);
    expect(await fetch(bench)).toMatchObject({ stored: 0, postponed: 1 });
    expect(await fetch(bench)).toMatchObject({ stored: 0, postponed: 1 });
    expect(await fetch(bench)).toMatchObject({ stored: 0, postponed: 0, unfetchable: 1 });
    const row = bench.rows.at(-1);
    expect(row).toMatchObject({ kind: 'unfetchable', problem: 'It could not be stored: value too strange' });
    expect(row?.bytes.toString()).toContain('Subject: m1');
    expect(await fetch(bench)).toMatchObject({ stored: 0, unfetchable: 0, postponed: 0 });
    expect(bench.server.cursor).toMatchObject({ lastUid: 4, troubles: [] });
  });

  it('a mail that could not be stored is taken in once it can', async () => {
    const bench = await filled(3);
    bench.sabotage = (raw) => {
      if (raw.includes('Subject: m0')) throw new Error('busy');
    };
    await fetch(bench);
    bench.sabotage = null;
    expect(await fetch(bench)).toMatchObject({ stored: 1 });
    expect(bench.subjects()).toEqual(['m1', 'm2', 'm0']);
    await fetch(bench);
    expect(bench.server.cursor).toMatchObject({ lastUid: 3, troubles: [] });
  });

  it('a database that is down stops the run with the cursor unmoved, and nothing is lost', async () => {
    const bench = await filled(5, { together: 2 });
    bench.sabotage = (raw) => {
      if (raw.includes('Subject: m2')) bench.databaseDown = true;
    };
    expect(await fetch(bench)).toMatchObject({ outcome: 'failed', failure: { code: 'store_failed' } });
    expect(bench.server.cursor.lastUid).toBe(2);
    bench.databaseDown = false;
    bench.sabotage = null;
    await fetch(bench);
    expect(bench.subjects()).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
  });

  it('a store that fails for every mail ends the run instead of giving up the whole mailbox', async () => {
    const bench = await filled(6);
    bench.sabotage = () => {
      throw new Error('disk full');
    };
    expect(await fetch(bench)).toMatchObject({
      outcome: 'failed',
      failure: { code: 'store_failed' },
      postponed: 2,
    });
    bench.sabotage = null;
    await fetch(bench);
    expect(bench.subjects().sort()).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5']);
  });

  it('a lease that goes to another process ends the run before its next write', async () => {
    const bench = await filled(4, { together: 2 });
    bench.sabotage = (raw) => {
      if (raw.includes('Subject: m2')) bench.loseLease();
    };
    expect(await fetch(bench)).toMatchObject({ outcome: 'stopped', stored: 2 });
    expect(bench.subjects()).toEqual(['m0', 'm1']);
    expect(bench.server.cursor.lastUid).toBe(2);
    expect(bench.health).toEqual({});
  });

  it('a shutdown ends the run, and the next one goes on where it was', async () => {
    const bench = await filled(4, { together: 2 });
    const abort = new AbortController();
    const report = await bench.source.fetchServer(bench.server.documentId, {
      signal: abort.signal,
      onProgress: ({ stored }) => stored === 2 && abort.abort(),
    });
    expect(report).toMatchObject({ outcome: 'stopped', stored: 2 });
    await fetch(bench);
    expect(bench.subjects()).toEqual(['m0', 'm1', 'm2', 'm3']);
  });

  it('a site that looks like a copy fetches nothing', async () => {
    const bench = await filled(1);
    bench.quiet = true;
    expect((await fetch(bench)).outcome).toBe('kept_quiet');
    expect(await bench.source.fetchAll()).toEqual([]);
    expect(bench.rows).toEqual([]);
  });

  it('two runs at a time are one', async () => {
    const bench = await filled(3);
    const outcomes = (await Promise.all([fetch(bench), fetch(bench)])).map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual(['busy', 'fetched']);
    expect(bench.rows).toHaveLength(3);
  });

  it('one mailbox that fails does not stop the others', async () => {
    const good = await filled(2);
    const bad = await filled(2);
    bad.server.port = 1;
    const pick = (documentId: string): Bench => (documentId === good.server.documentId ? good : bad);
    const both = createImapSourceFrom({
      ...good.parts,
      servers: {
        ...good.parts.servers,
        read: (id) => pick(id).parts.servers.read(id),
        due: async () => [bad.server.documentId, good.server.documentId],
      },
      leases: { hold: (name, work) => pick(name.replace('incoming:', '')).parts.leases.hold(name, work) },
      limits: { concurrency: 1 },
    });
    const reports = await both.fetchAll();
    expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'fetched']);
    expect(good.rows).toHaveLength(2);
  });
});
