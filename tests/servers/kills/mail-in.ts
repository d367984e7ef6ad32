import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ageBytes,
  arrivedAt,
  damageOf,
  JOURNAL,
  orphanedBytes,
  rowsOf,
  TICKET,
  type Arrived,
  type Journaled,
} from '../../support/arrivals';
import { generateMails, randomFrom, type GeneratedMail } from '../../support/mails';
import type { SiteProcess } from '../../support/site-process';
import { ask, askUntil, pushMail, setStage, type Stage } from '../../support/stage';

/** Short enough to kill between two rows of the journal, in milliseconds. */
const LOOK = 5;
const ASK_AGAIN = 500;
const ROWS_OF_A_MAIL = 3;

/** What a kill found. */
interface Kill {
  journaled: number;
  /** Mails caught on their way: journaled and not through, or with bytes stored and not journaled. */
  underWay: number;
}

/** As an MTA hands mails over: one that is not answered with 200 or 202 is handed over again. */
const createMta = (mails: GeneratedMail[], token: string) => {
  const waiting = [...mails];
  return {
    waiting: () => waiting.length,

    /** Hands over so many of those that wait, at once. */
    async push(process: SiteProcess, count: number): Promise<void> {
      await Promise.all(
        waiting.splice(0, count).map(async (mail) => {
          const answer = await pushMail(process, token, mail.raw).catch(() => null);
          if (answer?.status !== 200 && answer?.status !== 202) waiting.push(mail);
        })
      );
    },
  };
};

/**
 * Mails wait in a mailbox, others are pushed; the process that takes them in is killed again and again at random counts of
 * rows: of the journal, of effects, and of final states, since mails come in batches and each of the three is a commit.
 */
export const killsDuringMailIn = ({
  fetched,
  pushed,
  kills,
  seed,
}: {
  fetched: number;
  pushed: number;
  kills: number;
  seed: number;
}): void => {
  const to = 'support@site.example';
  const inMailbox = [...generateMails({ count: fetched, seed, to })];
  const byHttp = [...generateMails({ count: pushed, seed: seed + 1, to })].filter(
    ({ replyTo }) => replyTo === null
  );
  const all = [...inMailbox, ...byHttp];
  const found: Kill[] = [];
  let stage: Stage;
  let journal: Journaled[];
  let messages: Arrived[];
  let byId: Map<string, Arrived>;

  const count = async (where = {}): Promise<number> => stage.site.strapi.db.query(JOURNAL).count({ where });

  /** How far all mails together have come. */
  const progress = async (): Promise<number> => {
    const effects = await stage.site.strapi.db
      .connection('mail_gateway_effects')
      .count({ rows: '*' })
      .first();
    return (await count()) + Number(effects?.rows) + (await count({ state: { $ne: 'received' } }));
  };

  const beforeTheEnd = async (): Promise<void> => {
    const random = randomFrom(seed);
    const mta = createMta(byHttp, await stage.site.token(['plugin::mail-gateway.inbound.raw']));
    for (let kill = 0; kill < kills; kill += 1) {
      const process = await stage.start();
      const from = await progress();
      const share = (ROWS_OF_A_MAIL * all.length - from) / (kills - kill + 1);
      const target = from + 1 + Math.floor(random() * 2 * share);
      const pushing = mta.push(process, Math.ceil(pushed / kills));
      for (let asked = 0; (await progress()) < target; await sleep(LOOK)) {
        if (Date.now() - asked < ASK_AGAIN) continue;
        asked = Date.now();
        void ask(process, 'fetchmail');
        // Where nothing is left to do there are no more rows: the kill finds an idle process.
        if ((await count()) >= all.length && (await count({ state: 'received' })) === 0) break;
      }
      process.signal('SIGKILL');
      await Promise.all([process.ended, pushing]);
      const underWay = (await count({ state: 'received' })) + (await orphanedBytes(stage.site)).length;
      found.push({ journaled: await count(), underWay });
    }
    const last = await stage.start();
    await askUntil(last, 'fetchmail', async () => {
      await mta.push(last, 5);
      expect(mta.waiting()).toBe(0);
      expect(await count({ sourceType: 'imap' })).toBe(fetched);
      expect(await count({ state: 'received' })).toBe(0);
    });
    await ageBytes(stage.site);
    await askUntil(last, 'housekeeping', async () => expect(await orphanedBytes(stage.site)).toEqual([]));
    await last.stop();
  };

  beforeAll(async () => {
    stage = await setStage();
    await stage.dovecot.deliver(
      'support',
      inMailbox.map(({ raw }) => raw)
    );
    await beforeTheEnd();
    journal = await rowsOf<Journaled>(stage.site, JOURNAL);
    messages = await arrivedAt(stage.site);
    byId = new Map(messages.map((message) => [message.messageId, message]));
  }, 3_600_000);
  afterAll(() => stage?.stop());

  describe(`a process that takes in ${all.length} mails, killed ${kills} times`, () => {
    it('was at work when it was killed, most of the times', () => {
      expect(found).toHaveLength(kills);
      expect(found.filter(({ underWay }) => underWay > 0).length).toBeGreaterThanOrEqual(0.8 * kills);
    });

    it('loses no mail and leaves none waiting or failed', () => {
      const known = new Set(journal.map(({ messageId }) => messageId));
      expect(all.filter(({ messageId }) => !known.has(messageId))).toEqual([]);
      expect(journal.filter(({ state }) => state !== 'delivered' && state !== 'ignored')).toEqual([]);
    });

    it('journals each mail of the mailbox once, and what was pushed again as a copy', () => {
      const imap = journal.filter(({ sourceType }) => sourceType === 'imap');
      expect(imap.map(({ state }) => state)).toEqual(Array.from({ length: fetched }, () => 'delivered'));
      expect(new Set(imap.map(({ messageId }) => messageId)).size).toBe(fetched);
      const copies = journal.filter(({ state }) => state === 'ignored');
      expect(copies.filter(({ reason }) => reason !== 'copy_of')).toEqual([]);
      expect(journal).toHaveLength(all.length + copies.length);
    });

    it('makes one ticket of each first mail, and of each reply one message in its thread', async () => {
      expect(await stage.site.strapi.db.query(TICKET).count()).toBe(
        all.filter(({ replyTo }) => replyTo === null).length
      );
      expect(messages).toHaveLength(all.length);
      expect(byId.size).toBe(all.length);
      const threadOf = (messageId: string) => byId.get(messageId)?.threadId;
      for (const { messageId, replyTo } of inMailbox) {
        if (replyTo !== null) expect(threadOf(messageId)).toBe(threadOf(replyTo));
      }
    });

    it('keeps every text and attachment to the byte, and no bytes that are nobody’s', async () => {
      expect(all.flatMap((mail) => damageOf(mail, byId.get(mail.messageId)))).toEqual([]);
      expect(await orphanedBytes(stage.site)).toEqual([]);
    });
  });
};
