import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { arrivedAt, damageOf, JOURNAL, OUTBOX, rowsOf, TICKET, type Journaled } from '../../support/arrivals';
import {
  DATABASE_KINDS,
  hasDatabase,
  startDatabaseServer,
  type DatabaseServer,
} from '../../support/databases';
import { setParameter } from '../../support/gateway';
import { generateMails, type GeneratedMail } from '../../support/mails';
import { rawMail } from '../../support/raw-mail';
import type { Answer } from '../../support/site';
import type { SiteProcess } from '../../support/site-process';
import { ask, askUntil, pushMail, setStage, type Stage } from '../../support/stage';

/** Two processes that work at the same time on one database, with the same mailboxes and one outbox. */

const MAILS = 180;
const OUTGOING = 150;
const ROUNDS = 5;
const BOXES = ['one', 'two'] as const;

describe.each(DATABASE_KINDS)('two processes on %s', (kind) => {
  describe.skipIf(!hasDatabase(kind))('which is installed', () => {
    let server: DatabaseServer;
    let stage: Stage;
    let processes: [SiteProcess, SiteProcess];
    let token: string;

    beforeAll(async () => {
      server = await startDatabaseServer(kind);
      stage = await setStage({
        database: server.database('two_processes'),
        mailboxes: [...BOXES],
        aliases: ['support', 'billing'],
        answerAfter: 50,
      });
      await setParameter(stage.site, 'mail.gateway.loop.threshold', 0);
      // Strapi reads before it writes a token, which SQLite refuses at once where another process writes meanwhile.
      token = await stage.site.token(['plugin::mail-gateway.inbound.raw']);
      processes = await Promise.all([stage.start(), stage.start()]);
    });
    afterAll(async () => {
      await stage?.stop();
      await server?.stop();
    });

    const fetchBox = (process: SiteProcess, box: string): Promise<Answer> =>
      process.admin('POST', `/mail-gateway/incoming-servers/${stage.mailboxes[box]}/fetch`);

    /** The scheduled action of either process may be at it already. */
    const fetchWhenFree = async (process: SiteProcess, box: string): Promise<Answer> => {
      for (;;) {
        const answer = await fetchBox(process, box);
        if (answer.body.data.outcome !== 'busy') return answer;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    };

    describe(`take in ${MAILS} mails of two mailboxes, a third of which lies in both`, () => {
      const mails = [...generateMails({ count: MAILS, seed: 300, to: 'support@site.example' })];
      /** A reply lies where the mail is that it answers, or it could come first. */
      const place = new Map<string, number>();
      let first = 0;
      for (const { messageId, replyTo } of mails) {
        const parent = replyTo === null ? undefined : place.get(replyTo);
        place.set(messageId, parent ?? first++ % 3);
      }
      const inBox = (box: number): GeneratedMail[] =>
        mails.filter(({ messageId }) => place.get(messageId) !== 1 - box);
      const copies = inBox(0).length + inBox(1).length - MAILS;

      it('each of them from another mailbox, at the same time', async () => {
        await stage.dovecot.deliver(
          'one',
          inBox(0).map(({ raw }) => raw)
        );
        await stage.dovecot.deliver(
          'two',
          inBox(1).map(({ raw }) => raw)
        );
        const [one, two] = await Promise.all([
          fetchWhenFree(processes[0], 'one'),
          fetchWhenFree(processes[1], 'two'),
        ]);
        expect(one.body.data).toMatchObject({ outcome: 'fetched' });
        expect(two.body.data).toMatchObject({ outcome: 'fetched' });
        await askUntil(processes[0], 'fetchmail', async () => {
          const journal = stage.site.strapi.db.query(JOURNAL);
          expect(await journal.count()).toBe(MAILS + copies);
          expect(await journal.count({ where: { state: 'received' } })).toBe(0);
        });
      });

      it('and lose none, double none, and damage none', async () => {
        const journal = await rowsOf<Journaled>(stage.site, JOURNAL);
        expect(journal.filter(({ state }) => state === 'delivered')).toHaveLength(MAILS);
        expect(journal.filter(({ reason }) => reason === 'copy_of')).toHaveLength(copies);
        expect(journal).toHaveLength(MAILS + copies);
        const arrived = await arrivedAt(stage.site);
        expect(arrived).toHaveLength(MAILS);
        const byId = new Map(arrived.map((message) => [message.messageId, message]));
        expect(mails.flatMap((mail) => damageOf(mail, byId.get(mail.messageId)))).toEqual([]);
        expect(await rowsOf(stage.site, TICKET)).toHaveLength(
          mails.filter(({ replyTo }) => replyTo === null).length
        );
      });

      it('and fetch one mailbox never both at a time', async () => {
        await stage.dovecot.deliver('one', [rawMail({ subject: 'Wanted by both' })]);
        const reports = await Promise.all(processes.map((process) => fetchBox(process, 'one')));
        const stored = reports.map(({ body }) => body.data.stored as number);
        expect(stored).toContain(0);
        // A scheduled action may have come first: then neither of them stored it, and it is soon through.
        await vi.waitFor(
          async () => {
            const wanted = await rowsOf(stage.site, TICKET, { title: 'Wanted by both' });
            expect(wanted).toHaveLength(1);
          },
          { timeout: 30_000, interval: 200 }
        );
        expect(await rowsOf<Journaled>(stage.site, JOURNAL, { subject: 'Wanted by both' })).toHaveLength(1);
      });
    });

    it(`send ${OUTGOING} mails together, each once`, async () => {
      const [thread] = await rowsOf<{ threadId: string }>(stage.site, JOURNAL);
      const recipients = Array.from({ length: OUTGOING }, (_none, index) => `c${index}@customer.example`);
      await stage.site.strapi.db.transaction(async () => {
        for (const recipient of recipients) await stage.enqueue(recipient);
      });
      // An answer of its own makes each process look at the whole outbox.
      await Promise.all(
        processes.map(async (process) => {
          const where = `/mail-gateway/threads/${thread?.threadId}/messages`;
          expect((await process.admin('POST', where, { text: 'Thank you.' })).status).toBe(200);
        })
      );
      await vi.waitFor(
        async () => {
          const left = await rowsOf<{ state: string }>(stage.site, OUTBOX, { state: { $ne: 'accepted' } });
          expect(left.map(({ state }) => state)).toEqual([]);
        },
        { timeout: 120_000, interval: 200 }
      );
      expect(recipients.filter((to) => stage.sink.receipts.get(to)?.taken !== 1)).toEqual([]);
    });

    describe(`handed a pair of mails at the same moment, ${ROUNDS} times`, () => {
      let pairs = 0;

      /** What became of a mail. One that the other process took up, or that has to be tried again, is answered before. */
      const ended = async ({ status, body }: Answer): Promise<{ state: string; reason: string }> => {
        expect([200, 202]).toContain(status);
        const headers = { authorization: `Bearer ${token}` };
        return vi.waitFor(
          async () => {
            const answer = await processes[0].fetch(`/api/mail-gateway/inbound/${body.data.documentId}`, {
              headers,
            });
            expect(answer.body.data.state).not.toBe('received');
            return answer.body.data;
          },
          { timeout: 30_000, interval: 100 }
        );
      };

      /** Each of the two goes to another process. @returns what became of them, and the tickets with that subject. */
      const together = async (
        make: (subject: string) => [Buffer, Buffer],
        recipients: [string, string] = ['support@site.example', 'support@site.example']
      ) => {
        pairs += 1;
        const subject = `Pair ${pairs}.`;
        const answers = await Promise.all(
          make(subject).map((raw, index) =>
            pushMail(processes[index as 0 | 1], token, raw, { recipients: [recipients[index as 0 | 1]] })
          )
        );
        const ends = await Promise.all(answers.map(ended));
        const states = ends.map(({ state, reason }) => `${state} ${reason}`).sort();
        const tickets = await rowsOf(stage.site, TICKET, { title: { $contains: subject } });
        return { states, tickets: tickets.length };
      };

      const ONCE = { states: ['delivered created', 'ignored copy_of'], tickets: 1 };
      const TWICE = { states: ['delivered created', 'delivered created'], tickets: 2 };

      const expectEach = async (expected: object, ...of: Parameters<typeof together>): Promise<void> => {
        for (let round = 0; round < ROUNDS; round += 1) expect(await together(...of)).toEqual(expected);
      };

      it('make two entries of the same bytes for two recipients', () =>
        expectEach(
          TWICE,
          (subject) => {
            const raw = rawMail({ subject, to: 'support@site.example, billing@site.example' });
            return [raw, raw];
          },
          ['support@site.example', 'billing@site.example']
        ));

      it('make one entry of one mail that two mailboxes got', () =>
        expectEach(ONCE, (subject) => {
          const mail = { subject, messageId: `<boxes-${pairs}@customer.example>`, body: 'Hello.' };
          return [
            rawMail({ ...mail, headers: ['Delivered-To: a@site.example'] }),
            rawMail({ ...mail, headers: ['Received: by mx2', 'Delivered-To: b@site.example'] }),
          ];
        }));

      it('make one entry of a mail and the copy that a mailing list changed', () =>
        expectEach(ONCE, (subject) => {
          const messageId = `<list-${pairs}@customer.example>`;
          const body = `The heating in building ${pairs} has failed since this morning.`;
          const footer = '-- \r\nTo leave the list, write to leave@lists.example';
          return [
            rawMail({ subject, messageId, body }),
            rawMail({
              subject: `[staff] ${subject}`,
              messageId,
              headers: ['List-Id: <staff.lists.example>'],
              body: `${body}\r\n\r\n${footer}`,
            }),
          ];
        }));

      it('make two entries of two different mails with one Message-ID', () =>
        expectEach(TWICE, (subject) => {
          const messageId = `<scanner-${pairs}@customer.example>`;
          return [
            rawMail({ subject, messageId, body: 'The first scanned document is attached here.' }),
            rawMail({ subject, messageId, body: 'Something else entirely, from another day.' }),
          ];
        }));
    });

    it(`make one entry of a mail that was sent again because the answer was lost, ${ROUNDS} times`, async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const messageId = `<lost-${round}@customer.example>`;
        const raw = rawMail({ subject: `Lost answer ${round}.`, messageId });
        const lost = new AbortController();
        const first = pushMail(processes[0], token, raw, { signal: lost.signal }).catch(() => null);
        await vi.waitFor(
          async () => expect(await rowsOf(stage.site, JOURNAL, { messageId })).toHaveLength(1),
          { timeout: 10_000, interval: 1 }
        );
        lost.abort();
        const second = await pushMail(processes[1], token, raw);
        await first;
        expect([200, 202]).toContain(second.status);
        await vi.waitFor(
          async () => {
            const states = await rowsOf<Journaled>(stage.site, JOURNAL, { messageId });
            expect(states.map(({ state }) => state).sort()).toEqual(['delivered', 'ignored']);
          },
          { timeout: 30_000, interval: 100 }
        );
        expect(await rowsOf(stage.site, TICKET, { title: `Lost answer ${round}.` })).toHaveLength(1);
      }
    });

    it('and both are still at work, without an error in their logs', async () => {
      for (const process of processes) {
        await ask(process, 'housekeeping');
        expect(process.isRunning()).toBe(true);
        expect(await process.errors()).toEqual([]);
      }
    });
  });
});
