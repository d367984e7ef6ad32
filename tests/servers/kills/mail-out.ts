import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OUTBOX, rowsOf } from '../../support/arrivals';
import { randomFrom } from '../../support/mails';
import type { SiteProcess } from '../../support/site-process';
import { ask, askUntil, makeMailsDue, setStage, type Stage } from '../../support/stage';

/** How long the relay thinks about each mail, in milliseconds: in that time the site cannot know whether it was taken. */
const THINKING = 10;
const ASK_AGAIN = 500;
const EVENTS_OF_A_MAIL = 3;

interface Row {
  recipient: string;
  state: string;
  explanation: string | null;
}

/** What a kill found, by recipient. */
interface Kill {
  /** In the hands of the process. */
  sending: string[];
  /** Of those, the ones that the relay had been promised the bytes of: DATA was said. */
  inData: string[];
  /** Of those, the ones that the relay had taken, which the process did not know yet. */
  takenUnknown: string[];
}

/** Mails wait in the outbox; the process that sends them is killed again and again at random counts of what the relay saw. */
export const killsDuringMailOut = ({
  mails,
  kills,
  seed,
}: {
  mails: number;
  kills: number;
  seed: number;
}): void => {
  const recipients = Array.from({ length: mails }, (_none, index) => `customer${index}@customer.example`);
  const found: Kill[] = [];
  let stage: Stage;
  let outbox: Row[];

  const rows = (where = {}): Promise<Row[]> => rowsOf<Row>(stage.site, OUTBOX, where);
  const taken = (recipient: string): number => stage.sink.receipts.get(recipient)?.taken ?? 0;

  const unsent = (): Promise<Row[]> => rows({ state: { $in: ['queued', 'sending'] } });

  /** Kills the process at the `count`-th event from now on, before the relay says anything more. */
  const killAtEvent = async (process: SiteProcess, count: number): Promise<void> => {
    let left = count;
    stage.sink.listen(() => {
      left -= 1;
      if (left === 0) process.signal('SIGKILL');
    });
    while (process.isRunning()) {
      await makeMailsDue(stage.site);
      await ask(process, 'email-queue');
      // Where nothing is left to do there are no more events: the kill finds an idle process.
      if ((await unsent()).length === 0) process.signal('SIGKILL');
      await Promise.race([process.ended, sleep(ASK_AGAIN)]);
    }
    stage.sink.listen(null);
    // What the relay was given is told to the end.
    await vi.waitFor(() => expect(stage.sink.sessions()).toBe(0), { timeout: 10_000 });
  };

  const beforeTheEnd = async (): Promise<void> => {
    const random = randomFrom(seed);
    for (let kill = 0; kill < kills; kill += 1) {
      const process = await stage.start();
      const share = ((await unsent()).length * EVENTS_OF_A_MAIL) / (kills - kill + 1);
      await killAtEvent(process, 1 + Math.floor(random() * 2 * share));
      const sending = (await rows({ state: 'sending' })).map(({ recipient }) => recipient);
      const inData = sending.filter((recipient) => stage.sink.receipts.has(recipient));
      found.push({ sending, inData, takenUnknown: inData.filter((recipient) => taken(recipient) > 0) });
    }
    const last = await stage.start();
    await askUntil(last, 'email-queue', async () => {
      await makeMailsDue(stage.site);
      expect(await unsent()).toEqual([]);
    });
    await last.stop();
  };

  beforeAll(async () => {
    stage = await setStage({ answerAfter: THINKING });
    await stage.site.strapi.db.transaction(async () => {
      for (const recipient of recipients) await stage.enqueue(recipient);
    });
    await beforeTheEnd();
    outbox = await rows();
  }, 3_600_000);
  afterAll(() => stage?.stop());

  describe(`a process that sends ${mails} mails, killed ${kills} times`, () => {
    it('was at work when it was killed, most of the times', () => {
      expect(found).toHaveLength(kills);
      expect(found.filter(({ inData }) => inData.length > 0).length).toBeGreaterThanOrEqual(0.8 * kills);
    });

    it('sends no mail twice', () => {
      expect(recipients.filter((recipient) => taken(recipient) > 1)).toEqual([]);
    });

    it('loses none: each is accepted or, where nobody can know, uncertain', () => {
      expect(outbox).toHaveLength(mails);
      expect(outbox.filter(({ state }) => state !== 'accepted' && state !== 'uncertain')).toEqual([]);
      const accepted = outbox.filter(({ state }) => state === 'accepted');
      expect(accepted.filter(({ recipient }) => taken(recipient) !== 1)).toEqual([]);
    });

    it('is uncertain of no mail but those whose text was under way when it was killed', () => {
      const possible = new Set(found.flatMap(({ inData }) => inData));
      const uncertain = outbox.filter(({ state }) => state === 'uncertain');
      expect(uncertain.filter(({ recipient }) => !possible.has(recipient))).toEqual([]);
    });

    it('is uncertain of every mail that was taken and whose answer it never read', () => {
      const unknown = found.flatMap(({ takenUnknown }) => takenUnknown);
      expect(unknown.length).toBeGreaterThan(0);
      const uncertain = new Set(
        outbox.filter(({ state }) => state === 'uncertain').map(({ recipient }) => recipient)
      );
      expect(unknown.filter((recipient) => !uncertain.has(recipient))).toEqual([]);
    });
  });
};
