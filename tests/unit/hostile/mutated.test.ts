import { afterAll, beforeAll, describe, it } from 'vitest';
import {
  checkMutatedMails,
  corpusMails,
  generatedMails,
  hasCorpus,
  replaySeeds,
  startWatchdog,
  type Watchdog,
} from '../../support/mutated-mails';

/** 5,000 damaged mails; 100,000 in `tests/servers/mutated.long.test.ts`. */
const COUNT = 2_500;
const SEED = 20_260_105;
const TIME = { timeout: 600_000 };

let watchdog: Watchdog;

beforeAll(async () => {
  watchdog = await startWatchdog();
});

afterAll(() => watchdog.stop());

describe('a damaged mail is read, decided and made safe to show, and neither breaks nor hangs anything', () => {
  it('of a support mailbox', TIME, async () => {
    const mails = generatedMails();
    await replaySeeds('generated', mails, watchdog.run);
    await checkMutatedMails(mails, { count: COUNT, seed: SEED }, watchdog.run);
  });

  it.skipIf(!hasCorpus)('of the corpus', TIME, async () => {
    const mails = corpusMails();
    await replaySeeds('corpus', mails, watchdog.run);
    await checkMutatedMails(mails, { count: COUNT, seed: SEED }, watchdog.run);
  });
});
