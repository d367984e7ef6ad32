import { afterEach, describe, expect, it } from 'vitest';
import type { FetchReport } from '../../../server/src/inbound/sources/imap';
import { confirmWithoutAsking, createBench, type Bench } from '../../support/imap-doubles';
import { rawOf, startOddServer, type Oddities, type OddMail } from '../../support/odd-imap-server';
import type { Line, ScriptedServer } from '../../support/scripted-server';

/** Servers that take leave, answer late, or answer with something else than what was asked: nothing is lost or doubled. */

const SUBJECTS = ['a', 'b', 'c', 'd'];

let server: ScriptedServer | null = null;

afterEach(async () => {
  await server?.stop();
  server = null;
});

const fourMails = (): OddMail[] =>
  SUBJECTS.map((subject, index) => ({ uid: index + 1, raw: rawOf(subject) }));

const benchOn = async (oddities: Oddities): Promise<Bench> => {
  server = await startOddServer(oddities);
  const bench = createBench(
    { port: server.port, username: 'mary' },
    {
      password: 'secret',
      limits: { ...{ open: 400, list: 400, downloadStall: 400, logout: 200 }, troublePauses: [0, 0] },
    }
  );
  confirmWithoutAsking(bench);
  return bench;
};

const fetch = (bench: Bench): Promise<FetchReport> => bench.source.fetchServer(bench.server.documentId);

/** Runs until nothing is left, on a server that behaves again. */
const everythingIsInOnce = async (bench: Bench): Promise<void> => {
  await fetch(bench);
  expect(await fetch(bench)).toMatchObject({ outcome: 'fetched', stored: 0 });
  expect(bench.subjects().sort()).toEqual(SUBJECTS);
  expect(bench.rows).toHaveLength(SUBJECTS.length);
  expect(bench.server).toMatchObject({ errorSince: null, errorCode: null, failures: 0 });
  expect(bench.server.cursor.lastUid).toBe(SUBJECTS.length);
};

/** Takes leave the first time that a command matches. */
const leaveAt = (command: RegExp, skip = 0): ((line: Line) => void) => {
  let left = skip;
  let done = false;
  return (line) => {
    if (done || !command.test(line.command) || left-- > 0) return;
    done = true;
    line.send('* BYE Maintenance begins');
    line.close();
  };
};

describe('a server that says BYE', () => {
  it.each([
    ['right after the login', /^(EXAMINE|LIST)/, 0],
    ['when it is asked what there is', /^UID FETCH \S+ .*RFC822\.SIZE/, 0],
    ['when it is asked for mails', /^UID FETCH .*BODY\.PEEK\[\]/, 0],
  ])('%s ends the run with its own words, and the next one goes on', async (_when, command, skip) => {
    const bench = await benchOn({ mails: fourMails(), onLine: leaveAt(command, skip) });

    const report = await fetch(bench);

    expect(report).toMatchObject({ outcome: 'failed', stored: 0 });
    expect(report.failure?.advice).not.toBe('');
    expect(`${report.failure?.message} ${report.failure?.serverSaid}`).toContain('Maintenance begins');
    expect(bench.health.errorMessage).toContain('Maintenance begins');
    await everythingIsInOnce(bench);
  });

  it('in the middle of an answer: the mails before it are kept', async () => {
    let left = false;
    const bench = await benchOn({
      mails: fourMails(),
      onDownload(uid, { send, close }) {
        if (uid !== 3 || left) return false;
        left = true;
        send('* BYE Maintenance begins');
        close();
        return true;
      },
    });

    const report = await fetch(bench);

    expect(report).toMatchObject({ outcome: 'failed', stored: 2 });
    expect(bench.subjects()).toEqual(['a', 'b']);
    expect(bench.health.errorMessage).not.toBeNull();
    await everythingIsInOnce(bench);
  });
});

describe('a server that answers too late', () => {
  it.each([
    ['what there is', /^UID FETCH \S+ .*RFC822\.SIZE/],
    ['for mails', /^UID FETCH .*BODY\.PEEK\[\]/],
  ])(
    'when it is asked %s: the run has ended, and the late answer changes nothing',
    async (_what, command) => {
      let late: (() => void) | null = null;
      const held: (() => void)[] = [];
      const bench = await benchOn({
        mails: fourMails(),
        onLine(line) {
          if (late || !command.test(line.command)) return;
          // Everything that the server says from now on waits.
          const send = line.send;
          line.send = (...lines) => void held.push(() => send(...lines));
          late = () => held.splice(0).forEach((say) => say());
        },
      });

      const report = await fetch(bench);
      expect(report).toMatchObject({ outcome: 'failed', stored: 0 });
      expect(bench.health.errorMessage).not.toBeNull();
      (late as (() => void) | null)?.();
      await new Promise((resolve) => setTimeout(resolve, 100));

      expect(bench.rows).toEqual([]);
      await everythingIsInOnce(bench);
    }
  );
});

describe('a server that says more, or less, than it was asked', () => {
  it('removes, adds and marks mails in the middle of its answer', async () => {
    const mails = fourMails();
    let said = false;
    const bench = await benchOn({
      mails,
      onDownload(uid, { send }) {
        if (uid !== 2 || said) return false;
        said = true;
        send(
          '* 9 EXISTS',
          '* 9 RECENT',
          '* 9 EXPUNGE',
          '* 1 FETCH (FLAGS (\\Seen))',
          '* 4 FETCH (UID 4 FLAGS (\\Seen))'
        );
        return false;
      },
    });
    expect(await fetch(bench)).toMatchObject({ outcome: 'fetched', stored: 4 });
    await everythingIsInOnce(bench);
  });

  it('adds a mail while it is asked for others: the next run brings it', async () => {
    const mails = fourMails();
    const last = mails.pop();
    const bench = await benchOn({
      mails,
      onDownload(uid, { send }) {
        if (uid === 1 && last && mails.length === 3) {
          mails.push(last);
          send('* 4 EXISTS');
        }
        return false;
      },
    });
    expect(await fetch(bench)).toMatchObject({ outcome: 'fetched', stored: 3 });
    await everythingIsInOnce(bench);
  });

  it('leaves a mail out of its answer once: it is asked for by itself', async () => {
    const mails = fourMails();
    let hidden: OddMail[] = [];
    const bench = await benchOn({
      mails,
      onLine({ command }) {
        if (!/^UID FETCH \S*[,:]\S* .*BODY\.PEEK\[\]/.test(command) || hidden.length > 0) return;
        hidden = mails.splice(1, 1);
        setImmediate(() => mails.splice(1, 0, ...hidden));
      },
    });
    await fetch(bench);
    await everythingIsInOnce(bench);
  });

  it('lists a mail and never sends anything of it: the others come in, and that one is given up visibly', async () => {
    const bench = await benchOn({
      mails: fourMails(),
      onDownload(uid, { tag, send }) {
        if (uid !== 2) return false;
        send(`${tag} OK done`);
        return true;
      },
    });
    for (let attempt = 0; attempt < 5; attempt += 1) await fetch(bench);
    expect(bench.subjects().sort()).toEqual(['a', 'c', 'd']);
    expect(bench.rows.filter(({ kind }) => kind === 'unfetchable')).toHaveLength(1);
    expect(bench.rows.find(({ kind }) => kind === 'unfetchable')?.problem).toContain('sends nothing of it');
    expect(bench.server.cursor).toMatchObject({ lastUid: 4, troubles: [] });
  });
});
