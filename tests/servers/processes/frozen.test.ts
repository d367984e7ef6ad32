import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Moment } from '../../../server/src/moments';
import { arrivedAt, damageOf, JOURNAL, OUTBOX, rowsOf, TICKET, type Journaled } from '../../support/arrivals';
import { hasDatabase, startDatabaseServer, type DatabaseServer } from '../../support/databases';
import { generateMails } from '../../support/mails';
import { rawMail } from '../../support/raw-mail';
import type { SiteProcess } from '../../support/site-process';
import { askUntil, makeMailsDue, pushMail, setStage, type Stage } from '../../support/stage';

/**
 * A process that stands still for longer than its leases and claims last (a machine put to sleep, a debugger) and then
 * goes on, while another has taken its work over. On PostgreSQL, where a frozen transaction does not hold up everybody.
 */

const MAILS = 60;
const PATIENCE = { timeout: 60_000, interval: 50 };
const SERVER = 'plugin::mail-gateway.incoming-server';

describe.skipIf(!hasDatabase('postgres'))('a process that stands still while another takes over', () => {
  let server: DatabaseServer;
  let stage: Stage;
  let token: string;
  let sleeper: SiteProcess | null = null;
  /** Works from the beginning, but at nothing that it is not asked for. */
  let other: SiteProcess;
  let mailsMade = 0;

  beforeAll(async () => {
    server = await startDatabaseServer('postgres');
    stage = await setStage({ database: server.database('frozen') });
    token = await stage.site.token(['plugin::mail-gateway.inbound.raw']);
    for (const action of ['fetchmail', 'email-queue']) {
      await stage.site.admin('PUT', `/mail-gateway/scheduled-actions/${action}`, { active: false });
    }
    other = await stage.start();
  });
  afterEach(async () => {
    sleeper?.signal('SIGCONT');
    await sleeper?.stop();
    sleeper = null;
  });
  afterAll(async () => {
    await stage?.stop();
    await server?.stop();
  });

  const frozen = (): Promise<void> =>
    vi.waitFor(async () => expect(await sleeper?.isFrozen()).toBe(true), PATIENCE);

  /** The other process cannot go on for what the frozen one holds in the database. */
  const heldUp = async (): Promise<void> => {
    const { rows } = await stage.site.strapi.db.connection.raw('SELECT 1 FROM pg_locks WHERE NOT granted');
    expect(rows.length).toBeGreaterThan(0);
  };

  const cursor = async () => {
    const [{ lastUid, actedUid, cursorFence } = {}] = await rowsOf<Record<string, number>>(
      stage.site,
      SERVER
    );
    return { lastUid, actedUid, cursorFence: Number(cursorFence) };
  };

  const fetchWith = async (process: SiteProcess) =>
    (await process.admin('POST', `/mail-gateway/incoming-servers/${stage.mailboxes.support}/fetch`)).body
      .data;

  describe.each(['journal.committed', 'journal.written', 'effect.taken'] as const)(
    'in a fetch, at %s',
    (moment) => {
      it('neither loses nor doubles a mail and does not move the cursor back', async () => {
        mailsMade += 1;
        const mails = [
          ...generateMails({ count: MAILS, seed: mailsMade, to: 'support@site.example' }),
        ].filter(({ replyTo }) => replyTo === null);
        const before = await rowsOf(stage.site, TICKET);
        await stage.dovecot.deliver(
          'support',
          mails.map(({ raw }) => raw)
        );
        sleeper = await stage.start({ MAIL_GATEWAY_FREEZE_AT: moment });
        const late = fetchWith(sleeper);
        late.catch(() => undefined);
        await frozen();

        const delivered = async (): Promise<void> => {
          const journal = await rowsOf<Journaled>(stage.site, JOURNAL);
          const ids = new Set(mails.map(({ messageId }) => messageId));
          const states = journal.filter(({ messageId }) => ids.has(messageId)).map(({ state }) => state);
          expect(states).toEqual(mails.map(() => 'delivered'));
        };
        // What the frozen transaction holds nobody can take over; the other process waits, and goes on with it.
        if (moment === 'journal.committed') {
          await askUntil(other, 'fetchmail', async () => {
            await delivered();
            // The mailbox as well is another process's now: it has done to the copies what was left to do.
            const { lastUid, actedUid } = await cursor();
            expect(actedUid).toBe(lastUid);
          });
        } else {
          await askUntil(other, 'fetchmail', heldUp);
          sleeper.signal('SIGCONT');
          await late;
          await askUntil(other, 'fetchmail', delivered);
        }
        const reached = await cursor();
        sleeper.signal('SIGCONT');
        expect(await late).toMatchObject({ failure: null });

        expect(await cursor()).toEqual(reached);
        await delivered();
        expect(await rowsOf(stage.site, TICKET)).toHaveLength(before.length + mails.length);
        const arrived = await arrivedAt(stage.site);
        expect(arrived).toHaveLength(before.length + mails.length);
        const byId = new Map(arrived.map((message) => [message.messageId, message]));
        expect(mails.flatMap((mail) => damageOf(mail, byId.get(mail.messageId)))).toEqual([]);
        // It is not broken for good, and has its turn once the other has ended its own.
        const awake = sleeper;
        await vi.waitFor(
          async () =>
            expect(await fetchWith(awake)).toMatchObject({ outcome: 'fetched', stored: 0, failure: null }),
          PATIENCE
        );
      });
    }
  );

  /** Has a process answer a customer, and so send at once: it may stand still before it tells the status of the request. */
  const answerWith = async (
    process: SiteProcess,
    customer: string
  ): Promise<{ status: Promise<number | null> }> => {
    const { body } = await pushMail(process, token, rawMail({ from: customer }));
    const [mail] = await rowsOf<{ threadId: string }>(stage.site, JOURNAL, {
      documentId: body.data.documentId,
    });
    const posting = process.admin('POST', `/mail-gateway/threads/${mail?.threadId}/messages`, {
      text: 'Hello.',
    });
    return {
      status: posting.then(
        ({ status }) => status,
        () => null
      ),
    };
  };

  const stateOf = async (recipient: string): Promise<string | undefined> =>
    (await rowsOf<{ state: string }>(stage.site, OUTBOX, { recipient }))[0]?.state;
  const taken = (recipient: string): number => stage.sink.receipts.get(recipient)?.taken ?? 0;

  /** The woken process has gone on with what it held once it has sent something else. */
  const wake = async (process: SiteProcess, name: string): Promise<void> => {
    process.signal('SIGCONT');
    const next = `after-${name}@customer.example`;
    expect(await (await answerWith(process, next)).status).toBe(200);
    await vi.waitFor(async () => expect(await stateOf(next)).toBe('accepted'), PATIENCE);
  };

  it('before the end of a mail: it never sends the end, since another process has sent the mail', async () => {
    const customer = 'before-the-end@customer.example';
    const process = (sleeper = await stage.start());
    stage.sink.listen((event, recipient) => {
      if (event === 'begun' && recipient === customer) process.signal('SIGSTOP');
      stage.sink.listen(null);
    });
    const { status } = await answerWith(process, customer);
    await frozen();
    expect(taken(customer)).toBe(0);

    await askUntil(other, 'email-queue', async () => {
      await makeMailsDue(stage.site);
      expect(await stateOf(customer)).toBe('accepted');
    });
    await wake(process, 'the-end');
    expect(await status).toBe(200);
    await vi.waitFor(() => expect(stage.sink.receipts.get(customer)?.cut).toBe(1), PATIENCE);
    expect(taken(customer)).toBe(1);
    expect(await stateOf(customer)).toBe('accepted');
  });

  it.each([
    ['outbound.marked', 0],
    ['outbound.answered', 1],
  ] as const)(
    'at %s: the mail is uncertain, stays so, and was sent once',
    async (moment: Moment, before: number) => {
      const customer = `${moment}@customer.example`;
      const process = (sleeper = await stage.start({ MAIL_GATEWAY_FREEZE_AT: moment }));
      const { status } = await answerWith(process, customer);
      await frozen();
      expect(taken(customer)).toBe(before);

      await askUntil(other, 'email-queue', async () => expect(await stateOf(customer)).toBe('uncertain'));
      await wake(process, moment);
      expect(await status).toBe(200);
      await vi.waitFor(() => expect(taken(customer)).toBe(1), PATIENCE);
      expect(await stateOf(customer)).toBe('uncertain');
    }
  );
});
